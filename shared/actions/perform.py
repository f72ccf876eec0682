"""The one way to take an action of the workflow: by its name, with the command that it brings along."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.actions import assignment, deciding, drafting, reviewing, screening, submission
from shared.actions.engine import Attempt, check_attest
from shared.domain.case import Case
from shared.domain.commands import Command

ACTS: Mapping[str, Callable[[Attempt, Any], Case]] = {
    "submit": submission.submit,
    "resubmit": submission.resubmit,
    "withdraw": submission.withdraw,
    "ask_to_sign": submission.ask_to_sign,
    "discard": drafting.discard,
    "claim": screening.claim,
    "request_info": screening.request_info,
    "amend_request": screening.amend_request,
    "cancel_request": screening.cancel_request,
    "propose_ineligible": screening.propose_ineligible,
    "accept_for_review": assignment.accept_for_review,
    "close_review": screening.close_review,
    "clear_compliance": deciding.clear_compliance,
    "confirm_ineligible": deciding.confirm_ineligible,
    "approve": deciding.approve,
    "approve_final": deciding.approve,
    "reject": deciding.reject,
    "escalate": deciding.escalate,
    "send_back": deciding.send_back,
    "reopen_review": deciding.reopen_review,
    "edit": drafting.edit,
    "change_reviewers": assignment.change_reviewers,
    "review": reviewing.review,
    "declare_conflict": reviewing.declare_conflict,
}
"""What an action does: first those that are steps of the workflow, then those that leave the state as it is."""


def act_of(name: str) -> Callable[[Attempt, Any], Case]:
    """What an action does; raises KeyError with what to do for one that has no function yet."""
    if name not in ACTS:
        raise KeyError(f"{name}: enter its function in ACTS of shared/actions/perform.py")
    return ACTS[name]


def perform(attempt: Attempt, command: Command) -> Case:
    """Take the action; returns the case as it is then.

    Raises NotFound, Forbidden, NotAvailable, Stale, InvalidFields, Unmet, QuotaFull, or Conflict when the case
    will not hold still.
    """
    check_attest(attempt.name, command)
    return ACTS[attempt.name](attempt, command)
