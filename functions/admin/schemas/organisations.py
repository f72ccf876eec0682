"""An organisation as the administration's JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from functions.admin.schemas.bodies import SAID, FormBody, Reason
from shared.actions.admin.merger_moves import Left
from shared.domain.people import Organisation
from shared.web.api.bodies import text
from shared.web.api.validation import Body


class NewOrganisation(FormBody):
    """An organisation, as its form asks for it."""

    form = "organisation"


class OrganisationChange(NewOrganisation):
    """Answers of NewOrganisation to merge, null clears one; or a standing, with the reason for it."""

    besides: ClassVar[Mapping[str, JsonValue]] = {
        "standing": {"enum": ["active", "suspended", "left"], "type": "string"},
        **SAID,
    }


class OrganisationView(BaseModel):
    """An organisation with every answer of its form that it has; `active` ones may send applications.

    `waiting`: the change that would merge it into another; `merged_into`: the one it was merged into.
    """

    model_config = ConfigDict(extra="allow")

    id: str
    standing: str
    reason: str | None = None
    merged_into: str | None = None
    waiting: str | None = None
    version: int
    name_en: str
    name_zh: str


class Merge(Body):
    """The organisation that stays, by its identifier or exact name, and why the two are the same."""

    into: Annotated[str, *text(most=300)] = ""
    reason: Reason = ""


class LeftView(BaseModel):
    """How much has not gone over yet."""

    people: int
    drafts: int
    cases: int
    agreements: int


class MergeView(OrganisationView):
    """An organisation whose merge waits or is under way, with what is still its own."""

    left: LeftView


class OrganisationsView(BaseModel):
    """One page of organisations, by name."""

    items: list[OrganisationView]
    next_cursor: str | None = None


class Standing(Body):
    """What a change of an organisation says of its standing."""

    standing: Literal["active", "suspended", "left"]
    reason: Reason = ""


def organisation_view(organisation: Organisation) -> OrganisationView:
    return OrganisationView.model_validate(
        {
            **organisation.answers,
            "id": organisation.id,
            "standing": organisation.standing,
            "reason": organisation.reason or None,
            "merged_into": organisation.merged_into or None,
            "waiting": organisation.waiting or None,
            "version": organisation.version,
        }
    )


def merge_view(organisation: Organisation, left: Left) -> MergeView:
    return MergeView.model_validate({**organisation_view(organisation).model_dump(), "left": asdict(left)})
