"""Answers as people read them: option labels, dates, amounts and parts, in the page's language."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from shared.domain.conditions import rows_of
from shared.domain.json_value import JsonValue
from shared.domain.questions import Field
from shared.domain.tables import totals
from shared.domain.words import Language, Words
from shared.language.formats import day, file_size

YES, NO = Words("Yes", "是"), Words("No", "否")
COLON, COMMA, SEMICOLON = Words(": ", "："), Words(", ", "、"), Words("; ", "；")


def show(field: Field, value: JsonValue, language: Language) -> str:
    """The answer as text, empty when there is none; an object has one line for each part, a table for each row."""
    if value is None:
        return ""
    if field.kind == "table":
        return "\n".join(
            f"{place + 1}. {row_text(field, row, language)}" for place, row in enumerate(rows_of(value))
        )
    if field.kind == "documents":
        return "\n".join(_document(row) for row in rows_of(value))
    if isinstance(value, Mapping):
        pairs = parts(field, value, language)
        return "\n".join(f"{label}{COLON.within(language)}{text}" for label, text in pairs)
    if isinstance(value, Sequence) and not isinstance(value, str):
        labels = [_label(field, each, language) for each in value]
        return ("\n" if _are_sentences(labels) else COMMA.within(language)).join(labels)
    return _one(field, value, language)


def _document(row: Mapping[str, JsonValue]) -> str:
    size = row["size"]
    return f"{row['name']} ({file_size(size)})" if isinstance(size, int) and size else str(row["name"])


def row_text(table: Field, row: Mapping[str, JsonValue], language: Language) -> str:
    """One row of a table on one line."""
    cells = (f"{label}{COLON.within(language)}{text}" for label, text in parts(table, row, language))
    return SEMICOLON.within(language).join(cells)


def columns(table: Field) -> tuple[Field, ...]:
    """The columns that are shown: a currency stands behind its amount."""
    priced = any(part.kind == "amount" for part in table.parts)
    return tuple(part for part in table.parts if not (priced and part.kind == "currency"))


def totals_text(table: Field, value: JsonValue, language: Language) -> str:
    """What a table of money comes to, by currency; empty for one that is not of money."""
    if not any(part.kind == "amount" for part in table.parts):
        return ""
    found = totals({table.id: value}, table.id)
    return SEMICOLON.within(language).join(
        f"{amount(str(sum_))} {code}".strip() for code, sum_ in found.items()
    )


def _are_sentences(labels: list[str]) -> bool:
    return all(label.endswith((".", "。")) for label in labels)


def parts(field: Field, value: Mapping[str, JsonValue], language: Language) -> list[tuple[str, str]]:
    """Label and text of each part that has a value; a currency stands behind its amount."""
    priced = any(part.kind == "amount" for part in field.parts)
    currency = next(
        (str(value[part.id]) for part in field.parts if part.kind == "currency" and value.get(part.id)), ""
    )
    rows = []
    for part in field.parts:
        text = show(part, value.get(part.id), language)
        if part.kind == "amount":
            text = f"{text} {currency}".strip()
        if text and not (priced and part.kind == "currency"):
            rows.append((part.label.within(language), text))
    return rows


def amount(text: str) -> str:
    """Thousands apart and two decimals: 1,200.00."""
    whole, _, decimals = text.partition(".")
    return f"{int(whole):,}.{decimals:0<2}" if whole.isdecimal() else text


@lru_cache(maxsize=512)
def options(field: Field, language: Language) -> tuple[tuple[str, str], ...]:
    """Value and label of each option; countries and currencies in the order people look them up."""
    rows = [(str(option.value), option.label.within(language)) for option in field.options]
    if field.kind in {"country", "currency"}:
        rows.sort(key=lambda row: (row[0] != "CNY", _collated(row[1], language)))
    return tuple(rows)


def _collated(label: str, language: Language) -> bytes:
    """Pinyin order for Chinese (GB 18030 lists the common characters so), letters without accents for English."""
    if language == "zh":
        return label.encode("gb18030")
    plain = unicodedata.normalize("NFKD", label).casefold()
    return "".join(each for each in plain if not unicodedata.combining(each)).encode()


def _one(field: Field, value: str | float, language: Language) -> str:
    if isinstance(value, bool):
        return (YES if value else NO).within(language)
    if field.kind == "date":
        return day(str(value), language)
    if field.kind == "amount":
        return amount(str(value))
    return f"{value:,}" if field.kind == "integer" else _label(field, value, language)


def _label(field: Field, value: JsonValue, language: Language) -> str:
    found = next((option.label for option in field.options if option.value == value), None)
    return str(value) if found is None else found.within(language)
