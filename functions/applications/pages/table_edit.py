"""The rows of a table as they are changed: over what others save meanwhile, each row found again by what it held."""

import hashlib
import json
from collections.abc import Callable

from functions.applications.pages.answers_view import form_of
from functions.applications.pages.draft_edit import editable, open_fields
from shared.actions.engine import not_available
from shared.actions.perform import perform
from shared.domain.case import Case
from shared.domain.commands import EditCommand
from shared.domain.conditions import rows_of
from shared.domain.json_value import JsonValue, Values
from shared.domain.questions import Field
from shared.domain.refusals import NotFound, Stale
from shared.identity import TYPED, has_typed
from shared.web.http.attempt import attempt_of
from shared.web.http.call import Call

TRIES = 3
"""Times that a change is made anew over what somebody else saved in the same moment."""
Rows = list[Values]


def editable_table(call: Call, application_id: str, table_id: str) -> tuple[Case, Field]:
    """A case and one of its tables that may be changed now; raises NotFound, Forbidden, NotAvailable."""
    case = editable(call, application_id)
    table = form_of(case.application).index.get(table_id)
    if table is None or table.kind != "table":
        raise NotFound
    if not open_fields(case, (table,)):
        raise not_available(call.who.person, case.application)
    return case, table


def keep_rows(call: Call, application_id: str, table_id: str, change: Callable[[Rows], Rows]) -> None:
    """Save the rows as `change` makes them of those that are stored, made anew when somebody saves meanwhile.

    Raises Stale when that goes on, or when `change` does; InvalidFields.
    """
    for left in reversed(range(TRIES)):
        case, table = editable_table(call, application_id, table_id)
        before = rows_of(case.values.get(table.id))
        rows = change(list(before))
        if rows == before:
            return
        value: list[JsonValue] | None = [dict(row) for row in rows] or None
        seen = frozenset({case.application.version_for_partner})
        try:
            perform(
                attempt_of(call, application_id, "edit", seen=seen), EditCommand(values={table.id: value})
            )
        except Stale:
            if not left:
                raise
        else:
            return


def table_place(call: Call, case: Case, table: Field) -> str:
    """Where the table stands: in its section, or with what the federation asked."""
    here = f"/applications/{case.application.id}"
    section = form_of(case.application).section_of(table.id)
    there = f"{here}/answer" if case.open_request else f"{here}/sections/{section.id}"
    return f"{there}{kept(call)}#{table.id}"


def kept(call: Call) -> str:
    """The sign, carried along, that the form around the table has something to show that was typed."""
    return f"?{TYPED}=1" if has_typed(call) else ""


def mark_of(row: Values) -> str:
    """A short name of what a row holds, by which it is found again."""
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]


def place_of(rows: Rows, row: str, wanted: str) -> int | None:
    """Where the row stands that a page was made for: at its own place, or where it was moved to."""
    number = int(row) - 1 if row.isdigit() else len(rows)
    places = sorted(range(len(rows)), key=lambda place: place != number)
    return next((place for place in places if mark_of(rows[place]) == wanted), None)
