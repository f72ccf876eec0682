"""One value for one field: cleaned when it is good, and otherwise what is wrong with it, in both languages."""

import re
from collections.abc import Callable, Mapping, Sequence

from shared.domain import contacts, texts, uscc
from shared.domain.case_number import case_number, is_number
from shared.domain.json_value import JsonValue
from shared.domain.numbers import decimals_of, typed_number
from shared.domain.patterns import HINTS, LONGEST, PATTERNS
from shared.domain.questions import Field, Kind
from shared.domain.readers import LONG, Wrong, read_day, read_text, read_whole_number
from shared.domain.refusals import FieldError
from shared.domain.words import Words

Errors = tuple[FieldError, ...]
MOST_ROWS = 100
"""Rows of a table where its form says nothing."""
MOST_DOCUMENTS = 20
"""Documents of a question where its form says nothing."""


def read(field: Field, value: object) -> tuple[JsonValue, Errors]:
    """The cleaned value, None when it was cleared, and the errors that make it unusable."""
    if value is None:
        return None, ()
    if field.kind == "object":
        return _parts(field, field.parts, value)
    if field.kind == "table":
        return _rows(field, value)
    if field.kind == "documents":
        return references(field, value)
    try:
        return _READERS[field.kind](field, value), ()
    except Wrong as wrong:
        return None, (_error(field, wrong),)


def _error(field: Field, wrong: Wrong) -> FieldError:
    return FieldError(field=field.path, code=wrong.code, message=wrong.said(field.full_label))


def unknown(path: str) -> FieldError:
    """The error for a field that the form does not have."""
    shown = texts.printable(path)
    words = Words(f"This form has no field “{shown}”: remove it", f"本表单没有字段“{shown}”：请删除")
    return FieldError(field=shown, code="unknown_field", message=words)


def _rows(field: Field, value: object) -> tuple[JsonValue, Errors]:
    """The rows of a table; one with nothing in it is left out."""
    if not isinstance(value, list):
        wrong = Wrong("wrong_type", "“{label}” must be a list of rows", "“{label}”须为由若干行组成的列表")
        return None, (_error(field, wrong),)
    most = field.maximum or MOST_ROWS
    if len(value) > most:
        return None, (_error(field, Wrong("too_many", *_MANY, most=most, count=len(value))),)
    found: list[JsonValue] = []
    errors: list[FieldError] = []
    for place, row in enumerate(value):
        cleaned, wrong_row = read_row(field, place, row)
        errors.extend(wrong_row)
        if cleaned:
            found.append(cleaned)
    return (None, tuple(errors)) if errors else (found or None, ())


def read_row(table: Field, place: int, value: object) -> tuple[JsonValue, Errors]:
    """One row of a table, cleaned; its errors name the row by its place (from 0)."""
    return _parts(table, table.in_row(place), value, f"{table.id}.{place}")


def _parts(field: Field, parts: Sequence[Field], value: object, path: str = "") -> tuple[JsonValue, Errors]:
    """The parts of an object, or the cells of the row at `path`."""
    if not isinstance(value, Mapping):
        wrong = Wrong(
            "wrong_type", "“{label}” must be an object with named parts", "“{label}”须为含各项内容的对象"
        )
        label = next((part.whole for part in parts if part.whole), field.label)
        return None, (FieldError(field=path or field.path, code=wrong.code, message=wrong.said(label)),)
    names = {part.id for part in parts}
    errors = [unknown(f"{path or field.path}.{name}") for name in value if name not in names]
    found: dict[str, JsonValue] = {}
    for part in parts:
        cleaned, wrong_part = read(part, value.get(part.id))
        errors.extend(wrong_part)
        if cleaned is not None:
            found[part.id] = cleaned
    errors.extend(_cents(parts, found))
    return (None, tuple(errors)) if errors else (found or None, ())


def _cents(fields: Sequence[Field], parts: Mapping[str, JsonValue]) -> list[FieldError]:
    """Amounts with more decimals than the currency beside them has (ISO 4217)."""
    currency = next(
        (str(parts[part.id]) for part in fields if part.kind == "currency" and part.id in parts), ""
    )
    most = decimals_of(currency)
    return [
        _error(part, Wrong("too_precise", *_CENTS[most], currency=currency, most=most))
        for part in fields
        if part.kind == "amount" and len(str(parts.get(part.id, "")).partition(".")[2].rstrip("0")) > most
    ]


def references(field: Field, value: object) -> tuple[JsonValue, Errors]:
    """The documents of a question as its answer names them, in their order."""
    most = field.maximum or MOST_DOCUMENTS
    if not isinstance(value, list) or not all(_is_reference(each) for each in value):
        return None, (_error(field, Wrong("wrong_type", *_ELSEWHERE)),)
    if len(value) > most:
        return None, (_error(field, Wrong("too_many", *_MANY_DOCUMENTS, most=most)),)
    return [dict(each) for each in value] or None, ()


