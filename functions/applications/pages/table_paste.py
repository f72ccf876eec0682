"""Rows of a table pasted from a spreadsheet in one go: all of them, or none and the reasons."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.applications.pages.case_header import brief
from functions.applications.pages.draft_edit import open_rows
from functions.applications.pages.table_edit import (
    Marks,
    Rows,
    editable_table,
    keep_rows,
    marks_of,
    marks_seen,
    table_place,
    with_more,
)
from shared.actions.engine import not_available
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.conditions import rows_of
from shared.domain.questions import Field
from shared.domain.refusals import FieldError, InvalidFields, Stale
from shared.domain.words import Language, Words
from shared.identity import forget_typed, typed_for
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.pasted_rows import read_pasted
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of

routes = Routes(page=True)
PASTE = "/applications/<application_id>/tables/<table_id>/paste"
TOLD = 20
"""Errors that are shown at once; those who correct them see the next."""
OVERTAKEN = Words(
    "Somebody else changed the rows meanwhile, and nothing was replaced. Look at them first, or paste once more to "
    "replace them as they are now.",
    "他人刚刚修改了已有的行，尚未替换。请先查看，或再次提交以替换现有内容。",
)
WRITTEN: Mapping[str, Words] = {
    "date": Words("2027-03-01, 1 March 2027 or 2027年3月1日", "如 2027-03-01、2027/3/1 或 2027年3月1日"),
    "country": Words("name or two-letter code", "名称或两位字母代码"),
    "currency": Words("name or code, like CNY", "名称或代码，如CNY"),
    "yes_no": Words("yes or no", "是或否"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column as the page names it."""

    label: str
    optional: bool
    hint: str


@routes.get(PASTE, policy="edit")
def ask(call: Call, application_id: str, table_id: str) -> Response:
    """Which columns there are, and room to paste."""
    posted = typed_for(call, call.path)
    _, table = _whole_table(call, application_id, table_id)
    _, text, errors = read_pasted(table, posted) if posted else ([], "", ())
    seen = marks_seen(posted) if posted else None
    return _page(call, application_id, table_id, text, errors=errors, seen=seen, restored=bool(posted))


@routes.post(PASTE, policy="edit")
def take_over(call: Call, application_id: str, table_id: str) -> Response:
    """Add the rows, or put them in the place of those that are there."""
    case, table = _whole_table(call, application_id, table_id)
    rows, text, errors = read_pasted(table, call.posted)
    seen = marks_seen(call.posted)
    if errors:
        return _page(call, application_id, table_id, text, errors=errors, seen=seen)

    def joined(held: Rows) -> Rows:
        if call.code("rows") != "replace":
            return with_more(held, rows, seen)
        if held != rows and marks_of(held) != seen:
            raise Stale(case.application.state, case.application.version_for_partner)
        return rows

    try:
        keep_rows(call, application_id, table_id, joined)
    except Stale:
        told = FieldError(field="pasted", code="stale", message=OVERTAKEN)
        return _page(call, application_id, table_id, text, errors=(told,), status=412)
    except InvalidFields as refusal:
        return _page(call, application_id, table_id, text, errors=refusal.errors, seen=seen)
    forget_typed(call, call.path)
    return Response.see(table_place(call, case, table))


def _whole_table(call: Call, application_id: str, table_id: str) -> tuple[Case, Field]:
    """The table, where all of it may be changed; raises NotAvailable where only some rows may."""
    case, table = editable_table(call, application_id, table_id)
    if open_rows(case, table) is not None:
        raise not_available(call.who.person, case.application)
    return case, table


def _page(
    call: Call,
    application_id: str,
    table_id: str,
    text: str,
    *,
    errors: tuple[FieldError, ...] = (),
    seen: Marks | None = None,
    restored: bool = False,
    status: int = 422,
) -> Response:
    """The page; `seen` are the rows that it was first made from, if it is not made from those of now."""
    case, table = _whole_table(call, application_id, table_id)
    held = rows_of(case.values.get(table.id))
    told = tuple(FieldError(field="pasted", code=each.code, message=each.message) for each in errors[:TOLD])
    context = {
        "case": brief(case.application, call.language, day_in_beijing(call.at)),
        "table": table,
        "columns": [_column(part, call.language) for part in table.parts],
        "count": len(held),
        "seen": ",".join(marks_of(held) if seen is None else seen),
        "rows": call.code("rows") if call.method == "POST" else "add",
        "pasted": text,
        "errors": told,
        "restored": restored,
        "back": table_place(call, case, table),
    }
    html = page("applications/table_paste.html", context, shell=shell_of(call))
    return Response.page(html, status=status if errors and call.method == "POST" else 200)


def _column(part: Field, language: Language) -> Column:
    hint = WRITTEN[part.kind].within(language) if part.kind in WRITTEN else _options(part, language)
    return Column(label=part.label.within(language), optional=not part.required, hint=hint)


def _options(part: Field, language: Language) -> str:
    return " / ".join(each.label.within(language) for each in part.options)
