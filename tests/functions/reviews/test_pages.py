"""The reviewer's pages: nothing before the declaration, the review kept through errors, others' only afterwards."""

from typing import Any

import pytest

from shared.actions.perform import perform
from shared.domain.commands import AnswerCommand, EditCommand
from shared.domain.reviews import CRITERIA
from shared.store.stores import Stores
from tests.functions.pages import Browser, Page
from tests.stage import REVIEWERS, Stage, ask

NEED = "The wells have run dry; the village council asked for help in writing."
WRITTEN: dict[str, Any] = {f"scores__{criterion.id}": "4" for criterion in CRITERIA} | {
    "recommendation": "approve",
    "comment": "Well planned",
    "comment_to_partner": "Thank you",
}


@pytest.fixture
def stage(stores: Stores) -> Stage:
    return Stage(stores).furnish()


def declared(stage: Stage, who: str, application_id: str) -> Browser:
    """A reviewer who has said that there is no conflict."""
    browser = Browser(stage.stores, who)
    page = browser.open(f"/reviews/{application_id}")
    assert browser.send(f"/reviews/{application_id}/declaration", page, conflict="no").status == 303
    return browser


def test_before_the_declaration_only_titles_and_whom_one_may_know_are_shown(stage: Stage) -> None:
    application = stage.case("under_review", need_statement=NEED).application

    page = Browser(stage.stores, "reviewer-1").open(f"/reviews/{application.id}")

    assert application.number in page.text
    assert application.title_zh in page.text
    assert application.partner_en in page.text
    assert "wells" not in page.text
    assert "Centre, Kenya" in page.text


def test_a_declaration_is_needed(stage: Stage) -> None:
    application = stage.case("under_review").application
    browser = Browser(stage.stores, "reviewer-1")
    target = f"/reviews/{application.id}"

    reply = browser.send(f"{target}/declaration", browser.open(target))

    assert reply.status == 422
    assert "Say whether you have a conflict of interest." in Page(reply).text


def test_without_a_conflict_the_case_opens_but_not_personal_answers(stage: Stage) -> None:
    answers: dict[str, Any] = {"need_statement": NEED, "contact_name": "Zhang Secret"}
    application = stage.case("under_review", **answers).application

    page = declared(stage, "reviewer-1", application.id).open(f"/reviews/{application.id}")

    assert NEED in page.text
    assert "Zhang Secret" not in page.text
    assert page.fields["snapshot_hash"] == [application.snapshot_hash]


def test_with_a_conflict_the_case_is_gone(stage: Stage) -> None:
    application = stage.case("under_review").application
    target = f"/reviews/{application.id}"
    browser = Browser(stage.stores, "reviewer-1")
    page = browser.open(target)

    reply = browser.send(f"{target}/declaration", page, conflict="yes")

    assert "no longer exists for you" in browser.open(reply.location).text
    assert application.number not in browser.open("/reviews").text
    assert browser.client.get(target).status == 404
    repeated = browser.send(f"{target}/declaration", page, conflict="yes")
    assert repeated.location == "/reviews?done=declare_conflict"


@pytest.mark.parametrize("state", ["under_review", "info_requested_review"])
@pytest.mark.parametrize("has_declared", [False, True])
def test_without_time_the_review_goes_back_to_the_officer_who_asks_somebody_else(
    stage: Stage, has_declared: bool, state: str
) -> None:
    case = stage.case(state)
    target = f"/reviews/{case.application.id}"
    browser = Browser(stage.stores, "reviewer-1")
    if has_declared and state == "under_review":
        browser = declared(stage, "reviewer-1", case.application.id)
    asked = browser.open(target)
    page = browser.open(f"{target}/decline")

    replies = [browser.send(f"{target}/decline", page) for _ in range(2)]

    assert f"{target}/decline" in asked.links
    assert [reply.location for reply in replies] == ["/reviews?done=decline_review"] * 2
    assert "You have given the review back." in browser.open(replies[0].location).text
    assert case.application.number not in browser.open("/reviews").text
    assert browser.client.get(target).status == 404
    after = stage.stores.cases.load(case.application.id)
    last = after.events[-1]
    assert (last.kind, last.by, after.application.state) == ("review_declined", "reviewer-1", state)
    assert [each.status for each in after.reviews if each.person_id == "reviewer-1"] == ["declined"]


def test_whoever_had_no_time_is_named_as_such_and_can_be_asked_again(stage: Stage) -> None:
    case = stage.case("under_review")
    target = f"/desk/{case.application.id}/reviewers"
    reviewer = Browser(stage.stores, "reviewer-1")
    decline = f"/reviews/{case.application.id}/decline"
    reviewer.send(decline, reviewer.open(decline))
    officer = Browser(stage.stores, "officer")
    page = officer.open(target)

    shown = officer.open(f"/applications/{case.application.id}?tab=reviews")
    reply = officer.send(target, page, reviewers="reviewer-1")

    assert "Has no time" in shown.text
    assert "Had no time when asked before" in page.text
    assert reply.status == 303
    assert case.application.number in reviewer.open("/reviews").text


