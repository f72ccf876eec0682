"""The public JSON of the administration: what is entered is the registry's own forms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, JsonValue, RootModel
from pydantic_core import CoreSchema

from shared.domain.administration import EVENTS, AdminEvent, Proposal
from shared.domain.people import Organisation, Person
from shared.domain.programmes import Programme
from shared.domain.questions import registry_form
from shared.domain.schema import schema
from shared.web.api.bodies import text
from shared.web.api.schemas import Bilingual
from shared.web.api.validation import Body

LONG_LIST = 100
"""More values than this are not written out."""
Reason = Annotated[str, *text(most=500)]


class FormBody(RootModel[dict[str, JsonValue]]):
    """The answers of a form of the registry, by field; the form itself says what each may be."""

    form: ClassVar[str]
    besides: ClassVar[Mapping[str, JsonValue]] = {}
    """What a change takes besides the answers that it merges."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        described: dict[str, Any] = {"title": cls.__name__, "description": cls.__doc__, "type": "object"}
        if cls.besides:
            return {**described, "properties": dict(cls.besides), "additionalProperties": True}
        asked: Any = schema(registry_form(cls.form))
        kept = ("required", "additionalProperties", "allOf")
        properties = {name: _short(each) for name, each in asked["properties"].items()}
        return {
            **described,
            "properties": properties,
            **{name: asked[name] for name in kept if name in asked},
        }


def _short(described: Any) -> Any:
    """A question without a list that every client has: the codes of countries and regions."""
    if len(described.get("enum", ())) <= LONG_LIST:
        return described
    return {name: each for name, each in described.items() if name != "enum"} | {"pattern": "^[A-Z]{2}$"}


SAID: Mapping[str, JsonValue] = {"reason": {"type": "string", "maxLength": 500}}


class NewOrganisation(FormBody):
    """An organisation, as its form asks for it."""

    form = "organisation"


class OrganisationChange(NewOrganisation):
    """Answers of NewOrganisation to merge, null clears one; or a standing, with the reason for it."""

    besides: ClassVar[Mapping[str, JsonValue]] = {
        "standing": {"enum": ["active", "suspended", "left"], "type": "string"},
        **SAID,
    }


class NewPerson(FormBody):
    """A person, as their form asks for them."""

    form = "person"


class PersonChange(NewPerson):
    """Answers of NewPerson to merge, null clears one; or a state, with the reason for it."""

    besides: ClassVar[Mapping[str, JsonValue]] = {
        "state": {"enum": ["active", "disabled"], "type": "string"},
        **SAID,
    }


class NewProgramme(FormBody):
    """A programme (call), as its form asks for it."""

    form = "programme"


class ProgrammeChange(NewProgramme):
    """Answers of NewProgramme to merge, null clears one."""

    besides: ClassVar[Mapping[str, JsonValue]] = {"quota": {"type": "integer", "minimum": 1}}


class Reasoned(Body):
    """Why."""

    reason: Reason = ""


class Nothing(Body):
    """Nothing but the wish."""


class OrganisationView(BaseModel):
    """An organisation with every answer of its form that it has; `active` ones may send applications."""

    model_config = ConfigDict(extra="allow")

    id: str
    standing: str
    reason: str | None = None
    version: int
    name_en: str
    name_zh: str


class OrganisationsView(BaseModel):
    """One page of organisations, by name."""

    items: list[OrganisationView]
    next_cursor: str | None = None


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


class AdminProgrammeView(BaseModel):
    """A programme; `waiting` names the change of it that waits for a second administrator."""

    model_config = ConfigDict(extra="allow")

    id: str
    direction: str
    title_en: str
    title_zh: str
    state: Literal["proposed", "released", "closed"]
    waiting: str | None = None
    version: int


class AdminProgrammesView(BaseModel):
    """Every programme, soonest to close first."""

    items: list[AdminProgrammeView]
    next_cursor: str | None = None


class ProposalView(BaseModel):
    """What somebody proposed: `data` holds the roles, or the answers of the programme."""

    id: str
    at: datetime
    by: str
    by_name: str
    kind: Literal["roles", "programme"]
    subject_id: str
    subject_name: str
    data: dict[str, Any]
    state: Literal["waiting", "released", "refused", "withdrawn", "overtaken"]
    reason: str | None = None


class ProposalsView(BaseModel):
    """One page of what waits for a second administrator, oldest first."""

    items: list[ProposalView]
    next_cursor: str | None = None


class AdminEventView(BaseModel):
    """One administrative act."""

    id: str
    at: datetime
    by: str
    by_name: str
    kind: str
    text: Bilingual
    subject: str
    subject_id: str
    subject_name: str
    data: dict[str, Any]


class AdminHistoryView(BaseModel):
    """One page of the history of the administration, oldest first."""

    items: list[AdminEventView]
    next_cursor: str | None = None


class Standing(Body):
    """What a change of an organisation says of its standing."""

    standing: Literal["active", "suspended", "left"]
    reason: Reason = ""


class State(Body):
    """What a change of a person says of their state."""

    state: Literal["active", "disabled"]
    reason: Reason = ""


def organisation_view(organisation: Organisation) -> OrganisationView:
    return OrganisationView.model_validate(
        {
            **organisation.answers,
            "id": organisation.id,
            "standing": organisation.standing,
            "reason": organisation.reason or None,
            "version": organisation.version,
        }
    )


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


def programme_view(programme: Programme) -> AdminProgrammeView:
    return AdminProgrammeView.model_validate(
        {
            **programme.answers,
            "id": programme.id,
            "state": programme.state,
            "waiting": programme.waiting or None,
            "version": programme.version,
        }
    )


def proposal_view(proposal: Proposal) -> ProposalView:
    return ProposalView(
        id=proposal.id,
        at=proposal.at,
        by=proposal.by,
        by_name=proposal.by_name,
        kind=proposal.kind,
        subject_id=proposal.subject_id,
        subject_name=proposal.subject_name,
        data=dict(proposal.data),
        state=proposal.state,
        reason=proposal.reason or None,
    )


def event_view(event: AdminEvent) -> AdminEventView:
    words = EVENTS[event.kind]
    return AdminEventView(
        id=event.id,
        at=event.at,
        by=event.by,
        by_name=event.by_name,
        kind=event.kind,
        text=Bilingual(en=words.en, zh=words.zh),
        subject=event.subject,
        subject_id=event.subject_id,
        subject_name=event.subject_name,
        data=dict(event.data),
    )
