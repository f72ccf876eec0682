"""A conflict of interest ends what somebody knows of a case; its absence, declared, bars from deciding."""

from typing import Any

from functions.notifier.deliver import tell
from shared.actions.perform import perform
from shared.domain.case import Case
from shared.domain.commands import AssignmentCommand, ReviewCommand, ReviewersCommand
from tests.builders import a_person
from tests.programs import Program
from tests.stage import REVIEWERS, USUAL, Stage

INBOX = "/api/v1/notifications"


def told(stage: Stage, state: str) -> Case:
    """A case in this state, and everybody told of the last that happened to it."""
    case = stage.case(state)
    tell(stage.stores, None, "", case.application.id, case.application.version, stage.at)
    return case


def inbox(stage: Stage, who: str) -> tuple[set[Any], int]:
    found = Program(stage.stores, who).client.get(INBOX).json
    return {each["application_id"] for each in found["items"]}, found["unread"]


def test_a_reviewer_with_a_conflict_has_no_message_about_the_case_left(stage: Stage) -> None:
    gone, kept = told(stage, "under_review").application.id, told(stage, "under_review").application.id
    assert inbox(stage, "reviewer-1") == ({kept, gone}, 2)

    target = f"/api/v1/applications/{gone}/reviews/me"
    Program(stage.stores, "reviewer-1").client.call("PUT", target, {"conflict": True})

    assert inbox(stage, "reviewer-1") == ({kept}, 1)
    assert inbox(stage, "reviewer-2")[1] == 2


def test_an_officer_with_a_conflict_has_no_message_about_the_case_left(stage: Stage) -> None:
    gone, kept = told(stage, "submitted").application.id, told(stage, "submitted").application.id
    officer = Program(stage.stores, "officer")
    etag = officer.read(gone).headers["etag"]

    stepped_back = officer.client.call("POST", f"/api/v1/desk/{gone}/conflict", {}, if_match=etag)

    assert stepped_back.status == 204
    assert inbox(stage, "officer") == ({kept}, 1)
    assert officer.read(gone).status == 404


def test_a_reviewer_without_a_conflict_cannot_decide_as_an_approver(stage: Stage) -> None:
    stage.know(a_person("both", "reviewer", "approver"))
    case = stage.case("screening")
    accepted = AssignmentCommand(reviewers=(*REVIEWERS, "both"), attest=USUAL["accept_for_review"].attest)
    case = perform(stage.attempt("officer", "accept_for_review", case), accepted)
    perform(stage.attempt("both", "review", case), ReviewCommand())
    for name, who in (
        *(("review", reviewer) for reviewer in REVIEWERS),
        ("close_review", "officer"),
        ("sign_risk", "safety"),
        ("clear_compliance", "compliance"),
    ):
        case = stage.do(name, who, case)
    content = {"snapshot_hash": case.application.snapshot_hash}

    barred = Program(stage.stores, "both").take(case.application.id, "approve", content)
    other = Program(stage.stores, "approver").take(case.application.id, "approve", content)

    assert [each["code"] for each in barred.json["unmet"]] == ["four_eyes"]
    assert other.json["state"] == "approved", other.text


def test_a_reviewer_who_is_replaced_has_nothing_of_the_case_in_the_inbox(stage: Stage) -> None:
    case = told(stage, "under_review")
    before = inbox(stage, "reviewer-1")
    change = ReviewersCommand(add=["reviewer-3"], remove=["reviewer-1"])

    perform(stage.attempt("officer", "change_reviewers", case), change)

    assert before == ({case.application.id}, 1)
    assert inbox(stage, "reviewer-1") == (set(), 0)
    assert inbox(stage, "reviewer-2") == ({case.application.id}, 1)


def test_reviewers_of_a_decision_that_was_appealed_have_nothing_of_the_case_in_the_inbox(
    stage: Stage,
) -> None:
    stage.know(a_person("busy", "reviewer"))
    case = stage.case("screening")
    command = AssignmentCommand(reviewers=(*REVIEWERS, "busy"), attest=USUAL["accept_for_review"].attest)
    case = perform(stage.attempt("officer", "accept_for_review", case), command)
    tell(stage.stores, None, "", case.application.id, case.application.version, stage.at)
    for name, who in (
        ("review", "reviewer-1"),
        ("review", "reviewer-2"),
    ):
        case = stage.do(name, who, case)
    perform(stage.attempt("busy", "review", case), ReviewCommand(conflict=False))
    case = stage.now(case)
    for name, who in (
        ("close_review", "officer"),
        ("sign_risk", "safety"),
        ("clear_compliance", "compliance"),
        ("reject", "approver"),
        ("appeal", "north-signatory"),
    ):
        case = stage.do(name, who, case)
    before = inbox(stage, "busy")

    stage.do("uphold", "senior", case)

    assert before[1] == 1
    assert inbox(stage, "busy") == (set(), 0)
