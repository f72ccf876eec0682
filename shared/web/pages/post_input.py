"""The inputs of a form post, read one by one; all that is wrong is said at once."""

from shared.domain.questions import Field, Section
from shared.domain.readers import LONG, Wrong, read_text
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Language, Words
from shared.web.http.call import Call
from shared.web.pages.form_input import read_section

NOTHING = Words("", "")


class Inputs:
    """Reads what was sent; `check` raises InvalidFields for everything found wrong before it."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.errors: list[FieldError] = []

    def text(
        self,
        name: str,
        label: Words,
        missing: Words | None = None,
        *,
        least: int = 0,
        most: int = LONG,
        language: Language | None = None,
        lines: bool = True,
    ) -> str:
        """A text as it is kept; `missing` says that it is needed."""
        sent = self._call.posted.get(name, [""])[-1]
        try:
            text = read_text(sent, least=least, most=most, language=language, lines=lines)
        except Wrong as wrong:
            self.wrong(name, wrong.code, wrong.said(label))
            return ""
        if missing and not text:
            self.wrong(name, "required", missing)
        return text

    def day(self, name: str, label: Words, missing: Words | None = None) -> str | None:
        """A day (ISO date) from the inputs `name-year`, `name-month` and `name-day`."""
        good, _, errors = read_section(day_section(name, label), self._call.posted)
        self.errors.extend(errors)
        value = good.get(name)
        if value is None and missing and not errors:
            self.wrong(name, "required", missing)
        return value if isinstance(value, str) else None

    def wrong(self, name: str, code: str, message: Words) -> None:
        self.errors.append(FieldError(field=name, code=code, message=message))

    def check(self) -> None:
        if self.errors:
            raise InvalidFields(tuple(self.errors))


def day_section(name: str, label: Words) -> Section:
    """One question for a day, for the inputs `name-year`, `name-month` and `name-day`."""
    question = Field(
        id=name, path=name, label=label, kind="date", required=False, sensitivity=1, purpose=NOTHING
    )
    return Section(id=name, title=label, intro=NOTHING, minutes=0, fields=(question,))
