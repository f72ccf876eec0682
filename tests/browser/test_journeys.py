"""The main job in real windows: apply, screen, review, decide, be told — in both directions."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from functions.applications.pages.available_actions import ANSWER
from shared.domain.workflow import definitions
from tests.browser import walking
from tests.browser.conftest import PHONE, Registry
from tests.browser.programs import correct
from tests.browser.walking import deed, news, press

OUT, IN = "Demo call: community service abroad", "示例项目：来华志愿服务"


def test_going_out_is_asked_about_reviewed_escalated_and_approved(registry: Registry, letter: Path) -> None:
    editor, signatory = registry.window("north-editor", width=PHONE), registry.window("north-signatory")
    officer = registry.window("officer-1", language="zh")
    walking.begin(editor, OUT)
    walking.fill_everything(editor, "going_out", title_en="Journey out", title_zh="旅程：走出去")
    number = walking.submit(signatory, "Journey out")

    walking.claim(officer, "旅程：走出去")
    deed(officer, "request_info")
    walking.ask_about(officer, "need_statement", "places.0", "host_letter")
    press(officer, "Ask for this information")
    expect(officer.locator("main .tag").first).to_have_text("补正（形式审查）")

    news(editor, number, "The federation needs information from you").get_by_role(
        "button", name="The federation needs information from you", exact=True
    ).click()
    press(editor, ANSWER)
    editor.locator('[name="note.places.0"]').fill("The place is as before.")
    walking.attach(editor, "host_letter", letter)
    editor.get_by_role("textbox", name="Local need").fill(
        "The head of the school asked for it in writing in March 2026."
    )
    press(editor, "Save and check before sending")
    expect(editor.locator("ins").first).to_contain_text("The head of the school")
    signatory.goto(editor.url)
    press(signatory, "Sign and send the answers")

    officer.reload()
    expect(officer.locator("main")).to_contain_text("第2版")
    walking.accept_answers(officer)
    walking.assign(officer, ("reviewer-1", "reviewer-2"))
    for name, score in (("reviewer-1", 5), ("reviewer-2", 4)):
        reviewer = registry.window(name)
        walking.declare(reviewer, number, conflict=False)
        walking.review(reviewer, score)
    officer.reload()
    deed(officer, "close_review")
    press(officer, "Close the review")
    _corrected_and_confirmed(registry, walking.case_of(officer))
    walking.sign_risk(registry.window("safety"), number)
    walking.clear(registry.window("compliance"), number)

    _escalated_and_approved(registry, number)

    news(editor, number, "The application is approved").get_by_role(
        "button", name="The application is approved", exact=True
    ).click()
    told = editor.locator("main").inner_text()
    assert [text in told for text in ("Send the insurance policy.", "Please keep the school informed.")] == [
        True,
        True,
    ]
    assert "A sound plan with a clear need." not in told
    news(registry.window("officer-1"), number, "The application is approved")


def _escalated_and_approved(registry: Registry, number: str) -> None:
    approver = registry.window("approver-1")
    walking.to_decide(approver, number)
    expect(approver.locator("main")).to_contain_text("with this case")
    deed(approver, "escalate")
    approver.locator('[name="reason"]').fill("A first exchange with this host: I would approve it.")
    press(approver, "Hand over to the senior approver")
    senior = registry.window("senior")
    walking.to_decide(senior, number)
    expect(senior.locator("main")).to_contain_text("I would approve it.")
    deed(senior, "approve_final")
    senior.get_by_text("Condition 1").click()
    senior.locator('[name="conditions.0.en"]').fill("Send the insurance policy.")
    senior.locator('[name="conditions.0.zh"]').fill("提交保险单。")
    senior.locator('[name="conditions.0.owner"][value="safety_officer"]').check()
    press(senior, "Check before you approve")
    expect(senior.locator("main")).to_contain_text("提交保险单。 安全专员")
    press(senior, "Decide: approve")


def _corrected_and_confirmed(registry: Registry, application_id: str) -> None:
    """Compliance asks, the partner's program corrects, and both reviewers say that their reviews still stand."""
    items = [{"field": "summary_en", "message": "Name the school."}]
    registry.act("compliance", application_id, "request_info", {"items": items})
    correct(
        registry, application_id, summary_en="Teaching assistants help at the village school of Kisumu. " * 4
    )
    registry.act("north-signatory", application_id, "resubmit", {"answers": []})
    registry.act("reviewer-2", application_id, "review", {"conflict": False, "still_stands": True})
    reviewer = registry.window("reviewer-1")
    reviewer.goto(f"/reviews/{application_id}")
    expect(reviewer.locator("ins").first).to_contain_text("Kisumu")
    press(reviewer, "My review still stands")


