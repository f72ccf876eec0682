"""A person as the administration's JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import BaseModel, JsonValue

from functions.admin.schemas.bodies import SAID, FormBody, Reason
from shared.domain.people import Person
from shared.web.api.validation import Body


class NewPerson(FormBody):
    """A person, as their form asks for them."""

    form = "person"


class PersonChange(NewPerson):
    """Answers of NewPerson to merge, null clears one; or a state, with the reason for it."""

    besides: ClassVar[Mapping[str, JsonValue]] = {
        "state": {"enum": ["active", "disabled"], "type": "string"},
        **SAID,
    }


class InvitationView(BaseModel):
    """Whether the letter left; where letters cannot be sent, `link` is to be handed over, and is seen only now."""

    sent: bool
    until: datetime
    link: str | None = None


class PersonView(BaseModel):
    """A person; `roles` are in force, `waiting` names the change of them that waits for a second administrator."""

    id: str
    name: str
    email: str
    language: str
    organisation_id: str | None = None
    roles: list[str]
    expertise: list[str]
    mandate_until: str | None = None
    state: Literal["invited", "active", "disabled"]
    waiting: str | None = None
    version: int
    invitation: InvitationView | None = None


class PeopleView(BaseModel):
    """One page of people, by name."""

    items: list[PersonView]
    next_cursor: str | None = None


class State(Body):
    """What a change of a person says of their state."""

    state: Literal["active", "disabled"]
    reason: Reason = ""


def person_view(person: Person, invitation: InvitationView | None = None) -> PersonView:
    return PersonView(
        id=person.id,
        name=person.name,
        email=person.email,
        language=person.language,
        organisation_id=person.organisation_id,
        roles=list(person.roles),
        expertise=list(person.expertise),
        mandate_until=person.mandate_until,
        state=person.state,
        waiting=person.waiting or None,
        version=person.version,
        invitation=invitation,
    )
