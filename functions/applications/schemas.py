"""The JSON bodies that the applications function takes and the answers only it gives."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from shared.domain.commands import AnswerCommand, Command
from shared.web.api.bodies import Attested, Id, Reasoned, Text
from shared.web.api.schemas import Bilingual
from shared.web.api.validation import Body


class NewApplication(Body):
    """A draft to begin; `fields` are answers of the form, all of them optional until `submit`.

    `copy_of` is another application of the organisation, whose answers are taken over without its dates.
    """

    direction: Literal["going_out", "inviting_in"]
    programme_id: Id
    fields: dict[str, Any] = {}
    copy_of: Id | None = None


class Edit(Body):
    """Answers to merge into the draft; null clears one."""

    fields: dict[str, Any]


class OtherProgramme(Body):
    """The programme that a draft goes to."""

    programme_id: Id


class Withdrawal(Reasoned):
    """Why the application is taken back."""


class FieldAnswer(Body):
    """That a field asked about is answered, with a note if that helps."""

    field: Id
    message: Text = ""


class Answers(Attested):
    """The answers to an information request."""

    answers: Annotated[list[FieldAnswer], Field(max_length=60)] = []

    @property
    def command(self) -> Command:
        notes = {answer.field: answer.message for answer in self.answers}
        return AnswerCommand(answers=notes, attest=self.attest)


class ProgrammeView(BaseModel):
    """An open programme; `opens` and `closes` are days, both inclusive; `left_out` are sections that it does not ask."""

    id: str
    direction: str
    title: Bilingual
    opens: str
    closes: str
    quota: int
    left_out: list[str] = []
    summary: Bilingual | None = None
    lead_time_days: int | None = None


class ProgrammesView(BaseModel):
    """All programmes that take applications today."""

    items: list[ProgrammeView]


class FormView(BaseModel):
    """The current form of a direction; `schema` is JSON Schema 2020-12 for what `submit` accepts."""

    version: int
    sections: list[dict[str, Any]]
    schema_: Annotated[dict[str, Any], Field(alias="schema")]
