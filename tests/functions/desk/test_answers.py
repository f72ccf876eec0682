"""The partner's answers item by item: accepted in one's own name, asked again with a reason, or left for later."""

from typing import Any

import pytest

from shared.actions.perform import perform
from shared.domain.case import Case
from shared.domain.commands import (
    AcceptCommand,
    AnswerCommand,
    AssignmentCommand,
    EditCommand,
    RequestCommand,
)
from shared.identity import issue_token
from tests.builders import a_person
from tests.client import Client, Reply
from tests.functions.pages import Browser, Page
from tests.stage import TO_COMPLIANCE, TO_DECISION, USUAL, Stage, items

NEED = "The school asked for this in another letter. " * 3
NOTES = {"headcount": "Twelve, as agreed.", "outcomes": "See the plan."}


@pytest.fixture
def answered(stage: Stage) -> Case:
    """Three items asked about; one answer changed, the others explained."""
    case = stage.case("screening")
    command = RequestCommand(items=items("need_statement", "headcount", "outcomes"))
    case = perform(stage.attempt("officer", "request_info", case), command)
    perform(stage.attempt("north-editor", "edit", case), EditCommand(values={"need_statement": NEED}))
    return perform(stage.attempt("north-signatory", "resubmit", case), AnswerCommand(answers=NOTES))


def place(case: Case) -> str:
    return f"/desk/{case.application.id}/answers"


def send(stage: Stage, case: Case, body: Any, who: str = "officer", name: str = "accept_answers") -> Reply:
    client = Client(token=issue_token(stage.stores, who, at=stage.at))
    version = f'"{stage.now(case).application.version}"'
    return client.call("POST", f"/api/v1/desk/{case.application.id}/{name}", body, if_match=version)


def test_some_will_do_and_the_rest_waits(stage: Stage, answered: Case) -> None:
    browser, target = Browser(stage.stores, "officer"), place(answered)
    case_page = f"/applications/{answered.application.id}"

    page = browser.open(target)
    replies = [browser.send(target, page, **{"settle.need_statement": "accept"}) for _ in range(2)]
    left = browser.open(target)
    tab = browser.open(f"{case_page}?tab=requests").text

    assert target in browser.open(case_page).links
    assert "Twelve, as agreed." in page.text
    assert NEED.strip() in page.text
    assert [each.location for each in replies] == [f"{case_page}?done=accept_answers"] * 2
    assert "Local need" not in left.text
    assert "Twelve, as agreed." in left.text
    assert "Accepted Example officer" in tab
    now = stage.now(answered)
    assert set(now.unsettled) == {"headcount", "outcomes"}
    assert (now.application.state, now.application.round) == ("screening", 1)
    assert [each.kind for each in now.events].count("answers_accepted") == 1
    history = browser.open(f"{case_page}/history").text
    assert "Answers accepted" in history
    assert "Accepted: Local need" in history


def test_compliance_finds_the_answers_where_it_works(stage: Stage) -> None:
    case = stage.do("request_info", "compliance", stage.case("compliance_check"))
    case = stage.do("resubmit", "north-signatory", case)
    screen, target = f"/approvals/{case.application.id}", place(case)

    before = Browser(stage.stores, "compliance").open(screen)
    sent = send(stage, case, {"accepted": ["need_statement"]}, "compliance")

    assert target in before.links
    assert sent.status == 200, sent.text
    assert target not in Browser(stage.stores, "compliance").open(screen).links


def test_what_is_asked_again_goes_out_with_what_is_accepted(stage: Stage, answered: Case) -> None:
    browser, target = Browser(stage.stores, "officer"), place(answered)
    page = browser.open(target)
    chosen = {"settle.need_statement": "accept", "settle.headcount": "again"}

    unsaid = browser.send(target, page, **chosen)
    asked = browser.send(target, Page(unsaid), **{"message.headcount": "By role, please."})

    assert (unsaid.status, "Say what is still missing." in unsaid.text) == (422, True)
    assert asked.location == f"/applications/{answered.application.id}?done=request_info"
    now = stage.now(answered)
    assert (now.application.state, now.application.round) == ("info_requested_intake", 2)
    assert now.requests[-1].items == (
        items("headcount")[0].__class__(field="headcount", message="By role, please."),
    )
    assert now.accepted(now.requests[0], "need_statement")
    assert now.unsettled == {}
    back = perform(
        stage.attempt("north-signatory", "resubmit", now),
        AnswerCommand(answers={"headcount": "Nine and three."}),
    )
    assert {path: each.round for path, each in back.unsettled.items()} == {"outcomes": 1, "headcount": 2}
    tab = browser.open(f"/applications/{answered.application.id}?tab=requests").text
    assert "Asked again in request 2" in tab


def test_a_second_choice_from_a_page_opened_before_the_first_is_not_taken_for_the_first(
    stage: Stage, answered: Case
) -> None:
    browser, target = Browser(stage.stores, "officer"), place(answered)
    page = browser.open(target)
    browser.send(target, page, **{"settle.need_statement": "accept"})

    other = browser.send(target, page, **{"settle.headcount": "accept"})
    again = browser.send(target, Page(other))

    assert (other.status, Page(other).fields["settle.headcount"]) == (412, ["accept"])
    assert again.status == 303
    assert set(stage.now(answered).unsettled) == {"outcomes"}


