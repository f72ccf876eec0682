"""Appeals: once, in time, heard by others; upheld, the case goes all the way again without those who had it before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.actions.audience import audience
from shared.actions.perform import perform
from shared.actions.queries import case_view
from shared.domain.appeals import last_day
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.commands import AssignmentCommand, ReviewersCommand
from shared.domain.refusals import Forbidden, NotAvailable, Unmet
from shared.language.formats import day
from shared.store.stores import Stores
from tests.builders import a_person
from tests.functions.pages import Browser
from tests.programs import Program
from tests.stage import ATTESTED, REASON, Stage

WHY = {"reason": "The letter of the school was overlooked."}
SAID = {"reason": REASON._asdict()}
AGAIN = ("reviewer-3", "reviewer-4")
CHECKED = {"checklist_complete": ATTESTED["checklist_complete"]}


@pytest.fixture
def stage(stores: Stores) -> Stage:
    """Of today: pages tell the time by the clock."""
    return Stage(stores, at=datetime.now(UTC)).furnish()


@pytest.fixture
def more(stage: Stage) -> Stage:
    """One reviewer and one senior approver more."""
    stage.know(a_person("reviewer-4", "reviewer"))
    stage.know(a_person("senior-2", "senior_approver"))
    return stage


def unmet(refused: Any) -> list[str]:
    return [reason.code for reason in refused.value.unmet]


def test_the_applicant_has_twenty_working_days(stage: Stage) -> None:
    case = stage.case("rejected")
    until = last_day(stage.at)
    shown = Program(stage.stores, "north-signatory").read(case.application.id).json
    page = Browser(stage.stores, "north-signatory").open(f"/applications/{case.application.id}")

    assert case.application.due == shown["appeal_until"] == until.isoformat()
    assert "appeal" in {each["name"] for each in shown["actions"] if each["allowed"]}
    assert f"You can appeal until {day(until, 'en')}" in page.text

    stage.pass_days((until - day_in_beijing(stage.at)).days)
    assert stage.do("appeal", "north-signatory", case).application.state == "appeal_pending"


def test_a_day_later_it_is_refused_and_says_when_the_time_ended(stage: Stage) -> None:
    case = stage.case("rejected")
    until = last_day(stage.at)
    stage.pass_days((until - day_in_beijing(stage.at)).days + 1)

    with pytest.raises(Unmet) as refused:
        stage.do("appeal", "north-signatory", case)

    offers = case_view.case(
        stage.stores, stage.people["north-signatory"], case.application.id, at=stage.at, fresh=True
    ).offers
    assert [(each.name, each.allowed) for each in offers] == [("appeal", False)]
    assert unmet(refused) == ["within_20_working_days"]
    assert until.isoformat() in refused.value.unmet[0].message.en


def test_it_is_lodged_by_the_signatory_with_a_reason(stage: Stage) -> None:
    case = stage.case("rejected")
    page = f"/applications/{case.application.id}/appeal"
    browser = Browser(stage.stores, "north-signatory")

    with pytest.raises(Forbidden):
        stage.do("appeal", "north-editor", case)
    empty = browser.send(page, browser.open(page))
    lodged = browser.send(page, browser.open(page), **WHY)

    assert empty.status == 422
    assert "Write down the reason." in empty.text
    assert lodged.location == f"/applications/{case.application.id}?done=appeal"
    assert "Appeal: being heard" in browser.open(f"/applications/{case.application.id}").text


def test_there_is_one_appeal(more: Stage) -> None:
    case = _decided_anew(more, "reject")

    shown = Program(more.stores, "north-signatory").read(case.application.id).json
    with pytest.raises(Unmet) as refused:
        more.do("appeal", "north-signatory", case)

    assert unmet(refused) == ["first_appeal"]
    assert (shown.get("appeal_until"), case.application.due) == (None, "")


@pytest.mark.parametrize("who", ["approver", "officer", "reviewer-1", "compliance"])
def test_nobody_who_had_a_part_in_the_case_hears_it(more: Stage, who: str) -> None:
    case = more.case("appeal_pending")
    more.people[who] = a_person(who, *more.people[who].roles, "senior_approver")

    for action in ("uphold", "dismiss"):
        with pytest.raises(Unmet) as refused:
            more.do(action, who, case)
        assert unmet(refused) == ["not_original_decider"]


def test_who_sent_it_back_or_recommended_does_not_hear_the_appeal(more: Stage) -> None:
    case = more.do("escalate", "approver-2", more.case("decision_pending"))
    case = more.do("send_back", "senior", case)
    case = more.do("appeal", "north-signatory", more.do("reject", "approver", case))
    more.people["approver-2"] = a_person("approver-2", "approver", "senior_approver")

    for who in ("senior", "approver-2"):
        with pytest.raises(Unmet) as refused:
            more.do("uphold", who, case)
        assert unmet(refused) == ["not_original_decider"]

    assert "reviewer-4" not in {each.person_id for each in case.reviews}
    assert more.do("uphold", "senior-2", case).application.state == "screening"


def test_only_who_can_hear_it_is_asked_to(more: Stage) -> None:
    case = more.do("escalate", "approver-2", more.case("decision_pending"))
    case = more.do("appeal", "north-signatory", more.do("reject", "senior", case))

    told = {each.person.id for each in audience(more.stores, case, case.events[-1]) if each.kind == "task"}

    assert told == {"senior-2"}


def test_of_a_case_refused_before_the_decider_was_kept_the_history_knows_them(more: Stage) -> None:
    case = more.do("escalate", "approver", more.case("decision_pending"))
    case = more.arrange(
        more.do("reject", "senior", case), workflow_version=1, decided_by="", due="2026-01-01"
    )
    shown = Program(more.stores, "north-signatory").read(case.application.id).json
    case = more.do("appeal", "north-signatory", case)

    with pytest.raises(Unmet) as refused:
        more.do("allow_appeal", "senior", case)

    assert shown["appeal_until"] == last_day(more.at).isoformat()
    assert unmet(refused) == ["not_original_decider"]


def test_there_is_no_appeal_beside_the_same_application_submitted_anew(stage: Stage) -> None:
    case = stage.case("rejected")
    title = stage.now(case).values["title_zh"]
    again = stage.case("submitted", title_zh=title)
    shown = Program(stage.stores, "north-signatory").read(case.application.id).json
    [offer] = [each for each in shown["actions"] if each["name"] == "appeal"]

    with pytest.raises(Unmet) as refused:
        stage.do("appeal", "north-signatory", case)

    assert unmet(refused) == ["no_open_duplicate"]
    assert again.application.number in refused.value.unmet[0].message.en
    assert not offer["allowed"]


def test_the_senior_finds_it_in_the_queue_with_what_was_said(stage: Stage) -> None:
    case = stage.case("appeal_pending")
    browser = Browser(stage.stores, "senior")

    queue = browser.open("/approvals")
    screen = browser.open(f"/approvals/{case.application.id}")

    assert case.application.number in queue.text
    assert "The letter of the school was overlooked." in screen.text
    assert "The need is not shown." in screen.text
    assert "Uphold the appeal" in screen.text


def test_dismissed_the_refusal_stands_and_the_partner_reads_why(stage: Stage) -> None:
    case = stage.case("appeal_pending")
    target, senior = f"/approvals/{case.application.id}/dismiss", Browser(stage.stores, "senior")
    typed = {"reason_en": "The letter changes nothing.", "reason_zh": "来函不影响原决定。"}

    check = senior.send(target, senior.open(target), **typed)
    done = senior.send(target, senior.open(target), then="decide", **typed)

    partner = Program(stage.stores, "north-editor").read(case.application.id).json
    told = Browser(stage.stores, "north-editor", "zh").open(f"/applications/{case.application.id}").text
    history = Program(stage.stores, "north-editor").history(case.application.id)["items"]
    assert "来函不影响原决定。" in check.text
    assert stage.now(case).application.state == "closed_rejected"
    assert done.location.endswith("?done=dismiss")
    assert partner["appeal"]["outcome"] == "dismissed"
    assert partner["appeal"]["reason"] == {"en": "The letter changes nothing.", "zh": "来函不影响原决定。"}
    assert partner["appeal"]["said"] == "The letter of the school was overlooked."
    assert partner["decision"]["outcome"] == "rejected"
    assert "申诉：驳回" in told
    assert "来函不影响原决定。" in told
    assert history[-1]["type"] == "appeal_dismissed"
    assert history[-1]["data"]["reason"]["en"] == "The letter changes nothing."
    assert history[-1].get("by") is None


def test_withdrawn_the_refusal_stands(stage: Stage) -> None:
    case = stage.do("withdraw_appeal", "north-signatory", stage.case("appeal_pending"))

    shown = Program(stage.stores, "north-editor").read(case.application.id).json
    assert (shown["state"], shown["appeal"]["outcome"]) == ("closed_rejected", "withdrawn")


def test_upheld_the_case_is_open_again_and_the_decision_is_history(stage: Stage) -> None:
    case = stage.do("uphold", "senior", stage.case("appeal_pending"))

    shown = Program(stage.stores, "north-editor").read(case.application.id).json
    assert (shown["state"], shown.get("decision")) == ("screening", None)
    assert shown["appeal"]["outcome"] == "upheld"
    assert case.application.due == (day_in_beijing(stage.at) + timedelta(days=5)).isoformat()
    assert {review.status for review in case.reviews} == {"released"}
    assert [event.kind for event in case.events if event.kind == "rejected"] == ["rejected"]
    assert Program(stage.stores, "reviewer-1").read(case.application.id).status == 404


def test_a_reviewer_replaced_after_handing_in_reviews_it_no_more_either(more: Stage) -> None:
    case = more.do("review", "reviewer-1", more.case("under_review"))
    change = ReviewersCommand(add=["reviewer-3"], remove=["reviewer-1"])
    case = perform(more.attempt("officer", "change_reviewers", case), change)
    for who in ("reviewer-2", "reviewer-3"):
        case = more.do("review", who, case)
    case = more.do("sign_risk", "safety", more.do("close_review", "officer", case))
    case = more.do("clear_compliance", "compliance", case)
    case = more.do("appeal", "north-signatory", more.do("reject", "approver", case))
    case = more.do("uphold", "senior", case)
    again = AssignmentCommand(reviewers=("reviewer-1", "reviewer-4"), attest=CHECKED)

    with pytest.raises(Unmet) as refused:
        perform(more.attempt("officer", "accept_for_review", case), again)

    assert unmet(refused) == ["new_reviewers"]


def test_the_reviewers_of_before_review_it_no_more(more: Stage) -> None:
    case = more.do("uphold", "senior", more.case("appeal_pending"))
    old = AssignmentCommand(reviewers=("reviewer-1", "reviewer-3"), attest=CHECKED)

    with pytest.raises(Unmet) as refused:
        perform(more.attempt("officer", "accept_for_review", case), old)
    case = _accepted(more, case)
    with pytest.raises(Unmet) as joined:
        perform(more.attempt("officer", "change_reviewers", case), ReviewersCommand(add=["reviewer-2"]))

    assert unmet(refused) == unmet(joined) == ["new_reviewers"]
    assert "reviewer-1" in refused.value.unmet[0].message.en


def _accepted(stage: Stage, case: Case) -> Case:
    command = AssignmentCommand(reviewers=AGAIN, attest=CHECKED)
    return perform(stage.attempt("officer", "accept_for_review", case), command)


def _to_decide_anew(stage: Stage) -> Case:
    case = _accepted(stage, stage.do("uphold", "senior", stage.case("appeal_pending")))
    for who in AGAIN:
        case = stage.do("review", who, case)
    return stage.do("clear_compliance", "compliance", stage.do("close_review", "officer", case))


def _decided_anew(stage: Stage, action: str) -> Case:
    return stage.do(action, "approver-2", _to_decide_anew(stage))


def test_another_approver_decides(more: Stage) -> None:
    case = _to_decide_anew(more)
    with pytest.raises(Unmet) as refused:
        more.do("approve", "approver", case)

    case = more.do("approve", "approver-2", case)

    assert unmet(refused) == ["four_eyes"]
    assert case.application.state == "approved"
    assert [event.kind for event in more.stores.cases.history(case.application.id, 0, 100)][-1] == "approved"


def test_who_decided_before_prepares_no_decision_either(more: Stage) -> None:
    case = _to_decide_anew(more)

    for action in ("escalate", "reopen_review"):
        with pytest.raises(Unmet) as refused:
            more.do(action, "approver", case)
        assert unmet(refused) == ["another_decider"]


def test_who_upheld_it_does_not_decide_it(more: Stage) -> None:
    case = more.do("escalate", "approver-2", _to_decide_anew(more))

    with pytest.raises(Unmet) as refused:
        more.do("approve_final", "senior", case)

    assert unmet(refused) == ["four_eyes"]
    assert more.do("approve_final", "senior-2", case).application.state == "approved"


@pytest.mark.parametrize(
    ("action", "state"), [("allow_appeal", "screening"), ("dismiss_appeal", "closed_rejected")]
)
def test_a_case_of_the_first_version_of_the_workflow_is_heard_too(
    more: Stage, action: str, state: str
) -> None:
    case = more.arrange(more.case("rejected"), workflow_version=1)
    case = more.do("appeal", "north-signatory", case)
    offered = {each.name for each in _offers(more, case)}

    case = more.do(action, "senior", case)

    assert offered == {"allow_appeal", "dismiss_appeal"}
    assert case.application.state == state
    if state == "screening":
        old = AssignmentCommand(reviewers=("reviewer-1", "reviewer-3"), attest=CHECKED)
        with pytest.raises(Unmet) as refused:
            perform(more.attempt("officer", "accept_for_review", case), old)
        assert unmet(refused) == ["new_reviewers"]


def _offers(stage: Stage, case: Case) -> Any:
    person = stage.people["senior"]
    return case_view.case(stage.stores, person, case.application.id, at=stage.at, fresh=True).offers


def test_an_approved_exchange_is_cancelled_once_nobody_has_travelled(stage: Stage) -> None:
    case = stage.case("approved")
    page = f"/applications/{case.application.id}/cancel"
    browser = Browser(stage.stores, "north-signatory")

    silent = browser.send(page, browser.open(page), reason="The host has fallen ill.")
    stated = {"attest.nobody_travelled_declared": "declared"}
    done = browser.send(page, browser.open(page), reason="The host has fallen ill.", **stated)

    assert silent.status == 422
    assert "Declare that nobody has travelled" in silent.text
    assert done.location == f"/applications/{case.application.id}?done=cancel"
    found = stage.now(case)
    assert found.application.state == "cancelled"
    assert found.events[-1].data["attest"] == {"nobody_travelled_declared": "declared"}
    with pytest.raises(NotAvailable):
        stage.do("cancel", "north-signatory", found)


def _taken(stage: Stage, case: Case) -> int:
    return stage.stores.programmes.taken([case.application.programme_id])[case.application.programme_id]


def test_an_approval_takes_one_place_and_a_cancellation_gives_it_back(more: Stage) -> None:
    case = _to_decide_anew(more)
    before = _taken(more, case)

    case = more.do("approve", "approver-2", case)
    approved = _taken(more, case)
    case = more.do("cancel", "north-signatory", case)

    assert (approved, _taken(more, case)) == (before + 1, before)
