"""The programme officer's pages: the desk and one page for each step."""

from dataclasses import replace

from functions.desk import asking, assigning, queue
from functions.desk.queue import Filter
from shared.actions import reviewing, screening
from shared.actions.lists import Listing
from shared.actions.queues import page_of
from shared.domain.application import case_number, is_number
from shared.domain.calendar import day_in_beijing
from shared.web.about import step_page
from shared.web.call import Call
from shared.web.case_rows import rows
from shared.web.edge import Answer, Routes
from shared.web.look_up import readable
from shared.web.posted import Inputs
from shared.web.refusing import reason_given
from shared.web.render import page
from shared.web.shell import shell_of
from shared.web.step import attempted, opened, posted
from shared.wiring import wiring

routes = Routes(page=True)
ONE = "/desk/<application_id>"


@routes.get("/desk", policy="desk")
def desk(call: Call) -> Answer:
    """The cases that wait for an officer, with filters and a look-up by number."""
    number = case_number(call.query.get("number", ""))
    if number and (application_id := readable(call, number)):
        return Answer.see(f"/applications/{application_id}")
    asked = queue.filter_of(call.query)
    listing = _listing(call, asked)
    if not listing.items and "whose" not in call.query and asked.whose == "unclaimed":
        asked = replace(asked, whose="mine")
        listing = _listing(call, asked)
    stores, person = wiring().stores, call.who.person
    counts = queue.counted(stores, call.who.conflicts)
    context = {
        "asked": asked,
        "rows": rows(stores, person, listing.items, call.language, href=queue.href),
        "today": day_in_beijing(call.at),
        "next_href": asked.href(cursor=listing.next_cursor) if listing.next_cursor else None,
        "waiting": queue.count_of(asked, counts, "submitted"),
        "states": queue.by_state(asked, counts if asked.whose == "all" else None, call.language),
        "directions": queue.by_direction(asked, call.language),
        "number": call.query.get("number", ""),
        "no_number": bool(call.query.get("number", "").strip()),
        "misheard": not is_number(number),
    }
    return Answer.page(page("desk/queue.html", context, shell=shell_of(call)))


def _listing(call: Call, asked: Filter) -> Listing:
    officer = {"mine": call.who.person.id}.get(asked.whose)
    return page_of(
        wiring().stores,
        call.who.person,
        asked.places,
        conflicts=call.who.conflicts,
        officer=officer,
        cursor=asked.cursor,
    )


@routes.get(f"{ONE}/claim", policy="claim")
def ask_claim(call: Call, application_id: str) -> Answer:
    return step_page(call, "desk/claim.html", opened(call, application_id, "claim"))


@routes.post(f"{ONE}/claim", policy="claim")
def claim(call: Call, application_id: str) -> Answer:
    return posted(
        call,
        application_id,
        "claim",
        lambda: screening.claim(attempted(call, application_id, "claim")),
        lambda step: step_page(call, "desk/claim.html", step),
    )


@routes.get(f"{ONE}/conflict", policy="declare_conflict")
def ask_conflict(call: Call, application_id: str) -> Answer:
    return step_page(call, "desk/conflict.html", opened(call, application_id, "declare_conflict"))


@routes.post(f"{ONE}/conflict", policy="declare_conflict")
def conflict(call: Call, application_id: str) -> Answer:
    home = "/desk" if "programme_officer" in call.who.person.roles else "/approvals"
    if application_id in call.who.conflicts:
        return Answer.see(f"{home}?done=declare_conflict")
    return posted(
        call,
        application_id,
        "declare_conflict",
        lambda: reviewing.declare_conflict(attempted(call, application_id, "declare_conflict")),
        lambda step: step_page(call, "desk/conflict.html", step),
        to=home,
    )


@routes.get(f"{ONE}/request_info", policy="request_info")
def ask_request(call: Call, application_id: str) -> Answer:
    return asking.request_page(call, opened(call, application_id, "request_info"))


@routes.post(f"{ONE}/request_info", policy="request_info")
def request_info(call: Call, application_id: str) -> Answer:
    def act() -> None:
        items, message = asking.asked(call, application_id)
        screening.request_info(attempted(call, application_id, "request_info"), items, message)

    return posted(call, application_id, "request_info", act, lambda step: asking.request_page(call, step))


