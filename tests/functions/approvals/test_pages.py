"""Compliance and decision pages: one screen with everything that counts, and each step from it."""

from dataclasses import replace

import pytest

from shared.actions.audience import audience, audience_of_step
from shared.identity import issue_token
from shared.store.stores import Stores
from tests.builders import a_programme
from tests.client import Client
from tests.forms_data import at_risk
from tests.functions.pages import Browser, Page
from tests.stage import Stage


@pytest.fixture
def stage(stores: Stores) -> Stage:
    return Stage(stores).furnish()


@pytest.mark.parametrize(
    ("who", "state"),
    [
        ("compliance", "compliance_check"),
        ("approver", "decision_pending"),
        ("approver", "ineligible_proposed"),
        ("senior", "escalated"),
    ],
)
def test_a_queue_holds_what_waits_for_the_role(stage: Stage, who: str, state: str) -> None:
    case = stage.case(state)

    for each in ("compliance", "approver", "senior"):
        links = Browser(stage.stores, each).open("/approvals").links
        assert (f"/approvals/{case.application.id}" in links) == (each == who)


def test_the_screen_has_what_a_decision_needs(stage: Stage) -> None:
    case = stage.case("decision_pending", headcount=12)
    application = case.application

    page = Browser(stage.stores, "approver").open(f"/approvals/{application.id}")

    assert application.snapshot_hash[:12] in page.text
    assert "0 of 1000 places taken" in page.text
    assert "Need and relevance 5 · 5 5.0" in page.text
    assert "Looked at with care." in page.text
    assert "Where the money comes from Clear" in page.text
    assert "Official risk level" in page.text
    assert f"/approvals/{application.id}/approve" in page.links


def test_approval_with_a_condition_in_both_languages(stage: Stage) -> None:
    application = stage.case("decision_pending").application
    browser, target = Browser(stage.stores, "approver"), f"/approvals/{application.id}/approve"

    half = browser.send(target, browser.open(target), conditions__0__en="Insure everybody", comment="Fine")
    day = {"conditions.0.due-day": "5", "conditions.0.due-month": "1", "conditions.0.due-year": "2027"}
    owner = {"conditions.0.owner": "safety_officer"}
    whole = browser.send(target, Page(half), conditions__0__zh="全员投保", then="decide", **day, **owner)

    assert half.status == 422
    assert "Write condition 1 in Chinese too." in Page(half).text
    assert Page(half).fields["conditions.0.en"] == ["Insure everybody"]
    assert whole.location == f"/applications/{application.id}?done=approve"
    case = stage.stores.cases.load(application.id)
    decision = case.events[-1]
    assert decision.version == case.application.decision_version
    assert decision.data["conditions"] == [
        {"text": {"en": "Insure everybody", "zh": "全员投保"}, "due": "2027-01-05", "owner": "safety_officer"}
    ]
    told = Browser(stage.stores, "north-editor").open(f"/applications/{application.id}").text
    assert "Insure everybody Responsible: The safety officer · by 5 January 2027" in told
    assert decision.data["comment"] == "Fine"


def test_before_a_final_step_what_each_reads_is_shown_in_their_language_and_nothing_is_decided(
    stage: Stage,
) -> None:
    stage.know(replace(stage.people["north-signatory"], language="zh"))
    application = stage.case("decision_pending").application
    browser, target = Browser(stage.stores, "approver"), f"/approvals/{application.id}/approve"

    typed = {"conditions__0__en": "Insure everybody", "conditions__0__zh": "全员投保", "comment": "Fine"}
    reply = browser.send(target, browser.open(target), **typed)

    check = Page(reply)
    assert (reply.status, check.buttons) == (200, 2)
    for words in (
        "Insure everybody",
        "全员投保",
        "Approved",
        "已批准",
        "申请已批准",
        "The application is approved",
    ):
        assert words in check.text
    assert stage.stores.cases.load(application.id).application.state == "decision_pending"
    changed = browser.send(target, check, then="change")
    assert Page(changed).fields["conditions.0.en"] == ["Insure everybody"]
    assert (
        browser.send(target, check, then="decide").location == f"/applications/{application.id}?done=approve"
    )


def test_nobody_else_can_answer_for_a_condition(stage: Stage) -> None:
    application = stage.case("decision_pending").application
    browser, target = Browser(stage.stores, "approver"), f"/approvals/{application.id}/approve"
    typed = {
        "conditions.0.en": "Insure everybody",
        "conditions.0.zh": "全员投保",
        "conditions.0.owner": "nobody",
    }
    api = Client(token=issue_token(stage.stores, "approver", at=stage.at))
    body = {
        "snapshot_hash": application.snapshot_hash,
        "conditions": [{"text": {"en": "Insure everybody", "zh": "全员投保"}, "owner": "nobody"}],
    }

    page = browser.send(target, browser.open(target), **typed)
    reply = api.call("POST", f"/api/v1{target}", body, if_match=f'"{application.version}"')

    assert (page.status, "Choose who answers for it." in page.text) == (422, True)
    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "conditions.0.owner")


def test_those_named_before_a_decision_are_those_told_after_it(stage: Stage) -> None:
    case = stage.case("decision_pending")
    before = audience_of_step(stage.stores, case, "reject", stage.people["approver"], stage.at)

    decided = stage.do("reject", "approver", case)

    after = audience(stage.stores, decided, decided.events[-1])
    assert [(each.person.id, each.kind) for each in before] == [(each.person.id, each.kind) for each in after]
    assert before