def test_a_review_that_is_handed_in_is_not_given_back(stage: Stage) -> None:
    case = stage.case("under_review")
    target = f"/reviews/{case.application.id}"
    browser = declared(stage, "reviewer-1", case.application.id)
    before = browser.open(f"{target}/decline")
    browser.send(target, browser.open(target), **WRITTEN)

    reply = browser.send(f"{target}/decline", before)

    assert reply.status == 409
    assert "nothing to give back" in Page(reply).text
    assert f"{target}/decline" not in browser.open(target).links


def test_errors_keep_what_was_typed(stage: Stage) -> None:
    application = stage.case("under_review").application
    browser, target = declared(stage, "reviewer-1", application.id), f"/reviews/{application.id}"

    reply = browser.send(
        target, browser.open(target), scores__need="5", comment="Half done", recommendation=""
    )

    page = Page(reply)
    assert reply.status == 422
    assert page.fields["scores.need"] == ["5"]
    assert page.fields["comment"] == ["Half done"]
    assert "Score “Quality and feasibility of the plan” from 1 to 5." in page.text
    assert "Choose a recommendation." in page.text


def test_a_review_is_handed_in_once_however_often_it_is_sent(stage: Stage) -> None:
    application = stage.case("under_review").application
    browser, target = declared(stage, "reviewer-1", application.id), f"/reviews/{application.id}"
    page = browser.open(target)

    replies = [browser.send(target, page, **WRITTEN) for _ in range(2)]

    assert [reply.location for reply in replies] == [f"{target}?done=review"] * 2
    review = stage.stores.cases.load(application.id).review_of("reviewer-1")
    assert review
    assert (review.comment, review.comment_to_partner, review.earlier) == ("Well planned", "Thank you", ())


def test_it_can_be_changed_until_the_review_is_closed(stage: Stage) -> None:
    case = stage.case("under_review")
    browser, target = declared(stage, "reviewer-1", case.application.id), f"/reviews/{case.application.id}"
    browser.send(target, browser.open(target), **WRITTEN)
    handed_in = browser.open(target)

    changed = browser.send(target, handed_in, comment="Better now")
    stage.do("review", "reviewer-2", case)
    stage.do("close_review", "officer", case)
    late = browser.send(target, handed_in, comment="Too late")

    assert handed_in.fields["scores.need"] == ["4"]
    assert changed.status == 303
    assert late.status == 409
    assert Page(late).buttons == 0
    review = stage.now(case).review_of("reviewer-1")
    assert review
    assert review.comment == "Better now"


def test_another_review_handed_in_meanwhile_does_no_harm(stage: Stage) -> None:
    case = stage.case("under_review")
    browser, target = declared(stage, "reviewer-1", case.application.id), f"/reviews/{case.application.id}"
    page = browser.open(target)

    stage.do("review", "reviewer-2", case)

    assert browser.send(target, page, **WRITTEN).status == 303


def test_other_reviews_are_shown_after_my_own(stage: Stage) -> None:
    case = stage.case("under_review")
    browser, target = declared(stage, "reviewer-1", case.application.id), f"/reviews/{case.application.id}"
    stage.do("review", "reviewer-2", case)

    before = browser.open(target)
    browser.send(target, before, **WRITTEN)
    after = browser.open(target)

    assert "To the federation" not in before.text
    assert "You see the other reviews once yours is handed in." in before.text
    assert "Example reviewer-2" in after.text
    assert "To the federation" in after.text


def test_a_resubmitted_case_has_to_be_read_again(stage: Stage) -> None:
    case = stage.case("under_review")
    browser, target = declared(stage, "reviewer-1", case.application.id), f"/reviews/{case.application.id}"
    page = browser.open(target)
    stage.do("request_info", "officer", case)
    stage.do("resubmit", "north-signatory", case)

    reply = browser.send(target, page, **WRITTEN, snapshot_hash="older")

    assert reply.status == 412
    assert Page(reply).fields["comment"] == ["Well planned"]


def test_the_queue_shows_what_is_to_do_first(stage: Stage) -> None:
    over = stage.case("compliance_check", title_en="Closed exchange", title_zh="示例交流一")
    handed_in = stage.case("under_review", title_en="Written exchange", title_zh="示例交流二")
    stage.do("review", "reviewer-1", handed_in)
    first = stage.case("under_review", title_en="Open exchange", title_zh="示例交流三")
    second = stage.case("under_review", title_en="Second exchange", title_zh="示例交流四")
    browser = declared(stage, "reviewer-1", first.application.id)

    text = browser.open("/reviews").text
    links = browser.open(f"/reviews/{first.application.id}").links

    order = ["Open exchange", "Handed in; you can still", "Written exchange", "Over", "Closed exchange"]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert f"/reviews/{second.application.id}" in links
    assert f"/reviews/{over.application.id}" not in links


