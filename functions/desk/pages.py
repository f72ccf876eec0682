"""The programme officer's pages: the desk and one page for each step."""

from dataclasses import replace

from functions.desk import assignment_form, queue, request_form
from functions.desk.queue import Filter
from shared.actions.perform import perform
from shared.actions.queries.counts import counted
from shared.actions.queries.lists import CaseList
from shared.actions.queries.queues import page_of
from shared.domain.calendar import day_in_beijing
from shared.domain.case_number import case_number, is_number
from shared.domain.commands import NOTHING, ReviewersCommand
from shared.store import keys
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_forms import Form, add_forms, template
from shared.web.pages.action_page import step_page
from shared.web.pages.case_lookup import readable
from shared.web.pages.case_table import rows
from shared.web.pages.reason_input import refusal_of
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.web.pages.step import attempted, opened, posted
from shared.wiring import wiring

routes = Routes(page=True)
ONE = "/desk/<application_id>"


@routes.get("/desk", policy="desk", besides=(keys.tally(),))
def desk(call: Call) -> Response:
    """The cases that wait for an officer, with filters and a look-up by number."""
    number = case_number(call.query.get("number", ""))
    if number and (application_id := readable(call, number)):
        return Response.see(f"/applications/{application_id}")
    asked = queue.filter_of(call.query)
    listing = _listing(call, asked)
    if not listing.items and "whose" not in call.query and asked.whose == "unclaimed":
        asked = replace(asked, whose="mine")
        listing = _listing(call, asked)
    stores, person = wiring().stores, call.who.person
    counts = counted(stores, call.rows.get(keys.tally(), {}), call.who.conflicts)
    context = {
        "asked": asked,
        "rows": rows(
            stores, person, listing.items, call.language, today=day_in_beijing(call.at), href=queue.href
        ),
        "next_href": asked.href(cursor=listing.next_cursor) if listing.next_cursor else None,
        "waiting": queue.count_of(asked, counts, "submitted"),
        "states": queue.by_state(asked, counts if asked.whose == "all" else None, call.language),
        "directions": queue.by_direction(asked, call.language),
        "number": call.query.get("number", ""),
        "no_number": bool(call.query.get("number", "").strip()),
        "misheard": not is_number(number),
    }
    return Response.page(page("desk/queue.html", context, shell=shell_of(call)))


def _listing(call: Call, asked: Filter) -> CaseList:
    officer = {"mine": call.who.person.id}.get(asked.whose)
    return page_of(
        wiring().stores,
        call.who.person,
        asked.places,
        conflicts=call.who.conflicts,
        officer=officer,
        cursor=asked.cursor,
    )


add_forms(
    routes,
    {
        "claim": Form(template("desk/claim.html")),
        "request_info": Form(request_form.request_page, request_form.asked),
        "amend_request": Form(request_form.amendment_page, request_form.amended, request_form.is_amended),
        "cancel_request": Form(template("desk/cancel_request.html"), request_form.cancelled),
        "accept_for_review": Form(assignment_form.accept_page, assignment_form.chosen),
        "close_review": Form(assignment_form.close_page),
        "propose_ineligible": Form(assignment_form.ineligible_page, refusal_of),
    },
)


@routes.get(f"{ONE}/conflict", policy="declare_conflict")
def ask_conflict(call: Call, application_id: str) -> Response:
    return step_page(call, "desk/conflict.html", opened(call, application_id, "declare_conflict"))


@routes.post(f"{ONE}/conflict", policy="declare_conflict")
def conflict(call: Call, application_id: str) -> Response:
    home = "/desk" if "programme_officer" in call.who.person.roles else "/approvals"
    if application_id in call.who.conflicts:
        return Response.see(f"{home}?done=declare_conflict")
    return posted(
        call,
        application_id,
        "declare_conflict",
        lambda: perform(attempted(call, application_id, "declare_conflict"), NOTHING),
        lambda step: step_page(call, "desk/conflict.html", step),
        to=home,
    )


@routes.get(f"{ONE}/reviewers", policy="change_reviewers")
def ask_reviewers(call: Call, application_id: str) -> Response:
    return assignment_form.reviewers_page(call, opened(call, application_id, "change_reviewers"))


@routes.post(f"{ONE}/reviewers", policy="change_reviewers")
def change_reviewers(call: Call, application_id: str) -> Response:
    command = ReviewersCommand(add=call.codes("reviewers"), remove=call.codes("remove"))
    return posted(
        call,
        application_id,
        "change_reviewers",
        lambda: perform(attempted(call, application_id, "change_reviewers"), command),
        lambda step: assignment_form.reviewers_page(call, step),
        already=lambda seen: assignment_form.are_changed(seen.case, command),
    )
