"""One row of a table on a page of its own: add it, change it, give it another place, take it out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from functions.applications.pages.case_header import brief
from functions.applications.pages.draft_edit import Differs, open_rows
from functions.applications.pages.table_edit import (
    Marks,
    Rows,
    changed_place,
    editable_table,
    keep_rows,
    kept,
    marks_of,
    marks_seen,
    place_of,
    table_place,
    with_more,
)
from shared.actions.engine import not_available
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.conditions import rows_of
from shared.domain.json_value import JsonValue
from shared.domain.questions import Field
from shared.domain.refusals import FieldError, InvalidFields, NotFound, Stale
from shared.domain.words import Words
from shared.identity import forget_typed, typed_for
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.form_input import Posted, Typed, read_row, typed_row
from shared.web.pages.format_answer import columns, parts
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of

routes = Routes(page=True)
ROW = "/applications/<application_id>/tables/<table_id>/rows/<row>"
NEW = "new"
PLACE = re.compile("[1-9][0-9]{0,2}")
"""A row by its number; one that is gone when its page is sent is no error of the address."""
OVERTAKEN = Words(
    "Somebody else changed this row while you were typing. Yours is not saved yet: compare the two below, then save "
    "again to keep yours.",
    "您填写期间，他人已修改本行。您的内容尚未保存，请在下方比对，如需保留您的内容请再次保存。",
)
NOTHING = Words("Fill in at least one answer of this row", "请至少填写本行的一项内容")
CHANGED = Words(
    "Somebody else changed this row meanwhile. Look at it as it is now before you remove it.",
    "他人刚刚修改了本行。请查看现有内容后再决定是否删除。",
)
GONE = Words(
    "Somebody else took this row out while you were typing. Save again to put yours in.",
    "您填写期间，他人已删除本行。如需保留您的内容，请再次保存以重新添加。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A row on its page: its place (from 0) among the rows, what stands in the inputs, and what is wrong."""

    case: Case
    table: Field
    place: int
    new: bool
    seen: Marks
    typed: Mapping[str, Typed]
    errors: tuple[FieldError, ...] = ()
    differs: tuple[Differs, ...] = ()
    restored: bool = False
    status: int = 200

    @property
    def rows(self) -> Rows:
        return rows_of(self.case.values.get(self.table.id))


@routes.get(ROW, policy="edit")
def ask(call: Call, application_id: str, table_id: str, row: str) -> Response:
    """The cells of one row, or of one to come."""
    sheet = _sheet(call, application_id, table_id, row)
    if posted := typed_for(call, call.path):
        sheet = _named(sheet, posted)
        _, typed, errors = read_row(sheet.table, sheet.place, posted)
        seen = marks_seen(posted)
        sheet = replace(sheet, typed=typed, errors=errors, seen=seen, restored=True)
    return _page(call, sheet)


@routes.post(ROW, policy="edit")
def save(call: Call, application_id: str, table_id: str, row: str) -> Response:
    """Keep the row where it is wanted; then back to the table, or on to another row."""
    sheet = _named(_sheet(call, application_id, table_id, row), call.posted)
    found, typed, errors = read_row(sheet.table, sheet.place, call.posted)
    if not found and not errors:
        first = sheet.table.in_row(sheet.place)[0]
        errors = (FieldError(field=first.path, code="required", message=NOTHING),)
    sheet = replace(sheet, typed=typed, errors=errors, seen=marks_seen(call.posted))
    if errors:
        return _page(call, replace(sheet, status=422))
    try:
        keep_rows(call, application_id, table_id, lambda rows: _with(call, sheet, rows, found))
    except Stale:
        return _overtaken(call, sheet, found)
    except InvalidFields as refusal:
        return _page(call, replace(sheet, errors=refusal.errors, status=422))
    forget_typed(call, call.path)
    if call.code("then") == "another":
        return Response.see(f"/applications/{application_id}/tables/{table_id}/rows/{NEW}{kept(call)}")
    return Response.see(table_place(call, sheet.case, sheet.table))


@routes.get(f"{ROW}/remove", policy="edit")
def ask_to_remove(call: Call, application_id: str, table_id: str, row: str) -> Response:
    """The row once more, before it is taken out."""
    sheet = _sheet(call, application_id, table_id, row, whole=True)
    if sheet.new:
        raise NotFound
    return _removal(call, sheet)


@routes.post(f"{ROW}/remove", policy="edit")
def remove(call: Call, application_id: str, table_id: str, row: str) -> Response:
    """Take the row out, wherever it stands by now; one that is gone already stays gone, one that changed is shown."""
    sheet = _sheet(call, application_id, table_id, row, whole=True)
    seen = marks_seen(call.posted)

    def without(rows: Rows) -> Rows:
        place = place_of(rows, sheet.place, seen)
        if place is None and changed_place(rows, sheet.place, seen) is not None:
            raise _stale(sheet)
        return rows if place is None else [*rows[:place], *rows[place + 1 :]]

    try:
        keep_rows(call, application_id, table_id, without)
    except Stale:
        fresh = _sheet(call, application_id, table_id, row, whole=True)
        place = changed_place(fresh.rows, sheet.place, seen)
        told = FieldError(field="", code="stale", message=CHANGED)
        if place is not None:
            return _removal(call, replace(fresh, place=place, errors=(told,), status=412))
    return Response.see(table_place(call, sheet.case, sheet.table))


