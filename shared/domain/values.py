"""One value for one field: cleaned when it is good, and otherwise what is wrong with it, in both languages."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from shared.domain import texts, uscc
from shared.domain.patterns import HINTS, LOCAL_PART, LONGEST, PATTERNS
from shared.domain.questions import Field, JsonValue, Kind
from shared.domain.refusals import FieldError
from shared.domain.words import Words

Errors = tuple[FieldError, ...]


EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class _Wrong(Exception):
    def __init__(self, code: str, en: str, zh: str) -> None:
        super().__init__(code)
        self.code, self.message = code, Words(en, zh)


def read(field: Field, value: object) -> tuple[JsonValue, Errors]:
    """The cleaned value, None when it was cleared, and the errors that make it unusable."""
    if value is None:
        return None, ()
    if field.kind == "object":
        return _parts(field, value)
    try:
        return _READERS[field.kind](field, value), ()
    except _Wrong as wrong:
        return None, (FieldError(field=field.path, code=wrong.code, message=wrong.message),)


def unknown(path: str) -> FieldError:
    """The error for a field that the form does not have."""
    shown = texts.printable(path)
    words = Words(f"This form has no field “{shown}”: remove it", f"本表单没有字段“{shown}”：请删除")
    return FieldError(field=shown, code="unknown_field", message=words)


def _parts(field: Field, value: object) -> tuple[JsonValue, Errors]:
    if not isinstance(value, Mapping):
        words = Words("Send an object with named parts", "请以对象形式提交各项内容")
        return None, (FieldError(field=field.path, code="wrong_type", message=words),)
    names = {part.id for part in field.parts}
    errors = [unknown(f"{field.path}.{name}") for name in value if name not in names]
    found: dict[str, JsonValue] = {}
    for part in field.parts:
        cleaned, wrong = read(part, value.get(part.id))
        errors.extend(wrong)
        if cleaned is not None:
            found[part.id] = cleaned
    return (None, tuple(errors)) if errors else (found or None, ())


def _string(value: object, longest: int, *, lines: bool = False) -> str:
    if not isinstance(value, str):
        raise _Wrong("wrong_type", "Send this as text", "请以文本形式提交")
    if len(value) > 4 * longest + 100:
        raise _too_long(longest)
    if texts.has_surrogate(value):
        raise _Wrong("invalid_text", "The text is damaged: type it again", "文本已损坏：请重新输入")
    text = texts.tidy(value)
    if texts.has_control(text, lines=lines):
        raise _Wrong("control_character", *_CONTROL[lines])
    if len(text) > longest:
        raise _too_long(longest)
    return text


_CONTROL = {
    True: ("Remove the characters that cannot be printed", "请删除不可打印的字符"),
    False: (
        "Use one line, without tabs or characters that cannot be printed",
        "请写在一行内，不要包含制表符或不可打印的字符",
    ),
}


def _too_long(longest: int) -> _Wrong:
    return _Wrong(
        "too_long", f"Shorten this to {longest:,} characters or fewer", f"请缩短至{longest}个字符以内"
    )


def _text(field: Field, value: object) -> JsonValue:
    text = _string(value, field.maximum or 2000, lines=field.kind == "long_text")
    shortest = field.minimum or 0
    if text and len(text) < shortest:
        raise _Wrong(
            "too_short",
            f"Write at least {shortest:,} characters; there are {len(text):,} now",
            f"请至少填写{shortest}个字符，现在有{len(text)}个",
        )
    return text or None


def _patterned(field: Field, value: object) -> JsonValue:
    text = _TIDY.get(field.kind, str)(_half_width(_string(value, LONGEST[field.kind])))
    if not text:
        return None
    if not re.fullmatch(PATTERNS[field.kind], text) or _overlong_mailbox(field.kind, text):
        raise _Wrong("wrong_format", *HINTS[field.kind])
    if field.kind == "uscc" and not uscc.is_valid(text):
        raise _Wrong(
            "wrong_check_character",
            "The last character does not fit the other 17: compare the code with the certificate",
            "最后一位校验码与前17位不符：请对照登记证书核对",
        )
    return text


def _overlong_mailbox(kind: Kind, text: str) -> bool:
    return kind == "email" and len(text.partition("@")[0]) > LOCAL_PART


def _half_width(text: str) -> str:
    """Codes are often typed with an input method that makes ＋８６ of +86."""
    return unicodedata.normalize("NFKC", text).strip()


def _phone(text: str) -> str:
    digits = re.sub(r"[\s().\u2010-\u2015-]", "", text)
    return "+" + digits[2:] if digits.startswith("00") else digits


_TIDY: Mapping[str, Callable[[str], str]] = {
    "phone": _phone,
    "uscc": lambda text: text.replace(" ", "").upper(),
}


def _integer(field: Field, value: object) -> JsonValue:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong("wrong_type", "Enter a whole number", "请填写整数")
    least, most = field.minimum or 0, field.maximum or 1_000_000
    if not least <= value <= most:
        code = "too_small" if value < least else "too_large"
        raise _Wrong(
            code, f"Enter a whole number from {least:,} to {most:,}", f"请填写{least}至{most}之间的整数"
        )
    return value


def _date(_field: Field, value: object) -> JsonValue:
    text = _string(value, 40)
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        day = None
    if day is None:
        raise _Wrong(
            "not_a_date", "Enter a date that exists, like 2026-11-23", "请填写真实存在的日期，例如2026-11-23"
        )
    if not EARLIEST <= day <= LATEST:
        raise _Wrong(
            "wrong_year",
            "Check the year: it must lie between 2000 and 2100",
            "请检查年份：应在2000年至2100年之间",
        )
    return text


def _yes_no(_field: Field, value: object) -> JsonValue:
    if not isinstance(value, bool):
        raise _Wrong("wrong_type", "Answer yes or no", "请回答“是”或“否”")
    return value


def _choice(field: Field, value: object) -> JsonValue:
    if value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int) or value not in field.values:
        raise _Wrong("not_an_option", "Choose one of the options listed", "请从所列选项中选择")
    return value


def _choices(field: Field, value: object) -> JsonValue:
    if not isinstance(value, list):
        raise _Wrong("wrong_type", "Send a list of options", "请以列表形式提交所选项")
    most = field.maximum or len(field.options)
    if len(value) > most:
        raise _Wrong("too_many", f"Choose at most {most}", f"最多选择{most}项")
    chosen = [_choice(field, _whole(each)) for each in value]
    if None in chosen:
        raise _Wrong("not_an_option", "Choose from the options listed", "请从所列选项中选择")
    if len(set(map(str, chosen))) < len(chosen):
        raise _Wrong("duplicate", "Choose each option only once", "每个选项只能选择一次")
    if field.exclusive in chosen and len(chosen) > 1:
        raise _Wrong(
            "exclusive", "Choose either “none” or the others, not both", "“无”不能与其他选项同时选择"
        )
    return [each for option in field.options for each in chosen if each == option.value]


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


_READERS: Mapping[Kind, Callable[[Field, object], JsonValue]] = {
    "text": _text,
    "long_text": _text,
    "reference": _patterned,
    "email": _patterned,
    "phone": _patterned,
    "url": _patterned,
    "uscc": _patterned,
    "amount": _patterned,
    "integer": _integer,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "country": _choice,
    "currency": _choice,
    "choices": _choices,
}
