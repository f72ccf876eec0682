"""The safety officer signs the risk assessment: on pages, over the API, and for one content only."""

from typing import Any

import pytest

from shared.actions.perform import perform
from shared.domain.case import Case
from shared.domain.commands import Command, EditCommand, RiskCommand
from shared.domain.refusals import Unmet
from shared.identity import issue_token
from tests.client import Client, Reply
from tests.functions.pages import Browser, Page
from tests.stage import ATTESTED, CLEARED, Stage

NOTE = "Advice of the ministry, route and insurance were checked."
RISK = "safety_officer_risk_assessment_signed"
BY_COMPLIANCE = {name: ATTESTED[name] for name in CLEARED}
"""What compliance states of its own checklists."""


def send(stage: Stage, who: str, case: Case, **body: Any) -> Reply:
    client = Client(token=issue_token(stage.stores, who, at=stage.at))
    path = f"/api/v1/approvals/{case.application.id}/sign_risk"
    return client.call("POST", path, body, if_match=f'"{stage.now(case).application.version}"')


def signed(stage: Stage, case: Case, finding: str = "acceptable") -> Case:
    return perform(stage.attempt("safety", "sign_risk", case), RiskCommand(finding=finding, note=NOTE))


def clear(stage: Stage, case: Case, **more: str) -> Case:
    command = Command(attest={**BY_COMPLIANCE, **more})
    return perform(stage.attempt("compliance", "clear_compliance", case), command)


def test_a_signature_on_the_page_lets_compliance_clear(stage: Stage) -> None:
    case = stage.case("compliance_check")
    browser, place = Browser(stage.stores, "safety"), f"/risks/{case.application.id}"

    waiting = browser.open("/risks").text
    page = browser.open(place)
    unsaid = browser.send(place, page, finding="", note="Too short")
    sent = browser.send(place, page, finding="with_measures", note=NOTE)
    again = browser.send(place, page, finding="with_measures", note=NOTE)
    listed = browser.open("/risks").text
    screen = Browser(stage.stores, "compliance").open(f"/approvals/{case.application.id}/clear_compliance")

    assert "Your signature is missing" in waiting
    assert (unsaid.status, "Choose what you find." in unsaid.text, "Too short" in unsaid.text) == (
        422,
        True,
        True,
    )
    assert (sent.location, again.location) == ("/risks?done=sign_risk", "/risks?done=sign_risk")
    assert "Acceptable with the measures named" in listed
    assert NOTE in screen.text
    assert [each.kind for each in stage.now(case).events].count("risk_signed") == 1
    assert clear(stage, case).application.state == "decision_pending"


def test_another_finding_from_a_page_opened_before_the_first_is_not_taken_for_the_first(stage: Stage) -> None:
    case = stage.case("compliance_check")
    browser, target = Browser(stage.stores, "safety"), f"/risks/{case.application.id}"
    page = browser.open(target)
    browser.send(target, page, finding="acceptable", note=NOTE)

    other = browser.send(target, page, finding="not_acceptable", note=NOTE)
    kept = stage.now(case).risk_found
    again = browser.send(target, Page(other))

    assert (other.status, kept) == (412, "acceptable")
    assert (again.status, stage.now(case).risk_found) == (303, "not_acceptable")


def test_without_a_signature_no_statement_of_anybody_else_helps(stage: Stage) -> None:
    case = stage.case("compliance_check")

    with pytest.raises(Unmet) as refused:
        clear(stage, case, **{RISK: "RA-1"})
    screen = Browser(stage.stores, "compliance").open(f"/approvals/{case.application.id}/clear_compliance")

    assert [(each.code, each.attest) for each in refused.value.unmet] == [(RISK, False)]
    assert "The safety officer has not signed the risk assessment yet." in screen.text
    assert stage.now(case).application.version == case.application.version