def test_sent_twice_it_is_approved_once(stage: Stage) -> None:
    application = stage.case("decision_pending").application
    browser, target = Browser(stage.stores, "approver"), f"/approvals/{application.id}/approve"
    page = browser.open(target)

    replies = [browser.send(target, page, then="decide") for _ in range(2)]

    assert [reply.status for reply in replies] == [303, 303]
    assert stage.stores.programmes.places_taken(application.programme_id) == 1


def test_a_second_approver_is_told_what_happened(stage: Stage) -> None:
    case = stage.case("decision_pending")
    browser, target = Browser(stage.stores, "approver-2"), f"/approvals/{case.application.id}/reject"
    page = browser.open(target)
    stage.do("approve", "approver", case)

    reply = browser.send(target, page, reason_code="other", reason_en="Typed with care")

    late = browser.send(target, page, reason_code="other", reason_en="Typed with care", reason_zh="用心填写")
    assert reply.status == 422
    assert late.status == 409
    assert "Approve – Example approver" in Page(late).text
    assert Page(late).fields["reason_en"] == ["Typed with care"]


def test_a_full_programme_refuses_and_keeps_what_was_typed(stage: Stage) -> None:
    stage.stores.programmes.save(replace(a_programme(), id="tiny", quota=0))
    application = stage.case("decision_pending", programme_id="tiny").application
    browser, target = Browser(stage.stores, "approver"), f"/approvals/{application.id}/approve"
    page = browser.open(target)

    reply = browser.send(target, page, comment="Typed with care", then="decide")

    assert "No place left" in page.text
    assert reply.status == 422
    assert "The programme has no place left." in Page(reply).text
    assert Page(reply).fields["comment"] == ["Typed with care"]


def test_what_was_not_read_is_not_approved(stage: Stage) -> None:
    application = stage.case("decision_pending").application
    browser, target = Browser(stage.stores, "approver"), f"/approvals/{application.id}/approve"

    reply = browser.send(target, browser.open(target), snapshot_hash="0" * 64)

    assert reply.status == 422
    assert "Read it again before you decide." in Page(reply).text


def test_a_risky_case_can_only_be_escalated(stage: Stage) -> None:
    application = stage.case("decision_pending", places=at_risk("orange")).application
    browser, target = Browser(stage.stores, "approver"), f"/approvals/{application.id}"

    page = browser.open(target)
    approve = browser.open(f"{target}/approve")
    escalate = f"{target}/escalate"
    reply = browser.send(escalate, browser.open(escalate), reason="Too risky for me alone")

    assert "travel risk level orange" in page.text
    assert approve.buttons == 0
    assert reply.location == f"/applications/{application.id}?done=escalate"
    assert "Too risky for me alone" in Browser(stage.stores, "senior").open(target).text


@pytest.mark.parametrize(
    ("state", "who", "name", "words"),
    [
        ("decision_pending", "approver", "reject", {}),
        ("decision_pending", "approver", "reopen_review", {"reason": "Ask an engineer"}),
        ("ineligible_proposed", "approver", "confirm_ineligible", None),
        ("ineligible_proposed", "approver", "send_back", {"reason": "It is complete"}),
        ("escalated", "senior", "approve_final", None),
        ("escalated", "senior", "send_back", {"reason": "Decide yourself"}),
        ("escalated", "senior", "reject", {}),
    ],
)
def test_every_other_step(
    stage: Stage, state: str, who: str, name: str, words: dict[str, str] | None
) -> None:
    application = stage.case(state).application
    browser, target = Browser(stage.stores, who), f"/approvals/{application.id}/{name}"
    page = browser.open(target)
    typed = words or {"reason_code": "quality", "reason_en": "Not good enough", "reason_zh": "质量不足"}

    if words is not None:
        empty = browser.send(target, page)
        assert empty.status == 422
        assert Page(empty).buttons == 1
    reply = browser.send(target, page, then="decide", **typed)

    assert reply.location == f"/applications/{application.id}?done={name}"


def test_four_eyes_leave_no_button(stage: Stage) -> None:
    case = stage.case("decision_pending")
    application = stage.arrange(case, handled_by=("approver",)).application

    page = Browser(stage.stores, "approver").open(f"/approvals/{application.id}/approve")

    assert page.buttons == 0
    assert "so another person decides it" in page.text


@pytest.mark.parametrize("who", ["officer", "reviewer-1", "north-signatory", "auditor", "admin"])
def test_others_do_not_see_the_screen(stage: Stage, who: str) -> None:
    application = stage.case("decision_pending", title_en="Secret exchange").application
    browser = Browser(stage.stores, who)

    for target in (f"/approvals/{application.id}", f"/approvals/{application.id}/approve"):
        reply = browser.client.get(target)
        assert reply.status in (403, 404)
        assert "Secret exchange" not in reply.text


def test_a_refusal_written_while_the_case_went_to_the_senior_approver_is_not_lost(stage: Stage) -> None:
    case = stage.case("decision_pending")
    browser, target = Browser(stage.stores, "approver-2"), f"/approvals/{case.application.id}/reject"
    form = browser.open(target)
    stage.do("escalate", "approver", case)

    answer = browser.send(
        target, form, reason_code="need_not_shown", reason_en="Weighed.", reason_zh="经慎重考虑。"
    )

    page = Page(answer)
    assert answer.status == 412
    assert "What happened since you opened this page" in page.text
    assert (page.fields["reason_en"], page.fields["reason_zh"]) == (["Weighed."], ["经慎重考虑。"])
