"""The safety officer's pages: cases whose risks are to be assessed, and the assessment of one."""

from collections.abc import Sequence
from dataclasses import replace

from functions.approvals.queue import Part, part
from functions.approvals.screen import facts
from shared.actions.perform import perform
from shared.actions.policy import view_of
from shared.domain.application import CaseSummary
from shared.domain.case import Case
from shared.domain.commands import RiskCommand
from shared.domain.risk_assessment import FINDINGS, NOT_ACCEPTABLE
from shared.domain.words import Language, Words
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_page import step_page
from shared.web.pages.case_table import Row
from shared.web.pages.post_input import Inputs
from shared.web.pages.render import page
from shared.web.pages.review_table import opinions, spread
from shared.web.pages.shell import shell_of
from shared.web.pages.step import Step, attempted, opened, posted
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/risks"
ONE = f"{ROOT}/<application_id>"
QUEUES = ("compliance_check", "under_review")
"""What holds a case up first, then what can be done ahead of time."""
NOTE = Words("What you looked at, and what must be done", "核查情况及须落实的措施")
UNSIGNED = Words("Your signature is missing", "待您签署")
OUTDATED = Words("Sign again: the content has changed", "内容已变更，须重新签署")


@routes.get(ROOT, policy="risks")
def queue(call: Call) -> Response:
    """Every case that is open for an assessment, signed ones too."""
    chosen = call.query.get("state", "")
    parts = [_part(call, state, chosen) for state in ([chosen] if chosen in QUEUES else QUEUES)]
    return Response.page(page("approvals/risks.html", {"parts": parts}, shell=shell_of(call)))


@routes.get(ONE, policy="sign_risk")
def ask(call: Call, application_id: str) -> Response:
    return _page(call, opened(call, application_id, "sign_risk"))


@routes.post(ONE, policy="sign_risk")
def sign(call: Call, application_id: str) -> Response:
    def act() -> None:
        inputs = Inputs(call)
        command = RiskCommand(finding=call.code("finding"), note=inputs.text("note", NOTE))
        inputs.check()
        perform(attempted(call, application_id, "sign_risk"), command)

    return posted(
        call,
        application_id,
        "sign_risk",
        act,
        lambda step: _page(call, step),
        to=ROOT,
        already=lambda seen: _is_signed(call, seen.case),
    )


def _is_signed(call: Call, case: Case) -> bool:
    """Whether this person signed exactly this: the form was sent twice."""
    signed = case.risk_signed
    return (
        signed is not None
        and bool(case.risk_found)
        and (signed.by, signed.outcome) == (call.who.person.id, call.code("finding"))
        and signed.note == Inputs(call).text("note", NOTE)
    )


def _part(call: Call, state: str, chosen: str) -> Part:
    """The cases of one state, each with what stands of its assessment, without those that this person still reviews."""
    standing: dict[str, Case] = {}

    def mine(items: Sequence[CaseSummary]) -> list[CaseSummary]:
        person = call.who.person
        ids = [each.id for each in items]
        standing.update(wiring().stores.cases.standing(ids, person.id, results=True))
        return [
            each
            for each in items
            if each.id in standing and view_of(person, standing[each.id]) == "federation"
        ]

    found = part(call, ROOT, state, chosen, mine)
    return replace(found, rows=[_marked(row, standing, call.language) for row in found.rows])


def _marked(row: Row, standing: dict[str, Case], language: Language) -> Row:
    """The row with what stands of the assessment in the place of the state, which is the same for all."""
    words, tone = _standing(standing[row.href.rpartition("/")[2]])
    return replace(row, status=words.within(language), tone=tone)


def _standing(case: Case) -> tuple[Words, str]:
    if not case.risk_signed:
        return UNSIGNED, " tag--turn"
    if not case.risk_found:
        return OUTDATED, " tag--turn"
    tone = " tag--danger" if case.risk_found == NOT_ACCEPTABLE else " tag--good"
    return FINDINGS[case.risk_found], tone


def _page(call: Call, step: Step) -> Response:
    case, language = step.seen.case, call.language
    return step_page(
        call,
        "approvals/risk.html",
        step,
        facts=facts(case, language),
        spread=spread(case, language),
        opinions=opinions(case, language),
        findings=[(name, words.within(language), "") for name, words in FINDINGS.items()],
        known_findings=FINDINGS,
    )
