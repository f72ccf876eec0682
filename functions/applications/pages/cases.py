"""The case page, one for everyone: each reader sees their part; for a draft it is the task list."""

from datetime import date, datetime, timedelta
from typing import Any

from functions.applications.pages.answers_view import Part, parts_of
from functions.applications.pages.available_actions import available_actions
from functions.applications.pages.case_header import outline
from functions.applications.pages.decision import appeal_of, decision_of
from functions.applications.pages.history import happened, rounds
from functions.applications.pages.latest_dates import latest_dates
from functions.applications.pages.task_list import errors_of, latest_safe_day, lead_days, tasks
from shared.actions.policy import POLICY
from shared.actions.queries import case_view
from shared.actions.queries.case_view import CaseView
from shared.actions.queries.history import Past
from shared.actions.queries.history import history as history_of
from shared.domain.appeals import appeal_until
from shared.domain.application import Application
from shared.domain.calendar import day_in_beijing
from shared.domain.words import Words
from shared.web.http.app import Routes
from shared.web.http.call import VERSION, Call
from shared.web.http.last_resort import part, report
from shared.web.http.response import Response
from shared.web.pages.render import page
from shared.web.pages.review_table import opinions, spread
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ONE = "/applications/<application_id>"
EVENTS = 100
"""Entries of the history on one page."""
APART = ("documents", "history")
"""Parts of a case that have an address of their own."""
NOTHING = Past(events=[])
BROKEN = {
    "decision": Words("the decision", "决定"),
    "answers": Words("the answers", "填报内容"),
    "review": Words("a review", "评审意见"),
    "request": Words("a request for information", "补正要求"),
    "event": Words("the history", "办理经过"),
}
"""Parts of the page by name, should stored data be such that one cannot be shown."""


@routes.get(ONE, policy="read_case")
def show(call: Call, application_id: str) -> Response:
    """One case, at the tab asked for."""
    seen = see(call, application_id)
    if seen.view == "partner" and seen.case.application.state == "draft":
        return _task_list(call, seen)
    tab = call.query.get("tab", "")
    return _case(call, seen, tab if tab in _tabs(seen) and tab not in APART else "application")


@routes.get(f"{ONE}/history", policy="read_history")
def history(call: Call, application_id: str) -> Response:
    """What happened to the case, in words."""
    seen = see(call, application_id)
    digits = call.query.get("after", "")
    after = int(digits) if VERSION.fullmatch(digits) else 0
    past = history_of(wiring().stores, call.who.person, application_id, after=after, limit=EVENTS)
    return _case(call, seen, "history", past, first=not after)


def see(call: Call, application_id: str) -> CaseView:
    """The case as this reader sees it, as fresh as the change that led here."""
    return case_view.case(wiring().stores, call.who.person, application_id, at=call.at, fresh=True)


def _case(call: Call, seen: CaseView, tab: str, past: Past = NOTHING, *, first: bool = True) -> Response:
    application, language, case = seen.case.application, call.language, seen.case
    today = day_in_beijing(call.at)
    broken = list(case.unreadable)
    context = {
        "case": outline(seen, language, day_in_beijing(call.at)),
        "today": today,
        "view": seen.view,
        "actions": available_actions(seen, call.who.person, language),
        "decision": part("decision", lambda: decision_of(seen, language), None, broken),
        "appeal": part("decision", lambda: appeal_of(seen, language), None, broken),
        "appeal_until": appeal_until(application),
        "tab": tab,
        "tabs": _tabs(seen),
        "parts": part("answers", lambda: _parts(seen, call) if tab == "application" else [], [], broken),
        "opinions": part("review", lambda: opinions(case, language, today.isoformat()), [], broken),
        "spread": part("review", lambda: spread(case, language), [], broken),
        "rounds": part("request", lambda: rounds(case, language), [], broken),
        "events": part(
            "event", lambda: happened(application, past.events, language, view=seen.view), [], broken
        ),
        "next_href": f"/applications/{application.id}/history?after={past.next}" if past.next else None,
        "first_href": None if first else f"/applications/{application.id}/history",
        "file_href": f"/applications/{application.id}/history.csv" if _may_export(call) else None,
        "snapshot": application.snapshot_hash[:12],
        "stops": latest_dates(application, case.values, None) if _prepares(seen) else (),
        "other_code": _other_code(seen),
        "broken": [BROKEN[name].within(language) for name in BROKEN if name in broken],
    }
    if case.unreadable:
        report("part", ValueError(), part=" ".join(case.unreadable))
    return Response.page(page("applications/case.html", context, shell=shell_of(call)))


def _prepares(seen: CaseView) -> bool:
    """Whether the reader works towards a decision that is still to come."""
    return seen.view == "federation" and bool(
        seen.case.application.workflow.states[seen.case.application.state].stage
    )


def _may_export(call: Call) -> bool:
    return POLICY["export_history"].admits(call.who.person)


def _other_code(seen: CaseView) -> str:
    """The social credit code on record when the application gives another; for those who check the application."""
    if seen.view not in ("federation", "auditor") or "uscc" not in seen.case.values:
        return ""
    own = wiring().stores.organisations.known(seen.case.application.organisation_id)
    return own.uscc if own and own.uscc != seen.case.values["uscc"] else ""


def _parts(seen: CaseView, call: Call) -> list[Part]:
    application = seen.case.application
    day = judged_on(application, call.at)
    return parts_of(application, seen.case.values, call.language, withheld=seen.withheld, today=day)


def _tabs(seen: CaseView) -> list[str]:
    """The parts of a case that this reader has anything to read in."""
    if seen.view == "assigned":
        return []
    tabs = ["application"]
    if seen.view in ("federation", "auditor", "reviewer"):
        tabs.append("reviews")
    tabs.append("documents")
    if seen.view != "observer":
        tabs.append("requests")
    if seen.view in ("partner", "federation", "auditor"):
        tabs.append("history")
    return tabs


def _task_list(call: Call, seen: CaseView) -> Response:
    application, values = seen.case.application, seen.case.values
    programme = wiring().stores.programmes.get(application.programme_id)
    errors = errors_of(seen.case, judged_on(application, call.at), call.at)
    listed = tasks(application, values, errors, call.language)
    context: dict[str, Any] = {
        "case": outline(seen, call.language, day_in_beijing(call.at)),
        "today": day_in_beijing(call.at),
        "actions": [
            each for each in available_actions(seen, call.who.person, call.language) if each.name != "submit"
        ],
        "tasks": listed,
        "done": sum(each.status == "complete" for each in listed),
        "minutes": sum(each.minutes for each in listed if each.status != "complete"),
        "missing": len(errors),
        "safe": latest_safe_day(application, values, programme),
        "stops": latest_dates(application, values, programme),
        "start_from": day_in_beijing(call.at) + timedelta(days=lead_days(application, programme)),
        "programme": programme,
        "may_submit": POLICY["submit"].admits(call.who.person),
    }
    return Response.page(page("applications/draft.html", context, shell=shell_of(call)))


def judged_on(application: Application, at: datetime) -> date:
    """The day the answers are judged by: today, or after the first submission the day of that."""
    return date.fromisoformat(application.submitted_on) if application.submitted_on else day_in_beijing(at)