def _sheet(call: Call, application_id: str, table_id: str, row: str, *, whole: bool = False) -> Sheet:
    """A row, or one to come; `whole` where the table must be open and not the row alone."""
    case, table = editable_table(call, application_id, table_id)
    rows = rows_of(case.values.get(table.id))
    new, known = row == NEW, int(row) if PLACE.fullmatch(row) else 0
    if not new and (not known or (known > len(rows) and call.method == "GET")):
        raise NotFound
    place = len(rows) if new else known - 1
    opened = open_rows(case, table)
    if opened is not None and (whole or new or place not in opened):
        raise not_available(call.who.person, case.application)
    held = rows[place] if place < len(rows) else {}
    typed = typed_row(table, place, held)
    return Sheet(case=case, table=table, place=place, new=new, seen=marks_of(rows), typed=typed)


def _named(sheet: Sheet, posted: Posted) -> Sheet:
    """The sheet with the place that the inputs of a new row were named by; others may have added rows since."""
    place = posted.get("place", [""])[-1]
    known = sheet.new and place.isascii() and place.isdigit() and len(place) <= len(str(sheet.table.maximum))
    return replace(sheet, place=int(place)) if known else sheet


def _with(call: Call, sheet: Sheet, rows: Rows, row: JsonValue) -> Rows:
    """The rows with this one in its place; raises Stale when the one it was made from is not there any more."""
    changed = dict(row) if isinstance(row, Mapping) else {}
    if sheet.new:
        return with_more(rows, [changed], sheet.seen)
    place = place_of(rows, sheet.place, sheet.seen)
    if place is None:
        there = changed_place(rows, sheet.place, sheet.seen)
        if there is not None and rows[there] == changed:  # the same form was sent before
            return rows
        raise _stale(sheet)
    rest = [*rows[:place], *rows[place + 1 :]]
    wanted = call.code("position")
    to = min(int(wanted[:4]) - 1, len(rest)) if wanted.isdigit() and int(wanted[:4]) else place
    return [*rest[:to], changed, *rest[to:]]


def _overtaken(call: Call, sheet: Sheet, row: JsonValue) -> Response:
    """The same row over the newer one, or as a new one where it is gone: saving again keeps what is typed here."""
    case, table = editable_table(call, sheet.case.application.id, sheet.table.id)
    rows = rows_of(case.values.get(table.id))
    place, held = changed_place(rows, sheet.place, sheet.seen), row if isinstance(row, Mapping) else {}
    fresh = replace(sheet, case=case, seen=marks_of(rows), status=412)
    if place is None:
        told = FieldError(field="", code="stale", message=GONE)
        typed = typed_row(table, len(rows), held)
        return _page(call, replace(fresh, new=True, place=len(rows), typed=typed, errors=(told,)))
    theirs = dict(parts(table, rows[place], call.language))
    yours = dict(parts(table, held, call.language))
    labels = [each.label.within(call.language) for each in columns(table)]
    differs = tuple(
        Differs(label=each, theirs=theirs.get(each, ""), yours=yours.get(each, ""))
        for each in labels
        if theirs.get(each) != yours.get(each)
    )
    told = FieldError(field="", code="stale", message=OVERTAKEN)
    typed = typed_row(table, place, held)
    return _page(call, replace(fresh, place=place, typed=typed, errors=(told,), differs=differs))


def _stale(sheet: Sheet) -> Stale:
    return Stale(sheet.case.application.state, sheet.case.application.version_for_partner)


def _removal(call: Call, sheet: Sheet) -> Response:
    facts = parts(sheet.table, sheet.rows[sheet.place], call.language)
    html = page(
        "applications/table_row_remove.html", {**_context(call, sheet), "facts": facts}, shell=shell_of(call)
    )
    return Response.page(html, status=sheet.status)


def _address(sheet: Sheet) -> str:
    """Where the page of the row is, as it stands now."""
    row = NEW if sheet.new else sheet.place + 1
    return f"/applications/{sheet.case.application.id}/tables/{sheet.table.id}/rows/{row}"


def _messages(sheet: Sheet) -> list[str]:
    """What the federation asks about this row, or about the whole table."""
    request = sheet.case.open_request
    paths = (sheet.table.id, f"{sheet.table.id}.{sheet.place}")
    return [item.message for item in request.items if item.field in paths] if request else []


def _page(call: Call, sheet: Sheet) -> Response:
    html = page("applications/table_row.html", _context(call, sheet), shell=shell_of(call))
    return Response.page(html, status=sheet.status)


def _context(call: Call, sheet: Sheet) -> dict[str, object]:
    return {
        "case": brief(sheet.case.application, call.language, day_in_beijing(call.at)),
        "table": sheet.table,
        "cells": sheet.table.in_row(sheet.place),
        "beside": f"{sheet.table.id}.{sheet.place}.",
        "name": sheet.table.called(sheet.place),
        "new": sheet.new,
        "action": f"{_address(sheet)}{kept(call)}",
        "position": sheet.place + 1,
        "count": len(sheet.rows) if open_rows(sheet.case, sheet.table) is None else 1,
        "seen": ",".join(sheet.seen),
        "messages": _messages(sheet),
        "typed": sheet.typed,
        "errors": sheet.errors,
        "differs": sheet.differs,
        "restored": sheet.restored,
        "back": table_place(call, sheet.case, sheet.table),
    }
