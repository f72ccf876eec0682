"""Compliance and decision as JSON."""

from functions.approvals import balance, figures
from functions.approvals.schemas import (
    Approval,
    BalanceView,
    Clearance,
    ComplianceCheck,
    OverviewView,
    RiskAssessment,
    balance_view,
    overview_view,
)
from shared.actions.perform import perform
from shared.actions.policy import POLICY
from shared.actions.queries import case_view
from shared.domain.refusals import Forbidden
from shared.web.api.action_routes import add_routes
from shared.web.api.bodies import Explained, Reasoned, Refused
from shared.web.api.representation import answered
from shared.web.api.schemas import ApplicationView
from shared.web.http.app import Routes
from shared.web.http.attempt import attempt_of
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.wiring import wiring

routes = Routes(page=False)
add_routes(
    routes,
    "approvals",
    {
        "clear_compliance": Clearance,
        "approve": Approval,
        "approve_final": Approval,
        "reject": Refused,
        "escalate": Reasoned,
        "send_back": Reasoned,
        "reopen_review": Reasoned,
        "uphold": Explained,
        "dismiss": Explained,
        "dismiss_appeal": Refused,
    },
)


@routes.post(
    "/api/v1/approvals/<application_id>/sign_risk",
    policy="sign_risk",
    body=RiskAssessment,
    answers=ApplicationView,
    if_match=True,
)
def sign_risk(call: Call, application_id: str) -> Response:
    """Sign the assessment of the risks, for the content as it stands."""
    command = call.json(RiskAssessment).command
    return answered(call, perform(attempt_of(call, application_id, "sign_risk", seen=call.seen), command))


@routes.post(
    "/api/v1/approvals/<application_id>/check_compliance",
    policy="check_compliance",
    body=ComplianceCheck,
    answers=ApplicationView,
    if_match=True,
)
def check_compliance(call: Call, application_id: str) -> Response:
    """Record what was found of some compliance items, for the content as it stands."""
    command = call.json(ComplianceCheck).command
    attempt = attempt_of(call, application_id, "check_compliance", seen=call.seen)
    return answered(call, perform(attempt, command))


@routes.get("/api/v1/approvals/<application_id>/balance", policy="approvals", answers=BalanceView)
def read_balance(call: Call, application_id: str) -> Response:
    """What was approved both ways for the countries, the organisation and the agreement of a case, without the case itself."""
    seen = case_view.case(wiring().stores, call.who.person, application_id, at=call.at)
    if not POLICY["approvals"].admits(call.who.person) or seen.view != "federation":
        raise Forbidden
    return Response.of(balance_view(balance.read(seen.case)))


@routes.get("/api/v1/overview", policy="read_overview", answers=OverviewView, besides=figures.TALLY)
def read_overview(call: Call) -> Response:
    """The exchange in figures: cases by state, places of programmes, active organisations."""
    return Response.of(overview_view(figures.read(call), call.who.person))
