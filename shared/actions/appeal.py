"""Appeals against a refusal: lodged by the signatory, heard by somebody who had no part in the case."""

from dataclasses import replace

from shared.actions.engine import Attempt, Outcome, handled, take
from shared.actions.inbox import forget_released
from shared.actions.submission import refusal_facts
from shared.domain.application import Fields
from shared.domain.calendar import day_in_beijing
from shared.domain.case import ANSWER, Case
from shared.domain.checklists import Result
from shared.domain.commands import Command, ReasonCommand, RefusalCommand
from shared.domain.json_value import Values
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.risk_assessment import RISK
from shared.domain.words import Words
from shared.store.case_parts import Writes

NO_REASON = Words("Say why the decision should be changed.", "请说明应当变更决定的理由。")


def appeal(attempt: Attempt, command: ReasonCommand) -> Case:
    """Ask for the refusal to be looked at again, once and within twenty working days.

    Raises InvalidFields when nothing is said, whatever version of the workflow the case is under.
    """
    case = attempt.stores.cases.load(attempt.application_id)

    def effect(found: Case) -> Outcome:
        if not command.reason.strip():
            raise InvalidFields((FieldError(field="reason", code="required", message=NO_REASON),))
        fields: Fields = {
            "appealed_on": day_in_beijing(attempt.at).isoformat(),
            "lodged_version": found.application.version + 1,
            "decided_by": _decider(attempt, found),
        }
        return Outcome(fields=fields, data={"reason": command.reason})

    return take(attempt, command, case, effect, refusal_facts(attempt, case))


def _decider(attempt: Attempt, case: Case) -> str:
    """Who refused it; of cases that were refused before this was kept the history knows."""
    application = case.application
    if application.decided_by:
        return application.decided_by
    decision = attempt.stores.cases.event(application.id, application.decision_version)
    return decision.by if decision else ""


def withdraw_appeal(attempt: Attempt, command: Command) -> Case:
    """Take the appeal back; the refusal stands."""
    case = attempt.stores.cases.load(attempt.application_id)
    return take(attempt, command, case, lambda found: Outcome(fields=_ended(found)))


def uphold(attempt: Attempt, command: Command) -> Case:
    """Let the case be checked, reviewed and decided anew, by other reviewers and deciders than before.

    Also `allow_appeal` of the first version of the workflow. What was decided stays in the history.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    now = take(attempt, command, case, lambda found: _anew(attempt, command, found))
    forget_released(attempt.stores, now, now.application.reviewed_before, attempt.at)
    return now


def _anew(attempt: Attempt, command: Command, case: Case) -> Outcome:
    application = case.application
    reviewed = [each for each in case.reviews if each.submitted_at or not each.over]
    barred = (*handled(case, attempt.person), application.decided_by, application.recommended_by)
    return Outcome(
        fields={
            **_ended(case),
            "decision_version": 0,
            "decided_by": "",
            "recommended_by": "",
            "handled_by": tuple(dict.fromkeys(name for name in barred if name)),
            "reviewed_before": tuple(each.person_id for each in reviewed),
        },
        saved=Writes(
            reviews=[replace(each, status="released") for each in reviewed if not each.over],
            results=tuple(each for each in case.results if _of_content(each)) if case.results else None,
        ),
        data=_said(command),
    )


def _of_content(result: Result) -> bool:
    """The safety officer's signature, and answers of the partner that were accepted: an appeal does not undo them."""
    return result.point == RISK or result.point.startswith(ANSWER)


def dismiss(attempt: Attempt, command: RefusalCommand) -> Case:
    """Let the refusal stand, for a reason that the partner reads in both languages.

    Also `dismiss_appeal` of the first version of the workflow.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    return take(attempt, command, case, lambda found: Outcome(fields=_ended(found), data=_said(command)))


def _ended(case: Case) -> Fields:
    return {"appeal_version": case.application.version + 1}


def _said(command: Command) -> Values:
    if not isinstance(command, RefusalCommand):
        return {}
    code = {"reason_code": command.reason_code} if command.reason_code else {}
    return {**code, "reason": command.reason._asdict()}


def cancel(attempt: Attempt, command: ReasonCommand) -> Case:
    """Give up an exchange that was approved and that nobody has travelled for; its place is free again."""
    stores = attempt.stores
    case = stores.cases.load(attempt.application_id)
    freed = Writes(also=[stores.programmes.free_place(case.application.programme_id)])
    return take(attempt, command, case, lambda _: Outcome(saved=freed, data={"reason": command.reason}))
