"""Safety: the safety officer signs the risk assessment, in their own name and for the content as it stands."""

from shared.actions.compliance import with_results
from shared.actions.engine import Attempt, check_version, not_available, note, seen_by
from shared.actions.policy import POLICY
from shared.domain.case import Case
from shared.domain.checklists import Found
from shared.domain.commands import RiskCommand
from shared.domain.json_value import Values
from shared.domain.refusals import FieldError, Forbidden, InvalidFields
from shared.domain.risk_assessment import FINDINGS, LEAST, RISK
from shared.domain.words import Words
from shared.store.case_parts import Writes

NO_FINDING = Words("Choose what you find.", "请选择评估结论。")
NO_NOTE = Words(
    f"Say what you looked at and what must be done, in at least {LEAST} characters.",
    f"请说明核查了哪些内容、须落实哪些措施，至少{LEAST}个字符。",
)


def sign_risk(attempt: Attempt, command: RiskCommand) -> Case:
    """Sign the risk assessment of the content as it stands; a later signature takes the place of an earlier one.

    Who signed decides this case no more. Raises NotFound, Forbidden, NotAvailable, Stale, InvalidFields.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    application = case.application
    if seen_by(attempt.person, case) != "federation" or not POLICY["sign_risk"].admits(attempt.person):
        raise Forbidden
    if not application.risk_open:
        raise not_available(attempt.person, application)
    check_version(attempt, case)
    _check(command)
    found = Found(outcome=command.finding, note=command.note)
    data: Values = {
        "finding": command.finding,
        "note": command.note,
        "snapshot_hash": application.snapshot_hash,
    }
    saved = Writes(results=with_results(attempt, case, {RISK: found}))
    return note(attempt, case, "risk_signed", "safety_officer", data, saved)


def _check(command: RiskCommand) -> None:
    wrong = []
    if command.finding not in FINDINGS:
        wrong.append(FieldError(field="finding", code="required", message=NO_FINDING))
    if len(command.note) < LEAST:
        wrong.append(FieldError(field="note", code="too_short", message=NO_NOTE))
    if wrong:
        raise InvalidFields(tuple(wrong))
