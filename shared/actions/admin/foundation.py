"""The first administrators: two of them at once, because each needs the other; others once fewer than two could act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.actions.admin import invitations
from shared.actions.admin.clerk import Clerk, checked, new_id
from shared.actions.admin.invitations import Invited
from shared.domain.json_value import Values
from shared.domain.people import Person
from shared.domain.questions import registry_form
from shared.domain.words import Language
from shared.store import keys
from shared.store.codec import Row
from shared.store.stores import Stores
from shared.store.table import Write, put

FOUNDERS = 2
OPERATOR = "operator"
"""Who stands in the history for whoever could start the command: they hold the account that the registry runs in."""


class AlreadyFounded(Exception):
    """There are two administrators who can act, or can still join: they invite the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Somebody who is to administer from the first day."""

    name: str
    email: str
    language: Language = "en"

    @property
    def answers(self) -> Values:
        return {"name": self.name, "email": self.email, "language": self.language}


def found(stores: Stores, founders: Sequence[Founder], at: datetime) -> list[Invited]:
    """Invite the first administrators, or others where fewer than two are left who could act.

    Raises AlreadyFounded, ValueError for fewer than two or the same one twice, InvalidFields, Conflict (an address is
    known already).
    """
    if len({each.email.casefold() for each in founders}) < max(FOUNDERS, len(founders)):
        raise ValueError("two administrators with addresses of their own are needed")
    if len(_able(stores, at)) >= FOUNDERS:
        raise AlreadyFounded
    operator = Person(id=OPERATOR, name=OPERATOR, email="", roles=())
    clerk = Clerk(stores=stores, person=operator, at=at)
    invited, writes = [], [_once(stores)]
    for founder in founders:
        link, write = invitations.prepared(clerk, _administrator(founder, at))
        invited.append(link)
        writes += [write, *stores.people.add(link.person)]
    names = ", ".join(founder.name for founder in founders)
    people = {"people": [each.person.id for each in invited]}
    event = clerk.event("founded", "person", invited[0].person.id, names, people)
    clerk.commit(event, writes)
    return invited


def _able(stores: Stores, at: datetime) -> list[Person]:
    """Administrators who can act, or can still join."""
    return [
        person
        for person in stores.people.ever_held("config_admin")
        if person.state == "active" or _may_join(stores, person, at)
    ]


def _may_join(stores: Stores, person: Person, at: datetime) -> bool:
    link = stores.administration.invitation(person.invitation) if person.invitation else None
    return person.state == "invited" and link is not None and link.until > at


def _once(stores: Stores) -> Write:
    """The write that two commands at the same moment cannot both make."""
    key = keys.foundation()
    row = stores.table.get([key]).get(key)
    times = int(row["version"]) if row else 0
    after: Row = {"PK": key.partition, "SK": key.sort, "version": times + 1}
    return put(after, version=times) if row else put(after, new=True)


def _administrator(founder: Founder, at: datetime) -> Person:
    asked = {**founder.answers, "roles": ["config_admin"]}
    kept = checked(registry_form("person"), asked, at)
    return Person(
        id=new_id(),
        name=str(kept["name"]),
        email=str(kept["email"]),
        roles=("config_admin",),
        language=founder.language,
        active=False,
        invited=True,
    )
