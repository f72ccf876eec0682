"""Answers between a web page and the form engine: what people type becomes JSON values, and back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from shared.domain import values
from shared.domain.conditions import holds
from shared.domain.json_value import JsonValue, Values
from shared.domain.questions import Field, Section
from shared.domain.readers import typed_whole_number
from shared.domain.refusals import FieldError
from shared.domain.texts import half_width
from shared.domain.words import Words
from shared.web.pages.format_answer import show

__all__ = [
    "Posted",
    "Typed",
    "names",
    "read_row",
    "read_section",
    "show",
    "typed",
    "typed_row",
    "typed_section",
]

Posted = Mapping[str, list[str]]
Typed = str | list[str]
Errors = tuple[FieldError, ...]

APART = ("table", "documents")
"""Kinds of questions with pages of their own: their inputs stand on no other."""
DATE_PARTS: Mapping[str, Words] = {
    "year": Words("a year", "年"),
    "month": Words("a month", "月"),
    "day": Words("a day", "日"),
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_section(
    section: Section,
    posted: Posted,
    held: Values | None = None,
    today: date | None = None,
    *,
    before: Values | None = None,
) -> tuple[dict[str, JsonValue], dict[str, Typed], Errors]:
    """The good values (None clears), everything as it was typed by input name, and the errors.

    A question that was not on the page is left alone; one that does not apply, given the other answers on the page and
    those `held`, is neither judged nor kept; the rows of a table are kept all the same. `before` are the answers that the page was made with, if not those `held`.
    """
    was = held if before is None else before
    good: dict[str, JsonValue] = {}
    typed: dict[str, Typed] = {}
    errors: list[FieldError] = []
    for field in section.fields:
        typed |= _typed_by(field, posted, was)
        if not _on_page(field, posted):
            continue
        raw, unreadable = _raw(field, posted, was)
        value, wrong = values.read(field, raw)
        errors.extend((*unreadable, *wrong))
        if not (unreadable or wrong):
            good[field.id] = value
    if held is not None:
        answers = {**held, **good}
        idle = {
            each.id
            for each in section.fields
            if each.when and each.kind not in APART and not holds(each.when, answers, today)
        }
        good |= {name: None for name in idle if held.get(name) is not None or name in good}
        errors = [each for each in errors if each.field.partition(".")[0] not in idle]
    return good, typed, tuple(errors)


def read_row(table: Field, place: int, posted: Posted) -> tuple[JsonValue, dict[str, Typed], Errors]:
    """One row of a table as `read_section` reads a section: its values, what was typed, and the errors."""
    cells = table.in_row(place)
    raw, unreadable = _raw_parts(cells, posted)
    row, wrong = values.read_row(table, place, raw or {})
    typed = {name: text for cell in cells for name, text in _typed_by(cell, posted, None).items()}
    errors = (*unreadable, *wrong)
    return (None if errors else row), typed, errors


def typed_row(table: Field, place: int, row: Values) -> dict[str, Typed]:
    """What stands in the inputs of one row."""
    return {
        name: text for cell in table.in_row(place) for name, text in typed(cell, row.get(cell.id)).items()
    }


def names(field: Field) -> tuple[str, ...]:
    """The names of the inputs that ask for the field, in the order of its parts; tables and documents have pages of their own."""
    if field.kind in APART:
        return ()
    if field.kind == "object":
        return tuple(name for part in field.parts for name in names(part))
    if field.kind == "date":
        return tuple(f"{field.path}-{part}" for part in DATE_PARTS)
    return (field.path,)


def typed(field: Field, value: JsonValue) -> dict[str, Typed]:
    """What stands in each input, by its name, when the field has this value."""
    if field.kind in APART:
        return {}
    if field.kind == "object":
        held = value if isinstance(value, dict) else {}
        return {name: each for part in field.parts for name, each in typed(part, held.get(part.id)).items()}
    if field.kind == "date":
        parts = value.split("-") if isinstance(value, str) else ["", "", ""]
        return {name: part.lstrip("0") for name, part in zip(names(field), parts, strict=True)}
    if field.kind == "choices":
        return {field.path: [str(each) for each in value] if isinstance(value, list) else []}
    if isinstance(value, bool):
        return {field.path: "yes" if value else "no"}
    return {field.path: "" if value is None else str(value)}


def typed_section(section: Section, held: Mapping[str, JsonValue]) -> dict[str, Typed]:
    """What stands in each input of a page of questions."""
    return {name: each for field in section.fields for name, each in typed(field, held.get(field.id)).items()}


def _typed_by(field: Field, posted: Posted, held: Values | None) -> dict[str, Typed]:
    if field.kind == "object":
        return {name: each for part in field.parts for name, each in _typed_by(part, posted, None).items()}
    several = field.kind == "choices"
    before = (held or {}).get(field.id)
    return {name: posted.get(name, []) if several else _said(posted, name, before) for name in names(field)}


def _on_page(field: Field, posted: Posted) -> bool:
    """Ticks and radio buttons send nothing when none is chosen; all other inputs always send something."""
    silent = field.when is None and field.kind in {"choice", "choices", "yes_no"}
    return silent or any(name in posted for name in names(field))


def _raw(field: Field, posted: Posted, held: Values | None = None) -> tuple[Any, Errors]:
    if field.kind == "object":
        return _raw_parts(field.parts, posted)
    if field.kind == "date":
        return _raw_date(field, posted)
    if field.kind == "choices":
        return [_coded(field, each) for each in posted.get(field.path, [])] or None, ()
    text = _said(posted, field.path, (held or {}).get(field.id))
    return (_PLAIN.get(field.kind, _same)(field, text), ()) if text.strip() else (None, ())


def _raw_parts(parts: Sequence[Field], posted: Posted) -> tuple[dict[str, Any] | None, Errors]:
    found: dict[str, Any] = {}
    wrong: dict[str, Errors] = {}
    for part in parts:
        found[part.id], wrong[part.id] = _raw(part, posted)
    asked = [part.id for part in parts if part.when is None or holds(part.when, found)]
    kept = {name: found[name] for name in asked if found[name] is not None}
    return kept or None, tuple(error for name in asked for error in wrong[name])


def _raw_date(field: Field, posted: Posted) -> tuple[str | None, Errors]:
    year, month, day = (half_width(_said(posted, name)).rstrip("年月日号") for name in names(field))
    if not (year or month or day):
        return None, ()
    given = zip(DATE_PARTS.values(), (year, month, day), strict=True)
    label = field.full_label
    missing = [words for words, text in given if not text]
    if missing:
        en = f"“{label.en}” must include " + " and ".join(each.en for each in missing)
        zh = f"“{label.zh}”还缺少：" + "、".join(each.zh for each in missing)
        return None, (FieldError(field=field.path, code="incomplete_date", message=Words(en, zh)),)
    month = _month(month)
    for text, most, words in ((month, 12, DATE_PARTS["month"]), (day, 31, DATE_PARTS["day"])):
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= most):
            en = f"“{label.en}” must have {words.en} from 1 to {most}"
            wrong = Words(en, f"“{label.zh}”的{words.zh}须为1至{most}")
            return None, (FieldError(field=field.path, code="not_a_date", message=wrong),)
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}", ()


def _month(text: str) -> str:
    name = text[:3].lower()
    return str(MONTHS.index(name) + 1) if name in MONTHS else text


def _said(posted: Posted, name: str, held: JsonValue = None) -> str:
    """What an input says; of a choice with a box for another answer, whichever is not what stood there before."""
    told = [each for each in posted.get(name, ()) if each]
    fresh = [each for each in told if each != held]
    return (fresh or told or [""])[-1]


def _same(_field: Field, text: str) -> object:
    return text


def _integer(_field: Field, text: str) -> object:
    return typed_whole_number(text)


def _yes_no(_field: Field, text: str) -> object:
    return {"yes": True, "no": False}.get(text, text)


def _coded(field: Field, text: str) -> object:
    return next((option.value for option in field.options if str(option.value) == text), text)


_PLAIN: Mapping[str, Callable[[Field, str], object]] = {
    "integer": _integer,
    "yes_no": _yes_no,
    "choice": _coded,
}
