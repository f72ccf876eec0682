"""The inputs of a form post, read one by one; all that is wrong is said at once."""

from shared.domain.questions import Field, Section
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.texts import has_control, has_surrogate, tidy
from shared.domain.words import Words
from shared.web.answers import read_section
from shared.web.call import Call

MOST = 2_000
"""Characters of a text, where nothing else is said; the JSON bodies allow as many."""
TOO_LONG = Words("Use at most {most} characters; there are {count}.", "最多{most}个字符，目前有{count}个。")
UNREADABLE = Words("Remove control characters from this text.", "请删除文字中的控制字符。")
NOTHING = Words("", "")


class Inputs:
    """Reads what was sent; `check` raises InvalidFields for everything found wrong before it."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.errors: list[FieldError] = []

    def text(self, name: str, missing: Words | None = None, *, most: int = MOST) -> str:
        """A text as it is kept; `missing` says that it is needed."""
        text = tidy(self._call.sent(name))
        if missing and not text:
            self.wrong(name, "required", missing)
        elif len(text) > most:
            values = {"most": most, "count": len(text)}
            self.wrong(name, "too_long", Words(TOO_LONG.en.format(**values), TOO_LONG.zh.format(**values)))
        elif has_surrogate(text) or has_control(text, lines=True):
            self.wrong(name, "characters", UNREADABLE)
        return text

    def day(self, name: str, label: Words, missing: Words | None = None) -> str | None:
        """A day (ISO date) from the inputs `name-year`, `name-month` and `name-day`."""
        question = Field(
            id=name, path=name, label=label, kind="date", required=False, sensitivity=1, purpose=NOTHING
        )
        section = Section(id=name, title=label, intro=NOTHING, minutes=0, fields=(question,))
        good, _, errors = read_section(section, self._call.posted)
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