def test_inviting_in_is_corrected_refused_appealed_against_and_approved(
    registry: Registry, letter: Path
) -> None:
    signatory = registry.window("south-signatory", language="zh", width=PHONE)
    walking.begin(signatory, IN)
    walking.fill_everything(signatory, "inviting_in", title_en="Journey in", title_zh="旅程：请进来")
    _with_documents(signatory, letter)
    number = walking.submit(signatory, "旅程：请进来")
    officer = registry.window("officer-2")
    walking.claim(officer, "Journey in")
    walking.assign(officer, ("reviewer-1", "reviewer-2"))
    _torn_and_replaced(registry, officer, number)

    for name in ("reviewer-2", "reviewer-3"):
        reviewer = registry.window(name)
        walking.declare(reviewer, number, conflict=False)
        walking.review(reviewer, 2, "reject")
    officer.goto(f"/applications/{walking.case_of(officer)}")
    deed(officer, "close_review")
    press(officer, "Close the review")
    _a_row_and_a_document_corrected(registry, signatory, number, letter)
    walking.sign_risk(registry.window("safety"), number)
    walking.clear(registry.window("compliance"), number)

    _escalated_and_refused(registry, number)

    news(signatory, number, "申请未获批准").get_by_role("button", name=re.compile("^申请未获批准")).click()
    expect(signatory.get_by_text("需求依据不足。")).to_be_visible()
    signatory.locator("main details summary").first.click()
    expect(signatory.get_by_text("The need was not shown.")).to_be_visible()

    _appealed_and_approved_by_others(registry, signatory, number)


def _with_documents(partner: Page, letter: Path) -> None:
    """Two documents from the telephone, each checked before the application is signed."""
    application_id = walking.case_of(partner)
    partner.goto(f"/applications/{application_id}/sections/documents")
    for field in ("foreign_org_legal", "emergency_plan_file"):
        walking.attach(partner, field, letter)


def _torn_and_replaced(registry: Registry, officer: Page, number: str) -> None:
    """A reviewer with a conflict of interest loses sight of the case, and another one is asked."""
    torn = registry.window("reviewer-1")
    news(torn, number, "You are asked to review a case")
    walking.declare(torn, number, conflict=True)
    address = f"/applications/{walking.case_of(officer)}"
    for page in ("/reviews", "/people/inbox"):
        torn.goto(page)
        assert number not in torn.locator("main").inner_text()
    answers = [torn.goto(path) for path in (address, f"{address}/history")]
    assert [answer and answer.status for answer in answers] == [404, 404]

    news(officer, number, "Somebody has stepped back").get_by_role(
        "button", name="Somebody has stepped back: see whether to replace them", exact=True
    ).click()
    press(officer, "Replace or add reviewers")
    officer.locator('[name="reviewers"][value="reviewer-3"]').check()
    press(officer, "Change the reviewers")


