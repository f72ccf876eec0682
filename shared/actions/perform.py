"""The one way to take an action of the workflow: by its name, with the command that it brings along."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TypeVar

from shared.actions import (
    answers,
    appeal,
    assignment,
    compliance,
    deciding,
    documents,
    drafting,
    handover,
    reviewing,
    safety,
    screening,
    submission,
)
from shared.actions.engine import Attempt, check_attest
from shared.domain.case import Case
from shared.domain.commands import (
    AcceptCommand,
    AnswerCommand,
    ApprovalCommand,
    AssignmentCommand,
    AttachCommand,
    ColleagueCommand,
    Command,
    ComplianceCommand,
    DocumentCommand,
    EditCommand,
    ProgrammeCommand,
    ReasonCommand,
    RefusalCommand,
    RequestCommand,
    ReviewCommand,
    ReviewersCommand,
    RiskCommand,
)

Act = Callable[[Attempt, Command], Case]
C = TypeVar("C", bound=Command)


def _with(kind: type[C], act: Callable[[Attempt, C], Case]) -> Act:
    """An act that needs a command of its own kind; another one is a mistake of ours."""

    @wraps(act)
    def checked(attempt: Attempt, command: Command) -> Case:
        if not isinstance(command, kind):
            raise TypeError(f"{attempt.name} needs a {kind.__name__}")
        return act(attempt, command)

    return checked


ACTS: Mapping[str, Act] = {
    "submit": submission.submit,
    "resubmit": _with(AnswerCommand, submission.resubmit),
    "withdraw": _with(ReasonCommand, submission.withdraw),
    "ask_to_sign": submission.ask_to_sign,
    "discard": drafting.discard,
    "claim": screening.claim,
    "request_info": _with(RequestCommand, screening.request_info),
    "amend_request": _with(RequestCommand, screening.amend_request),
    "cancel_request": _with(ReasonCommand, screening.cancel_request),
    "accept_answers": _with(AcceptCommand, screening.accept_answers),
    "propose_ineligible": _with(RefusalCommand, screening.propose_ineligible),
    "accept_for_review": _with(AssignmentCommand, assignment.accept_for_review),
    "close_review": screening.close_review,
    "clear_compliance": compliance.clear_compliance,
    "confirm_ineligible": deciding.confirm_ineligible,
    "approve": _with(ApprovalCommand, deciding.approve),
    "approve_final": _with(ApprovalCommand, deciding.approve),
    "reject": _with(RefusalCommand, deciding.reject),
    "escalate": _with(ReasonCommand, deciding.escalate),
    "send_back": _with(ReasonCommand, deciding.send_back),
    "reopen_review": _with(ReasonCommand, deciding.reopen_review),
    "appeal": _with(ReasonCommand, appeal.appeal),
    "withdraw_appeal": appeal.withdraw_appeal,
    "uphold": _with(RefusalCommand, appeal.uphold),
    "allow_appeal": appeal.uphold,
    "dismiss": _with(RefusalCommand, appeal.dismiss),
    "dismiss_appeal": _with(RefusalCommand, appeal.dismiss),
    "cancel": _with(ReasonCommand, appeal.cancel),
    "edit": _with(EditCommand, answers.edit),
    "attach": _with(AttachCommand, documents.attach),
    "remove_document": _with(DocumentCommand, documents.remove),
    "change_programme": _with(ProgrammeCommand, drafting.change_programme),
    "change_reviewers": _with(ReviewersCommand, assignment.change_reviewers),
    "review": _with(ReviewCommand, reviewing.review),
    "decline_review": reviewing.decline_review,
    "hand_over": _with(ColleagueCommand, handover.hand_over),
    "check_compliance": _with(ComplianceCommand, compliance.check_compliance),
    "sign_risk": _with(RiskCommand, safety.sign_risk),
    "declare_conflict": reviewing.declare_conflict,
}
"""What an action does: first those that are steps of the workflow, then those that leave the state as it is."""


def act_of(name: str) -> Act:
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
