"""The one reader of what people send: texts, days and whole numbers, the same for a page, a JSON body and a query."""

from datetime import date

from shared.domain import texts
from shared.domain.calendar import EARLIEST, LATEST, day_of
from shared.domain.numbers import typed_number
from shared.domain.words import Language, Words

LONG = 2_000
"""Characters of a text where nothing else is said."""
DAY = 40
MOST_DIGITS = 12
"""More digits than any whole number that is asked for."""


class Wrong(Exception):
    """Why a value cannot be kept; `{label}` in the words stands for what it was sent as."""

    def __init__(self, code: str, en: str, zh: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.words, self.values = code, Words(en, zh), values

    def said(self, label: Words) -> Words:
        """The words with the name of the field in them."""
        return Words(
            self.words.en.format(label=label.en, **self.values),
            self.words.zh.format(label=label.zh, **self.values),
        )


def read_text(
    value: object, *, least: int = 0, most: int = LONG, lines: bool = True, language: Language | None = None
) -> str:
    """A text tidied, bounded, printable and, unless it is empty, with something to see in the script of its language.

    Lengths are in characters. Raises Wrong.
    """
    if not isinstance(value, str):
        raise Wrong("wrong_type", "“{label}” must be text", "“{label}”须为文本")
    if len(value) > 4 * most + 100:
        raise _too_long(most, len(value))
    if texts.has_surrogate(value):
        raise Wrong(
            "invalid_text", "“{label}” is damaged: type it again", "“{label}”的文本已损坏，请重新输入"
        )
    text = texts.tidy(value)
    if texts.has_control(text, lines=lines):
        raise Wrong("control_character", *_CONTROL[lines])
    if len(text) > most:
        raise _too_long(most, len(text))
    if text:
        _check_written(text, least, language)
    return text


def _check_written(text: str, least: int, language: Language | None) -> None:
    if not texts.is_visible(text):
        raise Wrong(
            "invisible", "“{label}” has only characters that cannot be seen", "“{label}”只有不可见的字符"
        )
    if len(text) < least:
        en = "“{label}” must be {least:,} characters or more; there are {count:,}"
        zh = "“{label}”至少需要{least}个字符，现有{count}个"
        raise Wrong("too_short", en, zh, least=least, count=len(text))
    if language and not texts.is_written_in(text, language):
        raise Wrong("wrong_language", *_LANGUAGE[language])


_CONTROL = {
    True: (
        "“{label}” has characters that cannot be printed: remove them",
        "“{label}”含有不可打印的字符，请删除",
    ),
    False: (
        "“{label}” must be on one line, without tabs or characters that cannot be printed",
        "“{label}”须写在一行内，不含制表符或不可打印的字符",
    ),
}
_LANGUAGE = {
    "en": ("“{label}” must be written in English", "“{label}”须用英文填写"),
    "zh": ("“{label}” must be written in Chinese", "“{label}”须用中文填写"),
}


def _too_long(most: int, count: int) -> Wrong:
    en = "“{label}” must be {most:,} characters or fewer; there are {count:,}"
    return Wrong("too_long", en, "“{label}”不得超过{most}个字符，现有{count}个", most=most, count=count)


def read_day(value: object) -> date | None:
    """The day of an ISO date, in half or full width; None for an empty one. Raises Wrong."""
    written = read_text(value, most=DAY, lines=False)
    if not written:
        return None
    day = day_of(texts.half_width(written))
    if day is None:
        raise Wrong("not_a_date", "“{label}” must be a real date", "“{label}”须为真实存在的日期")
    if not EARLIEST <= day <= LATEST:
        en, zh = "“{label}” must have a year from 2000 to 2100", "“{label}”的年份须在2000年至2100年之间"
        raise Wrong("wrong_year", en, zh)
    return day


def typed_whole_number(text: str) -> int | str:
    """The number that a page or a query sends as text, or the text when it could mean another."""
    digits = typed_number(text) or ""
    return int(digits) if digits.isdigit() and len(digits) <= MOST_DIGITS else text


def read_whole_number(value: object, least: int, most: int) -> int:
    """A whole number in bounds; raises Wrong. Text that was typed is made a number by `typed_whole_number`."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong("wrong_type", "“{label}” must be a whole number, like 12", "“{label}”须为整数，例如12")
    if not least <= value <= most:
        en = "“{label}” must be a whole number from {least:,} to {most:,}"
        code = "too_small" if value < least else "too_large"
        raise Wrong(code, en, "“{label}”须为{least}至{most}之间的整数", least=least, most=most)
    return value
