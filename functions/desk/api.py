"""The programme officer's actions as JSON."""

from functions.desk.schemas import Acceptance, AmendedRequest, InformationRequest, ReviewerChange
from shared.actions import reviewing, screening
from shared.actions.steps import Attempt
from shared.domain.case import Item
from shared.web.attempts import answered, attempt_of
from shared.web.bodies import Attested, Reasoned, Refused
from shared.web.call import Call
from shared.web.edge import Answer, Routes
from shared.web.views import ApplicationView

routes = Routes(page=False)
ONE = "/api/v1/desk/<application_id>"


@routes.post(f"{ONE}/claim", policy="claim", body=Attested, answers=ApplicationView, if_match=True)
def claim(call: Call, application_id: str) -> Answer:
    """Take a submitted case on."""
    return answered(call, screening.claim(_attempt(call, application_id, "claim", call.json(Attested))))


@routes.post(
    f"{ONE}/request_info",
    policy="request_info",
    body=InformationRequest,
    answers=ApplicationView,
    if_match=True,
)
def request_info(call: Call, application_id: str) -> Answer:
    """Ask the partner about named fields."""
    body = call.json(InformationRequest)
    items = [Item(field=each.field, message=each.message) for each in body.items]
    attempt = _attempt(call, application_id, "request_info", body)
    return answered(call, screening.request_info(attempt, items, body.message))


@routes.post(
    f"{ONE}/amend_request",
    policy="amend_request",
    body=AmendedRequest,
    answers=ApplicationView,
    if_match=True,
)
def amend_request(call: Call, application_id: str) -> Answer:
    """Ask for more, for less or until later."""
    body = call.json(AmendedRequest)
    items = [Item(field=each.field, message=each.message) for each in body.items]
    attempt = _attempt(call, application_id, "amend_request", body)
    return answered(call, screening.amend_request(attempt, items, body.message, body.due))


@routes.post(
    f"{ONE}/cancel_request",
    policy="cancel_request",
    body=Reasoned,
    answers=ApplicationView,
    if_match=True,
)
def cancel_request(call: Call, application_id: str) -> Answer:
    """Take the request back; the case goes on where it stood."""
    body = call.json(Reasoned)
    attempt = _attempt(call, application_id, "cancel_request", body)
    return answered(call, screening.cancel_request(attempt, body.reason))


@routes.post(
    f"{ONE}/propose_ineligible",
    policy="propose_ineligible",
    body=Refused,
    answers=ApplicationView,
    if_match=True,
)
def propose_ineligible(call: Call, application_id: str) -> Answer:
    """Propose to refuse without review."""
    body = call.json(Refused)
    attempt = _attempt(call, application_id, "propose_ineligible", body)
    return answered(call, screening.propose_ineligible(attempt, body.reason_code, body.reason.words))


@routes.post(
    f"{ONE}/accept_for_review",
    policy="accept_for_review",
    body=Acceptance,
    answers=ApplicationView,
    if_match=True,
)
def accept_for_review(call: Call, application_id: str) -> Answer:
    """Hand a complete case to reviewers."""
    body = call.json(Acceptance)
    attempt = _attempt(call, application_id, "accept_for_review", body)
    return answered(call, screening.accept_for_review(attempt, body.reviewers, body.due))


@routes.post(
    f"{ONE}/reviewers", policy="change_reviewers", body=ReviewerChange, answers=ApplicationView, if_match=True
)
def change_reviewers(call: Call, application_id: str) -> Answer:
    """Replace reviewers while a review is open."""
    body = call.json(ReviewerChange)
    attempt = attempt_of(call, application_id, "change_reviewers", seen=call.seen)
    return answered(call, screening.change_reviewers(attempt, body.add, body.remove))


@routes.post(
    f"{ONE}/close_review", policy="close_review", body=Attested, answers=ApplicationView, if_match=True
)
def close_review(call: Call, application_id: str) -> Answer:
    """End the review."""
    return answered(
        call, screening.close_review(_attempt(call, application_id, "close_review", call.json(Attested)))
    )


@routes.post(f"{ONE}/conflict", policy="declare_conflict", body=Attested, status=204, if_match=True)
def declare_conflict(call: Call, application_id: str) -> Answer:
    """Step back from a case; it does not exist for the caller any more."""
    call.json(Attested)
    reviewing.declare_conflict(attempt_of(call, application_id, "declare_conflict", seen=call.seen))
    return Answer(status=204)


def _attempt(call: Call, application_id: str, name: str, body: Attested) -> Attempt:
    return attempt_of(call, application_id, name, attest=body.attest, seen=call.seen)
