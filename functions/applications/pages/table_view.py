"""A table as its section shows it: rows with their cells, what each still lacks, and the way to their own pages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from functions.applications.pages.draft_edit import mark, open_rows
from functions.applications.pages.task_list import errors_of
from shared.domain.case import Case
from shared.domain.conditions import rows_of
from shared.domain.questions import Field
from shared.domain.refusals import FieldError
from shared.domain.words import Language
from shared.identity import TYPED, keep_form
from shared.web.http.call import Call
from shared.web.pages.answer_html import NUMBERS, lines
from shared.web.pages.format_answer import columns, parts, totals_text

PLACE = re.compile(r"(?P<table>\w{1,60})/(?P<page>new|paste|[0-9]{1,4}(/remove)?)")
"""What a button beside a table asks for."""
DOCUMENT = re.compile(r"new/(?P<field>\w{1,60})|(?P<id>[a-z2-7]{26})/remove")
"""What a button beside documents asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its cells as (column, label, whether it is a number, text), and what is missing or wrong in it."""

    name: str
    place: int
    hidden: Sequence[str]
    """Ids of the columns that stand within another."""
    cells: Sequence[tuple[str, str, bool, Markup]]
    wrong: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows under the names of their columns; of money also what they come to.

    `open` are the places of the rows that may be changed; None for all, and for more or fewer.
    """

    head: Sequence[str]
    rows: Sequence[Row]
    total: str
    open: frozenset[int] | None


def tables_of(case: Case, fields: Iterable[Field], today: date, call: Call) -> Mapping[str, Table]:
    """The tables among these questions, by their ids."""
    asked = [field for field in fields if field.kind == "table"]
    if not asked:
        return {}
    wrong: dict[str, list[str]] = {}
    language = call.language
    for error in errors_of(case, today, call.at):
        wrong.setdefault(".".join(error.field.split(".")[:2]), []).append(error.message.within(language))
    return {field.id: _table(field, case, wrong, language) for field in asked}


def _table(field: Field, case: Case, wrong: Mapping[str, list[str]], language: Language) -> Table:
    value = case.values.get(field.id)
    shown = [(each.id, each.label.within(language), each.kind in NUMBERS) for each in columns(field)]
    rows = []
    for place, row in enumerate(rows_of(value)):
        held = dict(parts(field, row, language))
        rows.append(
            Row(
                name=field.called(place).within(language),
                place=place,
                hidden=[part.id for part in field.parts if part not in columns(field)],
                cells=[(*each, lines(held.get(each[1], ""))) for each in shown],
                wrong=wrong.get(f"{field.id}.{place}", ()),
            )
        )
    head = [label for _, label, _ in shown]
    return Table(head=head, rows=rows, total=totals_text(field, value, language), open=open_rows(case, field))


def page_asked_for(call: Call, case: Case, fields: Sequence[Field], wrong: Sequence[FieldError]) -> str:
    """The page of the button beside a table or a document that was pressed; empty when it was another.

    What is wrong in the form around it is kept as it was typed, for the way back.
    """
    page = _table_page(call, fields) or _document_page(call, fields)
    if not page:
        return ""
    kept = f"{TYPED}=1" if wrong and TYPED in keep_form(call, call.path, seen=mark(case, fields)) else ""
    return f"/applications/{case.application.id}/{page}{'&' if '?' in page else '?'}{kept}".rstrip("?&")


def _table_page(call: Call, fields: Sequence[Field]) -> str:
    found = PLACE.fullmatch(call.code("table"))
    if found is None or found["table"] not in {field.id for field in fields if field.kind == "table"}:
        return ""
    page = found["page"] if found["page"] == "paste" else f"rows/{found['page']}"
    return f"tables/{found['table']}/{page}"


def _document_page(call: Call, fields: Sequence[Field]) -> str:
    found = DOCUMENT.fullmatch(call.code("document"))
    if found is None:
        return ""
    if found["id"]:
        return f"documents/{found['id']}/remove"
    known = {field.id for field in fields if field.kind == "documents"}
    return f"documents/new?field={found['field']}" if found["field"] in known else ""
