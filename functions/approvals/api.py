"""Compliance and decision as JSON."""

from functions.approvals.schemas import Approval
from shared.actions import deciding
from shared.actions.steps import Attempt
from shared.web.attempts import answered, attempt_of
from shared.web.bodies import Attested, Reasoned, Refused
from shared.web.call import Call
from shared.web.edge import Answer, Routes
from shared.web.views import ApplicationView

routes = Routes(page=False)
ONE = "/api/v1/approvals/<application_id>"


@routes.post(
    f"{ONE}/clear_compliance",
    policy="clear_compliance",
    body=Attested,
    answers=ApplicationView,
    if_match=True,
)
def clear_compliance(call: Call, application_id: str) -> Answer:
    """State that compliance, safety and data protection are in order."""
    attempt = _attempt(call, application_id, "clear_compliance", call.json(Attested))
    return answered(call, deciding.clear_compliance(attempt))


@routes.post(
    f"{ONE}/confirm_ineligible",
    policy="confirm_ineligible",
    body=Attested,
    answers=ApplicationView,
    if_match=True,
)
def confirm_ineligible(call: Call, application_id: str) -> Answer:
    """Confirm that a case is not acceptable."""
    attempt = _attempt(call, application_id, "confirm_ineligible", call.json(Attested))
    return answered(call, deciding.confirm_ineligible(attempt))


@routes.post(f"{ONE}/approve", policy="approve", body=Approval, answers=ApplicationView, if_match=True)
def approve(call: Call, application_id: str) -> Answer:
    """Approve exactly the content that was read."""
    return _approved(call, application_id, "approve")


@routes.post(
    f"{ONE}/approve_final", policy="approve_final", body=Approval, answers=ApplicationView, if_match=True
)
def approve_final(call: Call, application_id: str) -> Answer:
    """Approve an escalated case."""
    return _approved(call, application_id, "approve_final")


@routes.post(f"{ONE}/reject", policy="reject", body=Refused, answers=ApplicationView, if_match=True)
def reject(call: Call, application_id: str) -> Answer:
    """Refuse, with the reason the partner gets."""
    body = call.json(Refused)
    attempt = _attempt(call, application_id, "reject", body)
    return answered(call, deciding.reject(attempt, body.reason_code, body.reason.words))


@routes.post(f"{ONE}/escalate", policy="escalate", body=Reasoned, answers=ApplicationView, if_match=True)
def escalate(call: Call, application_id: str) -> Answer:
    """Hand the decision to the senior approver."""
    body = call.json(Reasoned)
    return answered(call, deciding.escalate(_attempt(call, application_id, "escalate", body), body.reason))


@routes.post(f"{ONE}/send_back", policy="send_back", body=Reasoned, answers=ApplicationView, if_match=True)
def send_back(call: Call, application_id: str) -> Answer:
    """Return the case one step."""
    body = call.json(Reasoned)
    return answered(call, deciding.send_back(_attempt(call, application_id, "send_back", body), body.reason))


@routes.post(
    f"{ONE}/reopen_review", policy="reopen_review", body=Reasoned, answers=ApplicationView, if_match=True
)
def reopen_review(call: Call, application_id: str) -> Answer:
    """Ask for more expert opinion."""
    body = call.json(Reasoned)
    return answered(
        call, deciding.reopen_review(_attempt(call, application_id, "reopen_review", body), body.reason)
    )


def _approved(call: Call, application_id: str, name: str) -> Answer:
    body = call.json(Approval)
    conditions = [each.model_dump(exclude_none=True) for each in body.conditions]
    attempt = _attempt(call, application_id, name, body)
    return answered(call, deciding.approve(attempt, body.snapshot_hash, conditions, body.comment))


def _attempt(call: Call, application_id: str, name: str, body: Attested) -> Attempt:
    return attempt_of(call, application_id, name, attest=body.attest, seen=call.seen)