def test_a_risk_that_is_not_acceptable_is_cleared_by_no_statement(stage: Stage) -> None:
    case = stage.case("compliance_check")
    signed(stage, case, "not_acceptable")

    with pytest.raises(Unmet) as refused:
        clear(stage, case, **{RISK: "RA-1"})
    screen = Browser(stage.stores, "compliance").open(f"/approvals/{case.application.id}").text

    assert [(each.code, each.attest) for each in refused.value.unmet] == [(RISK, False)]
    assert "The safety officer finds the risk not acceptable." in screen
    signed(stage, case)
    assert clear(stage, case).application.state == "decision_pending"


def test_a_signature_is_for_one_content(stage: Stage) -> None:
    case = signed(stage, stage.case("compliance_check"))
    assert case.risk_found == "acceptable"
    for name, who in (
        ("request_info", "compliance"),
        ("edit", "north-editor"),
        ("resubmit", "north-signatory"),
    ):
        attempt = stage.attempt(who, name, case)
        edit = EditCommand(values={"need_statement": "The school asked for this in another letter. " * 3})
        case = perform(attempt, edit) if name == "edit" else stage.do(name, who, case)

    assert case.application.state == "compliance_check"
    assert case.risk_found == ""
    browser = Browser(stage.stores, "safety")
    assert "Sign again: the content has changed" in browser.open("/risks").text
    assert "for an earlier content" in browser.open(f"/risks/{case.application.id}").text
    with pytest.raises(Unmet) as refused:
        clear(stage, case, **{RISK: "RA-1"})
    assert (RISK, False) in [(each.code, each.attest) for each in refused.value.unmet]
    place = f"/approvals/{case.application.id}/clear_compliance"
    screen = Browser(stage.stores, "compliance").open(place)
    assert "has to sign it as it is now" in screen.text


def test_who_signed_decides_no_more_and_the_partner_learns_nothing(stage: Stage) -> None:
    case = stage.case("under_review")
    reply = send(stage, "safety", case, finding="acceptable", note=NOTE)
    after = stage.now(case).application

    assert (reply.status, reply.json["risk_finding"], reply.json["state"]) == (
        200,
        "acceptable",
        "under_review",
    )
    assert "safety" in after.handled_by
    assert after.partner_version == case.application.partner_version
    partner = Client(token=issue_token(stage.stores, "north-editor", at=stage.at))
    seen = partner.get(f"/api/v1/applications/{case.application.id}").json
    assert "risk_finding" not in seen
    assert NOTE not in partner.get(f"/api/v1/applications/{case.application.id}/history").text
    auditor = Browser(stage.stores, "auditor").open(f"/applications/{case.application.id}/history").text
    assert f"Acceptable {NOTE}" in auditor


@pytest.mark.parametrize(
    ("state", "body", "status", "fields"),
    [
        ("compliance_check", {"finding": "acceptable", "note": "Too short"}, 422, ["note"]),
        ("compliance_check", {"finding": "perhaps", "note": NOTE}, 422, ["finding"]),
        ("compliance_check", {}, 422, ["finding", "note"]),
        ("screening", {"finding": "acceptable", "note": NOTE}, 409, []),
        ("decision_pending", {"finding": "acceptable", "note": NOTE}, 409, []),
        ("info_requested_compliance", {"finding": "acceptable", "note": NOTE}, 409, []),
    ],
)
def test_what_is_no_assessment_changes_nothing(
    stage: Stage, state: str, body: dict[str, str], status: int, fields: list[str]
) -> None:
    case = stage.case(state)

    reply = send(stage, "safety", case, **body)

    assert (reply.status, [each["field"] for each in reply.json.get("errors", ())]) == (status, fields)
    assert stage.now(case).application.version == case.application.version


def test_only_a_safety_officer_signs(stage: Stage) -> None:
    case = stage.case("compliance_check")

    assert send(stage, "compliance", case, finding="acceptable", note=NOTE).status == 403
    Browser(stage.stores, "compliance").open(f"/risks/{case.application.id}", status=403)
    assert stage.now(case).risk_signed is None