def _a_row_and_a_document_corrected(registry: Registry, partner: Page, number: str, letter: Path) -> None:
    """Compliance asks about a row and a document; the answers make both reviews stale, which then still stand."""
    compliance = registry.window("compliance")
    walking.to_decide(compliance, number)
    deed(compliance, "request_info")
    walking.ask_about(compliance, "places.0", "emergency_plan_file")
    press(compliance, "Ask for this information")

    news(partner, number, "联合会需要您补充材料").get_by_role("button").first.click()
    press(partner, ANSWER)
    partner.locator('button[name="table"][value="places/1"]').click()
    walking.fill(partner, {"places.0.site": "Demo School Two 示例第二小学"})
    press(partner, "Save")
    partner.locator('#emergency_plan_file button[value$="/remove"]').click()
    press(partner, "Yes, remove it")
    walking.attach(partner, "emergency_plan_file", letter)
    partner.locator('[name="note.emergency_plan_file"]').fill("现附新版。")
    press(partner, "Save and check before sending")
    press(partner, "Sign and send the answers")

    for name in ("reviewer-2", "reviewer-3"):
        reviewer = registry.window(name)
        reviewer.goto("/reviews")
        reviewer.get_by_role("row").filter(has_text=number).get_by_role("link").click()
        expect(reviewer.locator("ins").filter(has_text="Demo School Two")).to_be_visible()
        press(reviewer, "My review still stands")
    compliance.reload()
    walking.to_decide(compliance, number)
    walking.accept_answers(compliance)


def _escalated_and_refused(registry: Registry, number: str) -> None:
    approver = registry.window("approver-2", language="zh")
    walking.to_decide(approver, number)
    deed(approver, "escalate")
    approver.locator('[name="reason"]').fill("首次与该方合作，请上级审批。")
    press(approver, "Hand over to the senior approver")
    senior = registry.window("senior")
    walking.to_decide(senior, number)
    deed(senior, "reject")
    senior.get_by_label(definitions().reasons["need_not_shown"].en).check()
    senior.locator('[name="reason_en"]').fill("The need was not shown.")
    senior.locator('[name="reason_zh"]').fill("需求依据不足。")
    press(senior, "Check before you refuse")
    expect(senior.locator("main")).to_contain_text("需求依据不足。")
    press(senior, "Decide: do not approve")


def _appealed_and_approved_by_others(registry: Registry, signatory: Page, number: str) -> None:
    application_id = walking.case_of(signatory)
    deed(signatory, "appeal")
    signatory.locator('[name="reason"]').fill("学校来函未予考虑。")
    press(signatory, "Lodge the appeal")
    expect(signatory.locator("main")).to_contain_text("申诉：复核中")

    senior = registry.window("senior-2", language="zh")
    walking.to_decide(senior, number)
    expect(senior.locator("main")).to_contain_text("学校来函未予考虑。")
    deed(senior, "uphold")
    senior.locator('[name="reason_en"]').fill("The letter was overlooked.")
    senior.locator('[name="reason_zh"]').fill("来函确未予考虑。")
    press(senior, "Check before you uphold the appeal")
    expect(senior.locator("main")).to_contain_text("The letter was overlooked.")
    press(senior, "Decide: uphold the appeal")
    news(signatory, number, "申诉成立")

    others = ("officer-reviewer", "reviewer-approver")
    stated = {"attest": {"checklist_complete": "gone through"}}
    registry.act("officer-2", application_id, "accept_for_review", {"reviewers": list(others), **stated})
    scores = dict.fromkeys(("need", "feasibility", "safety", "partnership", "impact"), 4)
    opinion = {
        "conflict": False,
        "scores": scores,
        "recommendation": "approve",
        "comment": "The need is shown.",
    }
    for name in others:
        registry.act(name, application_id, "review", opinion)
    registry.act("officer-2", application_id, "close_review", {})
    walking.clear(registry.window("compliance"), number)

    approver = registry.window("approver-1")
    walking.to_decide(approver, number)
    deed(approver, "approve")
    press(approver, "Check before you approve")
    press(approver, "Decide: approve")
    news(signatory, number, "申请已批准")
