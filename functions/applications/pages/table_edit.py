"""The rows of a table as they are changed: over what others save meanwhile, each row found again by what it held."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence

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
from shared.web.pages.form_input import Posted

TRIES = 3
"""Times that a change is made anew over what somebody else saved in the same moment."""
MARKS = re.compile("([0-9a-f]{8}(,[0-9a-f]{8}){0,199})?")
Rows = list[Values]
Marks = Sequence[str]
"""Short names of what each row held when a page was made, in their order."""


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


def marks_of(rows: Sequence[Values]) -> list[str]:
    return [hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:8] for row in rows]


def marks_seen(posted: Posted) -> list[str]:
    """The rows that the page of this form was made from."""
    seen = posted.get("seen", [""])[-1]
    return seen.split(",") if seen and MARKS.fullmatch(seen) else []


def place_of(rows: Rows, place: int, seen: Marks) -> int | None:
    """Where the row stands by now that a page was made for: in its place, or moved; None when it is as it was nowhere.

    Of rows that were alike and of which some are gone, nobody can say which: then it is nowhere too.
    """
    wanted, there = (seen[place] if place < len(seen) else ""), marks_of(rows)
    if Counter(there)[wanted] < Counter(seen)[wanted]:
        return None
    alike = [each for each, mark in enumerate(there) if mark == wanted]
    return min(alike, key=lambda each: abs(each - place), default=None)


def changed_place(rows: Rows, place: int, seen: Marks) -> int | None:
    """Where that row stands if somebody changed it, in its place among rows that are as they were; None where it is gone."""
    there = marks_of(rows)
    if (
        place >= len(there)
        or there[:place] != list(seen[:place])
        or there[place + 1 :] != list(seen[place + 1 :])
    ):
        return None
    return None if there[place] in seen else place


def with_more(rows: Rows, more: Rows, seen: Marks) -> Rows:
    """The rows with these behind them; as they are, when the same form was sent before and these are there already."""
    there, known, new = (Counter(each) for each in (marks_of(rows), seen, marks_of(more)))
    sent_before = all(there[mark] >= known[mark] + count for mark, count in new.items())
    return rows if sent_before else [*rows, *more]
