"""The parts that the JSON bodies of several functions share."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, JsonValue
from pydantic_core import PydanticCustomError

from shared.domain.commands import Command, ReasonCommand, RefusalCommand
from shared.domain.readers import LONG, Wrong, read_day, read_text
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions
from shared.web.api.validation import Body


def text(*, least: int = 0, most: int = LONG, language: Language | None = None, lines: bool = True) -> Any:
    """The annotations of a text that is read as pages read theirs; lengths in characters."""

    def read(value: str) -> str:
        try:
            return read_text(value, least=least, most=most, language=language, lines=lines)
        except Wrong as wrong:
            raise PydanticCustomError("wrong", "wrong", {"wrong": wrong}) from wrong

    bounds: dict[str, JsonValue] = {"maxLength": most}
    if least:
        bounds["minLength"] = least
    return AfterValidator(read), Field(json_schema_extra=bounds)


def _day(value: str) -> str | None:
    try:
        day = read_day(value)
    except Wrong as wrong:
        raise PydanticCustomError("wrong", "wrong", {"wrong": wrong}) from wrong
    return day.isoformat() if day else None


Id = Annotated[str, Field(min_length=1, max_length=80, pattern="^[!-~]+$")]
Text = Annotated[str, *text()]
Needed = Annotated[str, *text(least=1)]
English = Annotated[str, *text(language="en")]
Chinese = Annotated[str, *text(language="zh")]
Day = Annotated[str, AfterValidator(_day), Field(json_schema_extra={"format": "date"})]


class Attested(Body):
    """Statements that a person makes with the action, about themselves or a checklist of theirs: guard name to note."""

    attest: dict[str, Text] = {}

    @property
    def command(self) -> Command:
        """What the action is to do."""
        return Command(attest=self.attest)


class BothLanguages(Body):
    """The same text in both languages."""

    en: English
    zh: Chinese

    @property
    def words(self) -> Words:
        return Words(self.en, self.zh)


class Reasoned(Attested):
    """A step that needs a reason."""

    reason: Text = ""

    @property
    def command(self) -> Command:
        return ReasonCommand(reason=self.reason, attest=self.attest)


class Explained(Attested):
    """A reason in the words the partner gets."""

    reason: BothLanguages

    @property
    def command(self) -> Command:
        return RefusalCommand(reason=self.reason.words, attest=self.attest)


class Refused(Attested):
    """A reason from the list, and in the words the partner gets."""

    reason_code: Annotated[str, Field(json_schema_extra={"enum": sorted(definitions().reasons)})]
    reason: BothLanguages

    @property
    def command(self) -> Command:
        return RefusalCommand(reason_code=self.reason_code, reason=self.reason.words, attest=self.attest)
