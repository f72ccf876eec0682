"""An organisation as the administration's JSON."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from functions.admin.schemas.bodies import SAID, FormBody, Reason
from shared.domain.people import Organisation
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
            "version": organisation.version,
        }
    )
