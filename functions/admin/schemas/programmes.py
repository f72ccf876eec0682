"""A programme as the administration's JSON."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, JsonValue

from functions.admin.schemas.bodies import FormBody
from shared.domain.programmes import Programme, ProgrammeState


class NewProgramme(FormBody):
    """A programme (call), as its form asks for it."""

    form = "programme"


class ProgrammeChange(NewProgramme):
    """Answers of NewProgramme to merge, null clears one."""

    besides: ClassVar[Mapping[str, JsonValue]] = {"quota": {"type": "integer", "minimum": 1}}


class AdminProgrammeView(BaseModel):
    """A programme; `waiting` names the change of it that waits for a second administrator."""

    model_config = ConfigDict(extra="allow")

    id: str
    direction: str
    title_en: str
    title_zh: str
    state: ProgrammeState
    waiting: str | None = None
    version: int


class AdminProgrammesView(BaseModel):
    """Every programme, soonest to close first."""

    items: list[AdminProgrammeView]
    next_cursor: str | None = None


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