def not_here(field: Field) -> FieldError:
    """The error for documents that are sent among the answers."""
    return _error(field, Wrong("wrong_type", *_ELSEWHERE))


def _is_reference(value: object) -> bool:
    if not isinstance(value, Mapping) or value.keys() != {"id", "name", "size", "sha256"}:
        return False
    texts_only = all(isinstance(value[name], str) for name in ("id", "name", "sha256"))
    return texts_only and isinstance(value["size"], int)


_ELSEWHERE = (
    "“{label}”: documents are attached and removed on their own, not among the answers",
    "“{label}”的材料须单独上传或移除，不能随填报内容提交",
)
_MANY_DOCUMENTS = (
    "“{label}” takes at most {most} documents: remove one first",
    "“{label}”最多{most}个文件，请先移除一个",
)
_MANY = (
    "“{label}” must have at most {most} rows; there are {count}",
    "“{label}”最多{most}行，现有{count}行",
)
_CENTS = {
    0: (
        "“{label}” must be a whole number: {currency} has no cents",
        "“{label}”须为整数：{currency}没有辅币单位",
    ),
    2: ("“{label}” must have at most two decimals", "“{label}”最多两位小数"),
    3: ("“{label}” must have at most three decimals", "“{label}”最多三位小数"),
}


def _text(field: Field, value: object) -> JsonValue:
    lines, most = field.kind == "long_text", field.maximum or LONG
    text = read_text(value, least=field.minimum or 0, most=most, lines=lines, language=field.language)
    return text or None


def _coded(field: Field, value: object) -> JsonValue:
    """A code in its one spelling, however it was typed."""
    typed = read_text(value, most=LONGEST[field.kind], lines=False)
    if not typed:
        return None
    kept = _SPELLED[field.kind](typed)
    if kept is None or not re.fullmatch(PATTERNS[field.kind], kept) or len(kept) > LONGEST[field.kind]:
        raise Wrong("wrong_format", *HINTS[field.kind])
    if field.kind == "uscc" and not uscc.is_valid(kept):
        raise Wrong(
            "wrong_check_character",
            "“{label}”: the last character does not fit the other 17; compare the code with the certificate",
            "“{label}”最后一位校验码与前17位不符，请对照登记证书核对",
        )
    return kept


def _reference(typed: str) -> str | None:
    number = case_number(typed)
    return number if is_number(number) else None


_SPELLED: Mapping[Kind, Callable[[str], str | None]] = {
    "phone": contacts.phone_number,
    "email": contacts.mail_address,
    "url": contacts.web_address,
    "amount": typed_number,
    "decimal": typed_number,
    "reference": _reference,
    "division": lambda typed: texts.half_width(typed).replace(" ", ""),
    "uscc": lambda typed: texts.half_width(typed).replace(" ", "").upper(),
}


def _integer(field: Field, value: object) -> JsonValue:
    return read_whole_number(value, field.minimum or 0, field.maximum or 1_000_000)


def _date(_field: Field, value: object) -> JsonValue:
    day = read_day(value)
    return day.isoformat() if day else None


def _yes_no(_field: Field, value: object) -> JsonValue:
    if not isinstance(value, bool):
        raise Wrong("wrong_type", "“{label}”: answer yes or no", "“{label}”：请选择“是”或“否”")
    return value


def _choice(field: Field, value: object) -> JsonValue:
    if value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int) or value not in field.values:
        raise Wrong(
            "not_an_option", "“{label}”: choose one of the options listed", "“{label}”：请从所列选项中选择"
        )
    return value


def _choices(field: Field, value: object) -> JsonValue:
    if not isinstance(value, list):
        raise Wrong("wrong_type", "“{label}” must be a list of options", "“{label}”须为选项列表")
    most = field.maximum or len(field.options)
    if len(value) > most:
        raise Wrong("too_many", "“{label}”: choose at most {most}", "“{label}”：最多选择{most}项", most=most)
    chosen = [_choice(field, _whole(each)) for each in value]
    if None in chosen:
        raise Wrong(
            "not_an_option", "“{label}”: choose from the options listed", "“{label}”：请从所列选项中选择"
        )
    if len(set(map(str, chosen))) < len(chosen):
        raise Wrong("duplicate", "“{label}”: choose each option only once", "“{label}”：每个选项只能选择一次")
    if field.exclusive in chosen and len(chosen) > 1:
        raise Wrong(
            "exclusive",
            "“{label}”: choose either “none” or the others, not both",
            "“{label}”：“无”不能与其他选项同时选择",
        )
    return [each for option in field.options for each in chosen if each == option.value]


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


_READERS: Mapping[Kind, Callable[[Field, object], JsonValue]] = {
    "text": _text,
    "long_text": _text,
    "reference": _coded,
    "email": _coded,
    "phone": _coded,
    "url": _coded,
    "uscc": _coded,
    "amount": _coded,
    "decimal": _coded,
    "division": _coded,
    "integer": _integer,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "country": _choice,
    "currency": _choice,
    "choices": _choices,
}
