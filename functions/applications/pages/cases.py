"""The case page, one for everyone: each reader sees their part; for a draft it is the task list."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from functions.applications.pages.contents import Part, parts_of
from functions.applications.pages.deeds import deeds
from functions.applications.pages.outline import outline
from functions.applications.pages.past import happened, rounds
from functions.applications.pages.progress import errors_of, latest_safe_day, tasks
from functions.applications.pages.verdict import decision_of
from shared.actions import recounting, seeing
from shared.actions.policy import POLICY
from shared.actions.seeing import Seen
from shared.domain.application import Application
from shared.domain.events import Event
from shared.language.formats import today_in_beijing
from shared.web.call import Call
from shared.web.edge import Answer, Routes
from shared.web.render import page
from shared.web.reviews_shown import opinions, spread
from shared.web.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ONE = "/applications/<application_id>"


@routes.get(ONE, policy="read_case")
def show(call: Call, application_id: str) -> Answer:
    """One case, at the tab asked for."""
    seen = see(call, application_id)
    if seen.view == "partner" and seen.case.application.state == "draft":
        return _task_list(call, seen)
    tab = call.query.get("tab", "")
    return _case(call, seen, tab if tab in _tabs(seen) and tab != "history" else "application", ())


@routes.get(f"{ONE}/history", policy="read_history")
def history(call: Call, application_id: str) -> Answer:
    """What happened to the case, in words."""
    seen = see(call, application_id)
    events = recounting.history(wiring().stores, call.who.person, application_id)
    return _case(call, seen, "history", events)


def see(call: Call, application_id: str) -> Seen:
    """The case as this reader sees it, as fresh as the change that led here."""
    return seeing.case(wiring().stores, call.who.person, application_id, at=call.at, fresh=True)


def _case(call: Call, seen: Seen, tab: str, events: Sequence[Event]) -> Answer:
    application, language = seen.case.application, call.language
    today = today_in_beijing(call.at)
    context = {
        "case": outline(seen, language),
        "today": today,
        "view": seen.view,
        "deeds": deeds(seen, call.who.person, language),
        "decision": decision_of(seen, language),
        "tab": tab,
        "tabs": _tabs(seen),
        "parts": _parts(seen, call) if tab == "application" else [],
        "opinions": opinions(seen.case.reviews, language, today.isoformat()),
        "spread": spread(seen.case.reviews, language),
        "rounds": rounds(application, seen.case.requests, language),
        "events": happened(application, events, language, view=seen.view),
        "snapshot": application.snapshot_hash[:12],
    }
    return Answer.page(page("applications/case.html", context, shell=shell_of(call)))


def _parts(seen: Seen, call: Call) -> list[Part]:
    application = seen.case.application
    day = judged_on(application, call.at)
    return parts_of(application, seen.case.values, call.language, view=seen.view, today=day)


def _tabs(seen: Seen) -> list[str]:
    """The parts of a case that this reader has anything to read in."""
    if seen.view == "assigned":
        return []
    tabs = ["application"]
    if seen.view in ("federation", "auditor", "reviewer"):
        tabs.append("reviews")
    if seen.view != "observer":
        tabs.append("requests")
    if seen.view in ("partner", "federation", "auditor"):
        tabs.append("history")
    return tabs


def _task_list(call: Call, seen: Seen) -> Answer:
    application, values = seen.case.application, seen.case.values
    programme = wiring().stores.programmes.get(application.programme_id)
    errors = errors_of(application, values, judged_on(application, call.at))
    listed = tasks(application, values, errors, call.language)
    context: dict[str, Any] = {
        "case": outline(seen, call.language),
        "today": today_in_beijing(call.at),
        "deeds": [each for each in deeds(seen, call.who.person, call.language) if each.name != "submit"],
        "tasks": listed,
        "done": sum(each.status == "complete" for each in listed),
        "minutes": sum(each.minutes for each in listed if each.status != "complete"),
        "missing": len(errors),
        "safe": latest_safe_day(application, values, programme.closes if programme else ""),
        "programme": programme,
        "may_submit": POLICY["submit"].admits(call.who.person),
    }
    return Answer.page(page("applications/draft.html", context, shell=shell_of(call)))


def judged_on(application: Application, at: datetime) -> date:
    """The day the answers are judged by: today, or after the first submission the day of that."""
    return date.fromisoformat(application.submitted_on) if application.submitted_on else today_in_beijing(at)
