"""Rows pasted from a spreadsheet: cells become the values of their columns, by the names people write."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from shared.domain import values
from shared.domain.json_value import Values
from shared.domain.questions import Field
from shared.domain.readers import typed_whole_number
from shared.domain.refusals import FieldError
from shared.domain.texts import folded, half_width
from shared.domain.words import Words
from shared.web.pages.form_input import MONTHS, Posted

Errors = tuple[FieldError, ...]
NUMBERS = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
ENGLISH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -]([0-9]{4})")
EMPTY = Words("Paste the cells of at least one row", "请粘贴至少一行内容")
FORMULA = Words(
    "a cell has a formula: copy the values from the spreadsheet, not the formulas",
    "有单元格为公式：请从表格中复制数值而非公式",
)
TOO_WIDE = Words("there are cells that stand under no column", "有单元格不属于任何栏目")
TWICE = Words("The first line names a column twice: leave one out", "首行有重复的栏目名称：请删除其中一个")
UNREADABLE = Words(
    "The pasted text cannot be read as cells: a quotation mark is open. Copy the cells once more.",
    "粘贴的内容无法识别为单元格：引号未闭合。请重新复制。",
)
SAID = {
    "yes": True,
    "y": True,
    "true": True,
    "是": True,
    "no": False,
    "n": False,
    "false": False,
    "否": False,
}


def read_pasted(table: Field, posted: Posted) -> tuple[list[Values], str, Errors]:
    """The rows of the input `pasted`, cleaned, its text, and what is wrong in it."""
    text = posted.get("pasted", [""])[-1]
    rows, errors = _rows(table, text)
    if not rows and not errors:
        errors = (FieldError(field="pasted", code="required", message=EMPTY),)
    return rows, text, errors


def _rows(table: Field, text: str) -> tuple[list[Values], Errors]:
    """The rows, and what is wrong in them; too many rows are refused whole."""
    try:
        lines = _cells(text)
    except csv.Error:
        return [], (FieldError(field="pasted", code="unreadable", message=UNREADABLE),)
    order, lines = _order(table, lines)
    if len({id(part) for part in order if part}) < sum(part is not None for part in order):
        return [], (FieldError(field="pasted", code="duplicate", message=TWICE),)
    most = table.maximum or values.MOST_ROWS
    if len(lines) > most:
        _, errors = values.read(table, [{}] * len(lines))
        return [], errors
    rows: list[Values] = []
    found: list[FieldError] = []
    for place, cells in enumerate(lines):
        row, errors = _row(table, order, place, cells)
        found.extend(errors)
        rows += [row] if row else []
    return rows, tuple(found)


def _cells(text: str) -> list[list[str]]:
    """Tabs part the cells as spreadsheets copy them; without any, commas do."""
    marked = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text else ",", strict=True)
    try:
        lines = list(marked)
    except csv.Error:
        if "\t" not in text:
            raise
        lines = [
            line.split("\t") for line in re.split("\r\n|\r|\n", text)
        ]  # a quotation mark may stand for itself
    cells = ([each.strip() for each in line] for line in lines)
    return [line for line in cells if any(line)]


def _order(table: Field, lines: list[list[str]]) -> tuple[Sequence[Field | None], list[list[str]]]:
    """Which column each cell is of: as a first line says that has only their names, else in their own order."""
    if not lines or len(lines[0]) > 2 * len(table.parts):
        return table.parts, lines
    columns = {folded(name): part for part in table.parts for name in (part.id, *part.label)}
    named = [columns.get(folded(cell)) for cell in lines[0]]
    if any(named) and all(part or not cell for part, cell in zip(named, lines[0], strict=True)):
        return named, lines[1:]
    return table.parts, lines


def _row(
    table: Field, order: Sequence[Field | None], place: int, cells: Sequence[str]
) -> tuple[Values, Errors]:
    nameless = (cell for part, cell in zip(order, cells, strict=False) if part is None)
    if any(cells[len(order) :]) or any(nameless):
        return {}, (_wrong(table, place, "too_wide", TOO_WIDE),)
    raw: dict[str, Any] = {}
    for part, cell in zip(order, cells, strict=False):
        if part is None or not cell:
            continue
        if cell.startswith("="):
            return {}, (_wrong(table, place, "formula", FORMULA),)
        raw[part.id] = _value(part, cell)
    row, errors = values.read_row(table, place, raw)
    return row if isinstance(row, Mapping) else {}, errors


def _wrong(table: Field, place: int, code: str, said: Words) -> FieldError:
    row = table.called(place)
    return FieldError(
        field=f"{table.id}.{place}", code=code, message=Words(f"{row.en}: {said.en}", f"{row.zh}：{said.zh}")
    )


def _value(part: Field, cell: str) -> Any:
    """What a cell says in the column's own terms; what it cannot be stays as it is and is refused as such."""
    if part.kind == "integer":
        return typed_whole_number(cell)
    if part.kind == "date":
        return _day(half_width(cell))
    if part.kind == "yes_no":
        return SAID.get(cell.casefold(), cell)
    if part.kind == "choices":
        return [_option(part, each) for each in re.split("[;；、,，]", cell) if each.strip()]
    if part.options:
        return _option(part, cell)
    return cell


def _option(part: Field, cell: str) -> str | int:
    """The option that is called so in either language, or has this code."""
    said = folded(cell.strip())
    found = (each.value for each in part.options if said in map(folded, (str(each.value), *each.label)))
    return next(found, cell)


def _day(cell: str) -> str:
    if found := NUMBERS.fullmatch(cell):
        return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
    if (found := ENGLISH.fullmatch(cell)) and (name := found[2][:3].lower()) in MONTHS:
        return f"{found[3]}-{MONTHS.index(name) + 1:02}-{found[1]:0>2}"
    return cell