def test_an_empty_queue_says_what_will_come(stage: Stage) -> None:
    page = Browser(stage.stores, "reviewer-1", "zh").open("/reviews")

    assert "您目前没有评审任务。" in page.text


@pytest.mark.parametrize("who", ["reviewer-3", "officer", "north-signatory", "approver"])
def test_it_is_for_its_reviewers_alone(stage: Stage, who: str) -> None:
    application = stage.case("under_review", need_statement=NEED).application

    reply = Browser(stage.stores, who).client.get(f"/reviews/{application.id}")

    assert reply.status in (403, 404)
    assert "wells" not in reply.text


def test_a_draft_is_kept_for_its_reviewer_alone_until_the_review_is_handed_in(stage: Stage) -> None:
    case = stage.do("review", "reviewer-2", stage.case("under_review"))
    target = f"/reviews/{case.application.id}"
    browser = declared(stage, "reviewer-1", case.application.id)
    before = stage.now(case)

    half = {"scores__need": "4", "comment": "Half a thought", "then": "draft"}
    kept = browser.send(target, browser.open(target), **half)
    again = Browser(stage.stores, "reviewer-1").open(target)

    assert kept.location == f"{target}?done=keep_review"
    assert "Nobody else sees it until you hand it in." in again.text
    assert (again.fields["comment"], again.fields["scores.need"]) == (["Half a thought"], ["4"])
    assert stage.now(case) == before
    for who in ("officer", "reviewer-2", "auditor"):
        page = Browser(stage.stores, who).open(f"/applications/{case.application.id}?tab=reviews")
        assert "Half a thought" not in page.text
    assert (
        browser.send(target, browser.open(target), **{**WRITTEN, "comment": "The whole thought"}).status
        == 303
    )
    handed_in = browser.open(target)
    assert "This is your draft" not in handed_in.text
    assert handed_in.fields["comment"] == ["The whole thought"]


def test_a_draft_of_an_earlier_content_says_what_has_changed_since(stage: Stage) -> None:
    case = stage.case("under_review")
    browser, target = declared(stage, "reviewer-1", case.application.id), f"/reviews/{case.application.id}"
    browser.send(target, browser.open(target), comment="A thought", then="draft")
    before = browser.open(target).text
    for field, text in (("need_statement", NEED * 2), ("summary_en", "Helping hands " * 20)):
        case = ask(stage.attempt("officer", "request_info", stage.now(case)), field)
        perform(stage.attempt("north-editor", "edit", case), EditCommand(values={field: text}))
        perform(stage.attempt("north-signatory", "resubmit", case), AnswerCommand())

    page = browser.open(target)

    assert "The partner has changed the application since you saved it." not in before
    assert "The partner has changed the application since you saved it." in page.text
    assert NEED in page.text.partition("Your review")[2]
    assert "Helping hands" in page.text.partition("Your review")[2]
    assert page.fields["comment"] == ["A thought"]


def test_a_change_of_what_reviewers_do_not_see_is_said_and_not_shown(stage: Stage) -> None:
    case = stage.case("under_review")
    for reviewer in REVIEWERS:
        case = stage.do("review", reviewer, case)
    case = ask(stage.attempt("officer", "request_info", case), "contact_name")
    perform(stage.attempt("north-editor", "edit", case), EditCommand(values={"contact_name": "Unseen Name"}))
    perform(stage.attempt("north-signatory", "resubmit", case), AnswerCommand())

    page = Browser(stage.stores, "reviewer-1").open(f"/reviews/{case.application.id}")

    assert "Nothing that is shown to reviewers has changed. My review still stands" in page.text
    assert "Unseen Name" not in page.text


@pytest.mark.parametrize(
    ("who", "state", "status"), [("reviewer-3", "under_review", 404), ("reviewer-1", "compliance_check", 409)]
)
def test_a_draft_is_not_kept_where_nothing_can_be_written(
    stage: Stage, who: str, state: str, status: int
) -> None:
    case = stage.case(state)
    browser, target = Browser(stage.stores, who), f"/reviews/{case.application.id}"

    reply = browser.send(target, browser.open("/reviews"), comment="Too late", then="draft")

    assert reply.status == status
    assert stage.stores.typed.of(who, f"draft of {target}", stage.at) == {}


def test_before_the_declaration_there_is_no_draft(stage: Stage) -> None:
    case = stage.case("under_review")
    browser, target = Browser(stage.stores, "reviewer-1"), f"/reviews/{case.application.id}"

    assert browser.send(target, browser.open(target), comment="Too early", then="draft").status == 403