@routes.get(f"{ONE}/amend_request", policy="amend_request")
def ask_amendment(call: Call, application_id: str) -> Answer:
    return asking.amendment_page(call, opened(call, application_id, "amend_request"))


@routes.post(f"{ONE}/amend_request", policy="amend_request")
def amend_request(call: Call, application_id: str) -> Answer:
    def act() -> None:
        items, message = asking.asked(call, application_id)
        due = asking.new_due(call)
        screening.amend_request(attempted(call, application_id, "amend_request"), items, message, due)

    return posted(call, application_id, "amend_request", act, lambda step: asking.amendment_page(call, step))


@routes.get(f"{ONE}/cancel_request", policy="cancel_request")
def ask_cancellation(call: Call, application_id: str) -> Answer:
    return step_page(call, "desk/cancel_request.html", opened(call, application_id, "cancel_request"))


@routes.post(f"{ONE}/cancel_request", policy="cancel_request")
def cancel_request(call: Call, application_id: str) -> Answer:
    def act() -> None:
        inputs = Inputs(call)
        reason = inputs.text("reason", asking.WHY)
        inputs.check()
        screening.cancel_request(attempted(call, application_id, "cancel_request"), reason)

    return posted(
        call,
        application_id,
        "cancel_request",
        act,
        lambda step: step_page(call, "desk/cancel_request.html", step),
    )


@routes.get(f"{ONE}/accept_for_review", policy="accept_for_review")
def ask_accept(call: Call, application_id: str) -> Answer:
    return assigning.accept_page(call, opened(call, application_id, "accept_for_review"))


@routes.post(f"{ONE}/accept_for_review", policy="accept_for_review")
def accept_for_review(call: Call, application_id: str) -> Answer:
    def act() -> None:
        found = assigning.chosen(call)
        attempt = attempted(call, application_id, "accept_for_review")
        stated = {"checklist_complete": found.stated}
        screening.accept_for_review(replace(attempt, attest=stated), found.people, found.due)

    return posted(
        call, application_id, "accept_for_review", act, lambda step: assigning.accept_page(call, step)
    )


@routes.get(f"{ONE}/reviewers", policy="change_reviewers")
def ask_reviewers(call: Call, application_id: str) -> Answer:
    return assigning.reviewers_page(call, opened(call, application_id, "change_reviewers"))


@routes.post(f"{ONE}/reviewers", policy="change_reviewers")
def change_reviewers(call: Call, application_id: str) -> Answer:
    add, remove = call.codes("reviewers"), call.codes("remove")
    return posted(
        call,
        application_id,
        "change_reviewers",
        lambda: screening.change_reviewers(attempted(call, application_id, "change_reviewers"), add, remove),
        lambda step: assigning.reviewers_page(call, step),
    )


@routes.get(f"{ONE}/close_review", policy="close_review")
def ask_close(call: Call, application_id: str) -> Answer:
    return assigning.close_page(call, opened(call, application_id, "close_review"))


@routes.post(f"{ONE}/close_review", policy="close_review")
def close_review(call: Call, application_id: str) -> Answer:
    return posted(
        call,
        application_id,
        "close_review",
        lambda: screening.close_review(attempted(call, application_id, "close_review")),
        lambda step: assigning.close_page(call, step),
    )


@routes.get(f"{ONE}/propose_ineligible", policy="propose_ineligible")
def ask_ineligible(call: Call, application_id: str) -> Answer:
    return assigning.ineligible_page(call, opened(call, application_id, "propose_ineligible"))


@routes.post(f"{ONE}/propose_ineligible", policy="propose_ineligible")
def propose_ineligible(call: Call, application_id: str) -> Answer:
    def act() -> None:
        code, reason = reason_given(call)
        screening.propose_ineligible(attempted(call, application_id, "propose_ineligible"), code, reason)

    return posted(
        call, application_id, "propose_ineligible", act, lambda step: assigning.ineligible_page(call, step)
    )