def test_words_are_not_thrown_away_whatever_was_chosen(stage: Stage, answered: Case) -> None:
    browser, target = Browser(stage.stores, "officer"), place(answered)
    page = browser.open(target)

    both = browser.send(
        target, page, **{"settle.headcount": "accept", "message.headcount": "By role, please."}
    )
    unchosen = browser.send(target, page, **{"message.headcount": "By role, please."})

    assert (both.status, "choose “Ask again”, or clear the text" in both.text) == (422, True)
    assert Page(both).fields["message.headcount"] == ["By role, please."]
    assert unchosen.status == 303
    assert stage.now(answered).requests[-1].fields == ("headcount",)


def test_words_written_while_somebody_else_settled_it_are_kept(stage: Stage, answered: Case) -> None:
    browser, target = Browser(stage.stores, "officer"), place(answered)
    page = browser.open(target)
    assert send(stage, answered, {"accepted": ["headcount"]}).status == 200

    late = browser.send(
        target, page, **{"settle.headcount": "again", "message.headcount": "By role, please."}
    )

    assert late.status == 412
    assert Page(late).fields["message.headcount"] == ["By role, please."]


def test_what_was_left_open_in_one_stage_does_not_come_back_in_the_next(stage: Stage, answered: Case) -> None:
    reviewed = stage.do("accept_for_review", "officer", answered)

    assert answered.unsettled
    assert stage.now(reviewed).unsettled == {}
    assert (
        place(answered)
        not in Browser(stage.stores, "officer").open(f"/applications/{answered.application.id}").links
    )


def test_an_upheld_appeal_leaves_what_was_accepted(stage: Stage, answered: Case) -> None:
    case = perform(
        stage.attempt("officer", "accept_answers", answered), AcceptCommand(accepted=["headcount"])
    )
    for name, who in (*TO_COMPLIANCE[2:], *TO_DECISION[len(TO_COMPLIANCE) :]):
        case = stage.do(name, who, case)
    for name, who in (("reject", "approver"), ("appeal", "north-signatory"), ("uphold", "senior")):
        case = stage.do(name, who, case)

    now = stage.now(case)
    assert now.accepted(now.requests[0], "headcount")


def test_the_partner_does_not_read_who_accepted_what(stage: Stage, answered: Case) -> None:
    before = Client(token=issue_token(stage.stores, "north-editor", at=stage.at)).get(
        f"/api/v1/applications/{answered.application.id}"
    )
    told = send(stage, answered, {"accepted": ["headcount"]})
    after = Client(token=issue_token(stage.stores, "north-editor", at=stage.at)).get(
        f"/api/v1/applications/{answered.application.id}"
    )

    assert told.json["requests"][0]["accepted"] == ["headcount"]
    assert (before.headers["etag"], before.json) == (after.headers["etag"], after.json)
    page = Browser(stage.stores, "north-editor").open(f"/applications/{answered.application.id}/history").text
    assert "Answers accepted" not in page


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("compliance", {"accepted": ["headcount"]}, 409),
        ("approver", {"accepted": ["headcount"]}, 403),
        ("north-signatory", {"accepted": ["headcount"]}, 403),
        ("officer", {"accepted": []}, 422),
        ("officer", {"accepted": ["places"]}, 422),
        ("officer", {"accepted": ["nonsense"]}, 422),
    ],
)
def test_what_cannot_be_accepted_changes_nothing(
    stage: Stage, answered: Case, who: str, body: Any, status: int
) -> None:
    assert send(stage, answered, body, who).status == status
    assert stage.now(answered).application.version == answered.application.version


def test_an_answer_is_accepted_or_asked_again_and_not_both(stage: Stage, answered: Case) -> None:
    again = [{"field": "headcount", "message": "By role, please."}]

    reply = send(stage, answered, {"items": again, "accepted": ["headcount"]}, name="request_info")
    twice = [send(stage, answered, {"accepted": ["outcomes"]}).status for _ in range(2)]

    assert (reply.status, [each["field"] for each in reply.json["errors"]]) == (422, ["accepted.0"])
    assert twice == [200, 422]


def test_an_officer_who_still_owes_the_case_a_review_accepts_nothing(stage: Stage) -> None:
    stage.know(a_person("both", "programme_officer", "reviewer"))
    case = stage.case("screening")
    command = AssignmentCommand(reviewers=("both", "reviewer-1"), attest=USUAL["accept_for_review"].attest)
    case = perform(stage.attempt("officer", "accept_for_review", case), command)
    case = stage.do("resubmit", "north-signatory", stage.do("request_info", "officer", case))
    again = [{"field": "headcount", "message": "By role, please."}]

    asked = send(stage, case, {"items": again, "accepted": ["need_statement"]}, "both", name="request_info")
    alone = send(stage, case, {"accepted": ["need_statement"]}, "both")

    assert (asked.status, alone.status) == (422, 403)
    assert stage.now(case).unsettled


def test_without_an_answer_there_is_nothing_to_accept(stage: Stage) -> None:
    case = stage.case("screening")

    assert (
        "There is no answer of the partner to go through."
        in Browser(stage.stores, "officer").open(place(case), status=409).text
    )
    assert send(stage, case, {"accepted": ["headcount"]}).status == 422
    asked = stage.case("info_requested_intake")
    assert send(stage, asked, {"accepted": ["need_statement"]}).status == 409


def test_compliance_goes_through_the_answers_to_its_own_request(stage: Stage) -> None:
    case = stage.do("request_info", "compliance", stage.case("compliance_check"))
    case = stage.do("resubmit", "north-signatory", case)

    assert send(stage, case, {"accepted": ["need_statement"]}, "officer").status == 409
    assert send(stage, case, {"accepted": ["need_statement"]}, "compliance").status == 200
