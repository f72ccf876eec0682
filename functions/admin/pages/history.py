"""What administrators did: a page to look through it, each event with what it changed, and a file of it."""

import json
from typing import Any

from functions.admin.clerk import clerk_of
from functions.admin.event_details import details, people_of
from functions.admin.history_filter import address, asked_of
from functions.admin.pages.register import LINES
from shared.actions.admin import history
from shared.actions.admin.history import Asked
from shared.domain.administration import EVENTS, SUBJECTS, AdminEvent
from shared.domain.refusals import InvalidFields
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.http.spreadsheet import spreadsheet, times
from shared.web.pages.format_answer import COLON
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/admin/history"
FILE = f"{ROOT}.csv"


@routes.get(ROOT, policy="read_administration")
def past(call: Call) -> Response:
    """What administrators did, newest first; a filter or cursor that is none leads to all of it."""
    try:
        asked, cursor = asked_of(call, "newest"), call.query.get("cursor")
        found, following = history.page(clerk_of(call), asked, limit=LINES, cursor=cursor)
    except InvalidFields:
        return Response.see(ROOT)
    context = {
        "asked": asked,
        "subjects": SUBJECTS,
        "events": _events(call, asked, found),
        "only": _only(call, asked, found),
        "filtered": asked.sifts or asked.first_day or asked.last_day,
        "orders": [(True, address(ROOT, asked, order="")), (False, address(ROOT, asked, order="oldest"))],
        "file_href": address(FILE, asked),
        "all_href": address(ROOT, Asked(newest_first=asked.newest_first)),
        "next_href": address(ROOT, asked, cursor=following) if following else None,
        "first_href": address(ROOT, asked) if "cursor" in call.query else None,
    }
    return Response.page(page("admin/history.html", context, shell=shell_of(call)))


@routes.get(FILE, policy="read_administration")
def file(call: Call) -> Response:
    """The same as a file for a spreadsheet."""
    try:
        asked = asked_of(call, "newest")
    except InvalidFields:
        return Response.see(ROOT)
    found, more = history.export(clerk_of(call), asked)
    rows = [
        {
            **times(each.at),
            "kind": each.kind,
            "text": EVENTS[each.kind].within(call.language),
            "subject": each.subject,
            "subject_id": each.subject_id,
            "subject_name": each.name.within(call.language),
            "by": each.by,
            "by_name": each.by_name,
            "reason": _reason(each),
            "changes": json.dumps(_changes(each), ensure_ascii=False, separators=(",", ":")),
        }
        for each in found
    ]
    return spreadsheet("administration-history.csv", rows, call.language, more=more)


def _events(call: Call, asked: Asked, found: list[AdminEvent]) -> list[dict[str, Any]]:
    """Each with its details, and the addresses of all of its subject and of all that the same person did."""
    names = wiring().stores.people.names(set().union(*map(people_of, found)))
    return [
        {
            "at": each.at,
            "text": COLON.within(call.language).join(
                (EVENTS[each.kind].within(call.language), each.name.within(call.language))
            ),
            "name": each.name.within(call.language),
            "by": each.by_name,
            "note": _reason(each),
            "details": details(each, call.language, names),
            "subject_href": address(ROOT, asked, subject_id=each.subject_id),
            "by_href": address(ROOT, asked, by=each.by),
        }
        for each in found
    ]


def _only(call: Call, asked: Asked, found: list[AdminEvent]) -> list[tuple[str, str, str, str]]:
    """The one subject and the one person the list is narrowed to: parameter, id, name and the way back out."""
    kept = []
    if asked.subject_id:
        name = found[0].name.within(call.language) if found else asked.subject_id
        kept.append(("subject_id", asked.subject_id, name, address(ROOT, asked, subject_id="")))
    if asked.by:
        kept.append(("by", asked.by, found[0].by_name if found else asked.by, address(ROOT, asked, by="")))
    return kept


def _reason(event: AdminEvent) -> str:
    return str(event.data.get("reason") or "")


def _changes(event: AdminEvent) -> dict[str, Any]:
    return {name: value for name, value in event.data.items() if name != "reason"}
