"""One row of a table on a page of its own: add it, change it, give it another place, take it out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from functions.applications.pages.case_header import brief
from functions.applications.pages.draft_edit import Differs, open_rows
from functions.applications.pages.table_edit import (
    Rows,
    editable_table,
    keep_rows,
    kept,
    mark_of,
    place_of,
    table_place,
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
    mark: str
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
        mark = next(iter(posted.get("seen", ())), sheet.mark)
        sheet = replace(sheet, typed=typed, errors=errors, mark=mark, restored=True)
    return _page(call, sheet)


@routes.post(ROW, policy="edit")
def save(call: Call, application_id: str, table_id: str, row: str) -> Response:
    """Keep the row where it is wanted; then back to the table, or on to another row."""
    sheet = _named(_sheet(call, application_id, table_id, row), call.posted)
    found, typed, errors = read_row(sheet.table, sheet.place, call.posted)
    if not found and not errors:
        first = sheet.table.in_row(sheet.place)[0]
        errors = (FieldError(field=first.path, code="required", message=NOTHING),)
    sheet = replace(sheet, typed=typed, errors=errors)
    if errors:
        return _page(call, replace(sheet, mark=call.code("seen") or sheet.mark, status=422))
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
    facts = parts(sheet.table, sheet.rows[sheet.place], call.language)
    context = {**_context(call, sheet), "facts": facts}
    return Response.page(page("applications/table_row_remove.html", context, shell=shell_of(call)))


@routes.post(f"{ROW}/remove", policy="edit")
def remove(call: Call, application_id: str, table_id: str, row: str) -> Response:
    """Take the row out, wherever it stands by now; one that is gone already stays gone."""
    sheet = _sheet(call, application_id, table_id, row, whole=True)
    wanted = call.code("seen")

    def without(rows: Rows) -> Rows:
        place = place_of(rows, row, wanted)
        return rows if place is None else [*rows[:place], *rows[place + 1 :]]

    keep_rows(call, application_id, table_id, without)
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
    return Sheet(case=case, table=table, place=place, new=new, mark=mark_of(held), typed=typed)


def _named(sheet: Sheet, posted: Posted) -> Sheet:
    """The sheet with the place that the inputs of a new row were named by; others may have added rows since."""
    place = posted.get("place", [""])[-1]
    known = sheet.new and place.isascii() and place.isdigit() and len(place) <= len(str(sheet.table.maximum))
    return replace(sheet, place=int(place)) if known else sheet


def _with(call: Call, sheet: Sheet, rows: Rows, row: JsonValue) -> Rows:
    """The rows with this one in its place; raises Stale when the one it was made from is not there any more."""
    changed = dict(row) if isinstance(row, Mapping) else {}
    if sheet.new:
        return [*rows, changed]
    place = place_of(rows, str(sheet.place + 1), call.code("seen"))
    if place is None:
        raise Stale(sheet.case.application.state, sheet.case.application.version_for_partner)
    rest = [*rows[:place], *rows[place + 1 :]]
    wanted = call.code("position")
    to = min(int(wanted[:4]) - 1, len(rest)) if wanted.isdigit() and int(wanted[:4]) else place
    return [*rest[:to], changed, *rest[to:]]


def _overtaken(call: Call, sheet: Sheet, row: JsonValue) -> Response:
    """The same row over the newer one, or as a new one where it is gone: saving again keeps what is typed here."""
    case, table = editable_table(call, sheet.case.application.id, sheet.table.id)
    rows = rows_of(case.values.get(table.id))
    if sheet.place >= len(rows):
        told = FieldError(field="", code="stale", message=GONE)
        typed = typed_row(table, len(rows), row if isinstance(row, Mapping) else {})
        gone = replace(sheet, case=case, new=True, place=len(rows), typed=typed, errors=(told,), status=412)
        return _page(call, gone)
    fresh = replace(sheet, case=case, mark=mark_of(rows[sheet.place]))
    theirs = dict(parts(fresh.table, fresh.rows[fresh.place], call.language))
    yours = dict(parts(fresh.table, row, call.language)) if isinstance(row, Mapping) else {}
    labels = [each.label.within(call.language) for each in columns(fresh.table)]
    differs = tuple(
        Differs(label=each, theirs=theirs.get(each, ""), yours=yours.get(each, ""))
        for each in labels
        if theirs.get(each) != yours.get(each)
    )
    told = FieldError(field="", code="stale", message=OVERTAKEN)
    return _page(call, replace(fresh, errors=(told,), differs=differs, status=412))


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
        "action": f"/applications/{sheet.case.application.id}/tables/{sheet.table.id}/rows/"
        f"{NEW if sheet.new else sheet.place + 1}{kept(call)}",
        "position": sheet.place + 1,
        "count": len(sheet.rows) if open_rows(sheet.case, sheet.table) is None else 1,
        "seen": sheet.mark,
        "typed": sheet.typed,
        "errors": sheet.errors,
        "differs": sheet.differs,
        "restored": sheet.restored,
        "back": table_place(call, sheet.case, sheet.table),
    }
