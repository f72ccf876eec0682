"""The desk's pages: what an officer finds, and every step taken, refused and repeated."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.case import Case
from shared.domain.events import Event
from shared.domain.programmes import Direction
from shared.store.stores import Stores
from tests.functions.pages import Browser, Page
from tests.programs import Program
from tests.recorder import recording
from tests.stage import Stage


@pytest.fixture
def stage(stores: Stores) -> Stage:
    return Stage(stores).furnish()


def test_the_desk_begins_with_what_nobody_has_claimed(stage: Stage) -> None:
    waiting = titled(stage, "Waiting exchange", "submitted")
    titled(stage, "Claimed exchange", "screening")

    page = Browser(stage.stores, "officer").open("/desk")

    assert "Waiting exchange" in page.text
    assert "Claimed exchange" not in page.text
    assert f"/desk/{waiting.application.id}/claim" in page.links


def test_without_unclaimed_cases_the_desk_begins_with_my_own(stage: Stage) -> None:
    titled(stage, "Claimed exchange", "screening")

    assert "Claimed exchange" in Browser(stage.stores, "officer").open("/desk").text
    other = Browser(stage.stores, "officer-2").open("/desk").text
    assert "Claimed exchange" not in other
    assert "You have no open case here." in other


def test_all_cases_have_their_officer_and_the_overdue_come_first(stage: Stage) -> None:
    stage.at -= timedelta(days=30)
    titled(stage, "Old exchange", "screening", "inviting_in")
    stage.at += timedelta(days=30)
    titled(stage, "New exchange", "under_review")

    text = Browser(stage.stores, "officer-2").open("/desk?whose=all").text

    assert text.index("Old exchange") < text.index("New exchange")
    assert "days overdue" in text
    assert text.count("Example officer") == 2


def test_a_state_and_a_direction_narrow_the_list(stage: Stage) -> None:
    titled(stage, "Inward exchange", "under_review", "inviting_in")
    titled(stage, "Outward exchange", "under_review")
    browser = Browser(stage.stores, "officer")

    assert "Outward exchange" not in browser.open("/desk?state=under_review&direction=inviting_in").text
    assert "There is no such case" in browser.open("/desk?whose=all&state=escalated").text


def test_a_number_may_be_typed_as_it_is_heard(stage: Stage) -> None:
    application = stage.case("submitted").application
    browser = Browser(stage.stores, "officer")

    heard = application.number.lower().replace("-", " ").replace(" ", "%20")

    assert browser.client.get(f"/desk?number={heard}").location == f"/applications/{application.id}"


def test_a_misheard_number_is_not_looked_up(stage: Stage) -> None:
    number = stage.case("submitted").application.number
    wrong = number[:-1] + ("2" if number[-1] != "2" else "3")
    browser = Browser(stage.stores, "officer")

    with recording(stage.stores.table.client) as heard:
        page = browser.open(f"/desk?number={wrong}")

    assert "This number cannot be right." in page.text
    assert f"NUMBER#{wrong}" not in str([call.arguments for call in heard.calls])


def test_a_case_with_a_conflict_is_nowhere(stage: Stage) -> None:
    case = titled(stage, "Cousin's exchange", "submitted")
    application = case.application
    stage.stores.state_counts.count(_submitted(case.events), stage.at)
    browser = Browser(stage.stores, "officer")
    confirm = f"/desk/{application.id}/conflict"

    reply = browser.send(confirm, browser.open(confirm))

    assert reply.location == "/desk?done=declare_conflict"
    desk = browser.open(reply.location)
    assert "no longer exists for you" in desk.text
    assert "Cousin" not in desk.text
    assert "Unclaimed 0" in desk.text
    assert "You have no case with this number." in browser.open(f"/desk?number={application.number}").text
    assert browser.send(confirm, desk).location == "/desk?done=declare_conflict"
    assert "Unclaimed 1" in Browser(stage.stores, "officer-2").open("/desk").text


def test_claiming_is_stated_and_confirmed(stage: Stage) -> None:
    application = stage.case("submitted").application
    browser, target = Browser(stage.stores, "officer"), f"/desk/{application.id}/claim"
    page = browser.open(target)

    first, second = browser.send(target, page), browser.send(target, page)

    assert "I have no conflict of interest in this case." in page.text
    assert first.location == second.location == f"/applications/{application.id}?done=claim"
    assert stage.stores.cases.load(application.id).application.officer == "officer"


def test_who_comes_too_late_is_told_who_was_faster(stage: Stage) -> None:
    application = stage.case("submitted").application
    late, target = Browser(stage.stores, "officer-2"), f"/desk/{application.id}/claim"
    page = late.open(target)
    stage.do("claim", "officer", stage.stores.cases.load(application.id))

    reply = late.send(target, page)

    assert reply.status == 409
    assert "Claim – Example officer" in Page(reply).text
    assert Page(reply).buttons == 0


def test_asking_for_information_keeps_what_was_typed(stage: Stage) -> None:
    application = stage.case("screening").application
    browser, target = Browser(stage.stores, "officer"), f"/desk/{application.id}/request_info"
    page = browser.open(target)

    empty = browser.send(target, page, message="Dear partner")
    half = browser.send(target, page, field=["need_statement"], message__title_en="Too long?")

    assert "This is round 1 of 3." in page.text
    assert "Example north-editor" in page.text
    assert empty.status == 422
    assert Page(empty).fields["message"] == ["Dear partner"]
    assert half.status == 422
    assert Page(half).fields["field"] == ["need_statement"]
    assert Page(half).fields["message.title_en"] == ["Too long?"]
    assert "Say what is needed for “Local need and who stated it”." in Page(half).text


def test_a_question_that_the_form_of_the_case_lacks_has_no_label(stage: Stage) -> None:
    case = stage.case("screening")
    stage.arrange(case, form_version=1)
    browser, target = Browser(stage.stores, "officer"), f"/desk/{case.application.id}/request_info"

    reply = browser.send(target, browser.open(target), field=["has_supervising_body"])

    assert "Say what is needed for “has_supervising_body”." in Page(reply).text


def test_only_named_questions_are_asked(stage: Stage) -> None:
    application = stage.case("screening").application
    browser, target = Browser(stage.stores, "officer"), f"/desk/{application.id}/request_info"

    reply = browser.send(target, browser.open(target), message__need_statement="Who asked?", message="Thanks")

    assert reply.location == f"/applications/{application.id}?done=request_info"
    asked = stage.stores.cases.load(application.id).open_request
    assert asked
    assert [(item.field, item.message) for item in asked.items] == [("need_statement", "Who asked?")]
    assert asked.message == "Thanks"


def test_what_was_answered_is_said_where_it_can_be_asked_again(stage: Stage) -> None:
    case = stage.do("resubmit", "north-signatory", stage.case("info_requested_intake"))
    officer, target = Browser(stage.stores, "officer"), f"/desk/{case.application.id}/request_info"
    requests = f"/applications/{case.application.id}?tab=requests"
    page = officer.open(target)

    officer.send(target, page, field="need_statement", message__need_statement="Which council?")
    asked = Browser(stage.stores, "north-editor").open(requests).text
    stage.do("cancel_request", "officer", stage.now(case))
    cancelled = Browser(stage.stores, "north-editor").open(requests).text
    [answered, last] = Program(stage.stores, "north-editor").read(case.application.id).json["requests"]

    assert "Answered in request 1" in page.text
    assert "As asked." in page.text
    assert "Asked again in request 2" in asked
    assert "not answered yet" in asked
    assert "Asked again" not in cancelled
    assert "not answered yet" not in cancelled
    assert "cancelled_at" not in answered
    assert datetime.fromisoformat(last["cancelled_at"]) == stage.at


def test_a_changed_case_is_shown_with_what_happened(stage: Stage) -> None:
    case = stage.case("under_review")
    browser, target = Browser(stage.stores, "officer"), f"/desk/{case.application.id}/request_info"
    page = browser.open(target)
    stage.do("review", "reviewer-1", case)

    reply = browser.send(target, page, message__title_en="Typed with care")

    assert reply.status == 412
    assert Page(reply).fields["message.title_en"] == ["Typed with care"]
    assert browser.send(target, Page(reply)).location.endswith("?done=request_info")


def test_compliance_officers_ask_too(stage: Stage) -> None:
    application = stage.case("compliance_check").application
    browser, target = Browser(stage.stores, "compliance"), f"/desk/{application.id}/request_info"

    assert browser.send(target, browser.open(target), message__pia_ref="Which?").status == 303


def test_everything_wrong_with_an_acceptance_is_said_at_once(stage: Stage) -> None:
    application = stage.case("screening").application
    browser, target = Browser(stage.stores, "officer"), f"/desk/{application.id}/accept_for_review"

    reply = browser.send(target, browser.open(target), **{"due-day": "", "reviewers": ["reviewer-1"]})

    page = Page(reply)
    assert reply.status == 422
    assert "Tick “1. Every section says what it should" in page.text
    assert "Choose at least 2 reviewers." in page.text
    assert "“Reviews wanted by” must include a day" in page.text
    assert page.fields["reviewers"] == ["reviewer-1"]


def test_a_case_goes_to_the_reviewers_chosen(stage: Stage) -> None:
    case = stage.case("screening")
    application = stage.arrange(case, conflicted=("reviewer-3",)).application
    browser, target = Browser(stage.stores, "officer"), f"/desk/{application.id}/accept_for_review"
    page = browser.open(target)

    reply = browser.send(
        target,
        page,
        checklist=["complete", "consistent", "identity", "need", "ready"],
        reviewers=["reviewer-1", "reviewer-2"],
    )

    assert page.disabled == ["reviewer-3"]
    assert "has a conflict of interest" in page.text
    assert reply.location == f"/applications/{application.id}?done=accept_for_review"
    reviews = stage.stores.cases.load(application.id).reviews
    assert {review.person_id for review in reviews} == {"reviewer-1", "reviewer-2"}


def test_a_checklist_gone_through_before_says_by_whom_and_is_ticked_anew(stage: Stage) -> None:
    case = stage.do("propose_ineligible", "compliance", stage.case("compliance_check"))
    case = stage.do("send_back", "approver", case)

    page = Browser(stage.stores, "officer").open(f"/desk/{case.application.id}/accept_for_review")

    assert case.application.state == "screening"
    assert "Ticked by Example officer" in page.text
    assert "checklist" not in page.fields


def test_reviewers_are_replaced(stage: Stage) -> None:
    application = stage.case("under_review").application
    browser, target = Browser(stage.stores, "officer"), f"/desk/{application.id}/reviewers"
    page = browser.open(target)

    nothing = browser.send(target, page)
    reply = browser.send(target, page, remove=["reviewer-1"], reviewers=["reviewer-3"])

    assert nothing.status == 422
    assert reply.location == f"/applications/{application.id}?done=change_reviewers"
    assert browser.send(target, page, remove=["reviewer-1"], reviewers=["reviewer-3"]).status == 303
    statuses = {review.person_id: review.status for review in stage.stores.cases.load(application.id).reviews}
    assert statuses == {"reviewer-1": "released", "reviewer-2": "assigned", "reviewer-3": "assigned"}


def test_another_change_from_a_page_opened_before_the_first_is_not_taken_for_the_first(stage: Stage) -> None:
    case = stage.case("under_review")
    browser, target = Browser(stage.stores, "officer"), f"/desk/{case.application.id}/reviewers"
    page = browser.open(target)
    browser.send(target, page, remove=["reviewer-1"])

    assert browser.send(target, page, remove=["reviewer-2"]).status == 412

    asked = stage.case("info_requested_intake")
    target = f"/desk/{asked.application.id}/amend_request"
    page = browser.open(target)
    replies = [browser.send(target, page, message=text).status for text in ("First", "First", "Second")]
    assert replies == [303, 303, 412]


def test_a_review_closes_only_with_enough_reviews(stage: Stage) -> None:
    case = stage.case("under_review")
    browser, target = Browser(stage.stores, "officer"), f"/desk/{case.application.id}/close_review"

    early = browser.open(target)
    for reviewer in ("reviewer-1", "reviewer-2"):
        stage.do("review", reviewer, case)
    page = browser.open(target)

    assert early.buttons == 0
    assert "0 of 2 reviews needed are in for the present content." in early.text
    assert "Need and relevance 5 · 5 5.0" in page.text
    assert browser.send(target, page).location.endswith("?done=close_review")


def test_not_accepting_needs_a_reason_in_both_languages(stage: Stage) -> None:
    application = stage.case("screening").application
    browser, target = Browser(stage.stores, "officer"), f"/desk/{application.id}/propose_ineligible"
    page = browser.open(target)

    half = browser.send(target, page, reason_code="safety", reason_en="Not safe")
    whole = browser.send(target, Page(half), reason_zh="不安全")

    assert half.status == 422
    assert Page(half).fields["reason_code"] == ["safety"]
    assert "Write the reason in Chinese." in Page(half).text
    assert whole.location == f"/applications/{application.id}?done=propose_ineligible"
    event = stage.stores.cases.load(application.id).events[-1]
    assert event.data == {"reason_code": "safety", "reason": {"en": "Not safe", "zh": "不安全"}}


def test_a_step_that_is_over_says_so_with_the_way_to_the_case(stage: Stage) -> None:
    application = stage.case("under_review").application

    page = Browser(stage.stores, "officer").open(f"/desk/{application.id}/claim", 409)

    assert "the case is now in the state “Expert review”" in page.text
    assert page.buttons == 0


@pytest.mark.parametrize("who", ["north-signatory", "south-editor", "admin", "reviewer-1"])
def test_outsiders_find_nothing(stage: Stage, who: str) -> None:
    application = titled(stage, "Secret exchange", "screening").application
    browser = Browser(stage.stores, who)

    page = browser.client.get(f"/desk/{application.id}/claim")

    assert browser.client.get("/desk").status == 403
    assert page.status in (403, 404)
    assert "Secret exchange" not in page.text.replace(application.id, "") or who == "north-signatory"


def test_what_was_typed_survives_a_lost_session(stage: Stage) -> None:
    application = stage.case("screening").application
    browser, target = Browser(stage.stores, "officer"), f"/desk/{application.id}/request_info"
    page = browser.open(target)
    browser.client.sign_in(stage.stores, "officer", datetime.now(UTC) - timedelta(hours=1))

    lost = browser.send(
        target, page, message__need_statement="Typed with care", csrf_token=browser.client.csrf
    )
    again = Browser(stage.stores, "officer").open(f"{target}?typed=1")

    assert lost.location.startswith("/people/sign-in?")
    assert again.fields["message.need_statement"] == ["Typed with care"]


def test_a_full_page_is_small_and_cheap(stage: Stage) -> None:
    title = "Community education and teacher training with the schools of the Nairobi river valley, second year of three"
    for number in range(27):
        stage.case(
            "submitted", title_en=f"{title} {number:02}", title_zh=f"社区教育与教师培训（第{number}期）"
        )
    browser = Browser(stage.stores, "officer")
    browser.open("/desk")

    with recording(stage.stores.table.client) as heard:
        reply = browser.client.get("/desk")

    assert reply.text.count("<tr><td>") == 25
    assert len(reply.text.encode()) <= 25_000
    assert len(heard.calls) <= 3
    more = next(link for link in Page(reply).links if "cursor=" in link)
    assert browser.client.get(more).text.count("<tr><td>") == 2


def titled(stage: Stage, title: str, state: str, direction: Direction = "going_out") -> Case:
    """A case with a title of its own: two alike of one partner count as the same."""
    return stage.case(state, direction, title_en=title, title_zh=f"示例 {title}")


def _submitted(events: tuple[Event, ...]) -> Event:
    return next(event for event in events if event.action == "submit")
