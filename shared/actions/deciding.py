"""The decision: approve, refuse, escalate, send back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shared.actions.engine import Attempt, Outcome, facts_of, seen_by, step_of, take
from shared.domain.appeals import last_day
from shared.domain.application import Fields
from shared.domain.calendar import LATEST, day_in_beijing
from shared.domain.case import Case
from shared.domain.commands import ApprovalCommand, Command, Condition, ReasonCommand, RefusalCommand
from shared.domain.guards import unmet
from shared.domain.json_value import Values
from shared.domain.refusals import FieldError, InvalidFields, QuotaFull, Unmet
from shared.domain.words import Language, Words
from shared.store.case_parts import Writes

LEAST: Mapping[Language, int] = {"en": 5, "zh": 4}
"""Characters a condition must have in each language: less says nothing that somebody could fulfil."""
BAD_DUE = Words(
    "A condition must be due from today to the last day of the exchange.",
    "条件的完成期限须在今天至交流活动结束日之间。",
)


def check(attempt: Attempt, command: Command) -> None:
    """Whether this final step could be taken as it stands, but for what only the write can tell (a place, a race).

    Raises what taking it raises: NotFound, Forbidden, NotAvailable, Stale, Unmet, InvalidFields.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    step = step_of(attempt, case)
    if isinstance(command, ApprovalCommand):
        _check_conditions(attempt, case, command.conditions)
    if reasons := unmet(step, replace(facts_of(attempt, case), command=command)):
        raise Unmet(reasons)


def approve(attempt: Attempt, command: ApprovalCommand) -> Case:
    """Approve exactly the content that was read, and take a place of the programme in the same transaction.

    Also the senior approver's `approve_final`. Raises QuotaFull when no place is left, InvalidFields for a condition
    that cannot be met: its day has passed, or lies after the exchange.
    """
    stores = attempt.stores
    case = stores.cases.load(attempt.application_id)
    _check_conditions(attempt, case, command.conditions)
    programme = stores.programmes.get(case.application.programme_id)
    if programme is None:
        raise QuotaFull
    said: Values = {
        "snapshot_hash": command.snapshot_hash,
        "conditions": list(command.conditions),
        "comment": command.comment,
    }
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields=_decided(attempt, found),
            saved=Writes(also=[stores.programmes.take_place(programme)]),
            data={name: value for name, value in said.items() if value},
            side=QuotaFull(),
        ),
    )


def _decided(attempt: Attempt, case: Case) -> Fields:
    return {"decision_version": case.application.version + 1, "decided_by": attempt.person.id}


def _refused(attempt: Attempt, case: Case) -> Fields:
    """The applicant has until the last day for an appeal, if they have not appealed before."""
    due = "" if case.application.appealed_on else last_day(attempt.at).isoformat()
    return {**_decided(attempt, case), "due": due}


def _check_conditions(attempt: Attempt, case: Case, conditions: Sequence[Condition]) -> None:
    """A condition is due from today to the last day of the exchange."""
    seen_by(attempt.person, case)
    today, last = (
        day_in_beijing(attempt.at).isoformat(),
        str(case.values.get("end_date") or LATEST.isoformat()),
    )
    wrong = tuple(
        FieldError(field=f"conditions.{place}.due", code="out_of_range", message=BAD_DUE)
        for place, each in enumerate(conditions)
        if each.get("due") and not today <= str(each["due"]) <= last
    )
    if wrong:
        raise InvalidFields(wrong)


def reject(attempt: Attempt, command: RefusalCommand) -> Case:
    """Refuse, with a reason from the list and in words the partner gets in both languages."""
    case = attempt.stores.cases.load(attempt.application_id)
    said: Values = {"reason_code": command.reason_code, "reason": command.reason._asdict()}
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(fields=_refused(attempt, found), data=said),
    )


def confirm_ineligible(attempt: Attempt, command: Command) -> Case:
    """Confirm that the case is not acceptable, for the reason that was proposed."""
    case = attempt.stores.cases.load(attempt.application_id)
    proposed = next((event for event in reversed(case.events) if event.action == "propose_ineligible"), None)
    reason = proposed.data if proposed else {}
    said = {name: value for name, value in reason.items() if name in ("reason_code", "reason")}
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(fields=_refused(attempt, found), data=said),
    )


def escalate(attempt: Attempt, command: ReasonCommand) -> Case:
    """Hand the decision to the senior approver, with this approver's recommendation."""
    case = attempt.stores.cases.load(attempt.application_id)
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"recommended_by": attempt.person.id, **_took_part(attempt, found)},
            data={"reason": command.reason},
        ),
    )


def send_back(attempt: Attempt, command: ReasonCommand) -> Case:
    """Return the case one step: to screening, or from the senior approver to the approver."""
    case = attempt.stores.cases.load(attempt.application_id)
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"recommended_by": "", **_took_part(attempt, found)}, data={"reason": command.reason}
        ),
    )


def reopen_review(attempt: Attempt, command: ReasonCommand) -> Case:
    """Ask for more expert opinion before deciding."""
    case = attempt.stores.cases.load(attempt.application_id)
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(fields=_took_part(attempt, found), data={"reason": command.reason}),
    )


def _took_part(attempt: Attempt, case: Case) -> Fields:
    return {"took_part": tuple(dict.fromkeys((*case.application.took_part, attempt.person.id)))}
