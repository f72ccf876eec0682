"""The first administrators: two of them at once, because each needs the other, and never again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.actions.admin import invitations
from shared.actions.admin.clerk import Clerk, new_id
from shared.actions.admin.invitations import Invited
from shared.domain.people import Person
from shared.domain.words import Language
from shared.store import keys
from shared.store.stores import Stores
from shared.store.table import Write, put

FOUNDERS = 2
OPERATOR = "operator"
"""Who stands in the history for whoever could start the command: they hold the account that the registry runs in."""


class AlreadyFounded(Exception):
    """There were first administrators; those there are now invite the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Somebody who is to administer from the first day."""

    name: str
    email: str
    language: Language = "en"


def found(stores: Stores, founders: Sequence[Founder], at: datetime) -> list[Invited]:
    """Invite the first administrators; raises AlreadyFounded, ValueError for fewer than two or the same one twice."""
    if len({each.email.casefold() for each in founders}) < FOUNDERS:
        raise ValueError("two administrators with addresses of their own are needed")
    if stores.people.ever_held("config_admin"):
        raise AlreadyFounded
    operator = Person(id=OPERATOR, name=OPERATOR, email="", roles=())
    clerk = Clerk(stores=stores, person=operator, at=at)
    key = keys.foundation()
    writes: list[Write] = [put({"PK": key.partition, "SK": key.sort}, new=True)]
    invited = []
    for founder in founders:
        person = Person(
            id=new_id(),
            name=founder.name,
            email=founder.email,
            roles=("config_admin",),
            language=founder.language,
            active=False,
            invited=True,
        )
        link, write = invitations.prepared(clerk, person)
        invited.append(link)
        writes += [write, *stores.people.add(link.person)]
    names = ", ".join(founder.name for founder in founders)
    event = clerk.event(
        "founded", "person", invited[0].person.id, names, {"people": [each.person.id for each in invited]}
    )
    clerk.commit(event, writes)
    return invited
