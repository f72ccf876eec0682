"""The partner's draft on pages: begun once, filled in any order, and nothing typed is ever lost."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.statutory_clock import path
from shared.identity import IDLE, open_session
from tests.builders import a_programme
from tests.client import COOKIE
from tests.functions.pages import Browser, Page
from tests.stage import Stage

FEDERATION = 37
"""Days of check, review, compliance and decision together, as the workflow has them."""
LONG_ZH = "关于在肯尼亚内罗毕郊区开展社区教育与青少年志愿服务能力建设以及公共卫生健康促进交流合作项目的申请第二期扩展版甲乙丙"


def held(stage: Stage, case: Case) -> dict[str, Any]:
    return dict(stage.stores.cases.load_for_partner(case.application.id).values)


def section(case: Case, name: str) -> str:
    return f"/applications/{case.application.id}/sections/{name}"


def test_open_programmes_are_offered_and_closed_ones_explained(stage: Stage) -> None:
    stage.stores.programmes.save(
        a_programme(id="over", title_en="Old call", opens="2020-01-01", closes="2020-12-31")
    )
    stage.stores.programmes.save(
        a_programme(id="soon", title_en="Next call", opens="2090-01-01", closes="2090-12-31")
    )

    page = Browser(stage.stores, "north-editor").open("/applications/new")

    assert "Open going_out" in page.text
    assert "Old call closed since 31 December 2020" in page.text
    assert "Next call opens on 1 January 2090" in page.text


def test_choosing_no_programme_is_said(stage: Stage) -> None:
    browser = Browser(stage.stores, "north-editor")
    page = browser.open("/applications/new")

    reply = browser.send("/applications/new", page)

    assert reply.status == 422
    assert 'href="#programme_id">Choose a programme' in reply.text
    assert "<title>Error: Which programme" in reply.text


def test_a_programme_that_closed_meanwhile_is_said_with_its_days(stage: Stage) -> None:
    stage.stores.programmes.save(a_programme(id="over", opens="2020-01-01", closes="2020-12-31"))
    browser = Browser(stage.stores, "north-editor")
    page = browser.open("/applications/new")

    reply = browser.send("/applications/new", page, programme_id="over")

    assert reply.status == 422
    assert "from 2020-01-01 to 2020-12-31" in reply.text


def test_a_double_click_makes_one_draft(stage: Stage) -> None:
    browser = Browser(stage.stores, "north-editor")
    page = browser.open("/applications/new")

    first = browser.send("/applications/new", page, programme_id="going-now")
    second = browser.send("/applications/new", page, programme_id="going-now")

    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    assert len(stage.stores.cases.of_organisation("north", 10, None).rows) == 1


def test_the_same_page_may_begin_another_programme_after_going_back(stage: Stage) -> None:
    browser = Browser(stage.stores, "north-editor")
    page = browser.open("/applications/new")

    first = browser.send("/applications/new", page, programme_id="going-now")
    second = browser.send("/applications/new", page, programme_id="invit-now")

    assert second.status == 303
    assert first.location != second.location


def test_the_task_list_says_how_far_each_section_is(stage: Stage) -> None:
    case = stage.draft(
        title_en=None, leader_name=None, start_date="2020-01-01", end_date="2020-01-02", declarations=None
    )

    text = Browser(stage.stores, "north-editor").open(f"/applications/{case.application.id}").text

    assert "Dates about 3 minutes · 2 answers to give or correct Has errors" in text
    assert "The exchange about 25 minutes · 1 answer to give or correct In progress" in text
    assert "Declarations about 2 minutes Not started" in text
    assert "Money about 15 minutes Completed" in text
    assert "5 answers still block it" in text


def test_the_latest_recommended_day_leaves_time_for_every_step(stage: Stage) -> None:
    start = day_in_beijing(stage.at) + timedelta(days=200)
    case = stage.draft(start_date=start.isoformat(), end_date=start.isoformat(), programme_id="going-now")

    page = Browser(stage.stores, "north-editor").open(f"/applications/{case.application.id}")

    first = path("going_out", case.values, FEDERATION)[0].begin
    assert first < start - timedelta(days=30)
    assert f"Latest recommended day to submit: {first.day} {first:%B} {first.year} ( in" in page.text
    assert "Latest days for every step up to the start" in page.text
    assert "Visas or permits for the destination" in page.text


def test_where_the_usual_terms_do_not_fit_any_more_it_is_said_with_the_day(stage: Stage) -> None:
    start = day_in_beijing(stage.at) + timedelta(days=40)
    case = stage.draft(start_date=start.isoformat(), end_date=start.isoformat())

    text = Browser(stage.stores, "north-editor").open(f"/applications/{case.application.id}").text

    first = path("going_out", case.values, FEDERATION)[0].begin
    assert (
        f"Time is short: with the usual terms, everything up to the start fits only if the application is sent by {first.day} {first:%B}"
        in text
    )
    assert "Too late for a normal application" not in text


def test_the_latest_days_stand_before_the_signature_and_on_the_officers_page(stage: Stage) -> None:
    draft = stage.draft()
    check = Browser(stage.stores, "north-signatory").open(f"/applications/{draft.application.id}/check")
    case = stage.do("submit", "north-signatory", draft)
    address = f"/applications/{case.application.id}"
    decided = stage.case("approved")

    officer = Browser(stage.stores, "officer").open(address)
    others = [Browser(stage.stores, who).open(address) for who in ("north-editor", "observer")]
    after = Browser(stage.stores, "officer").open(f"/applications/{decided.application.id}")

    assert "Latest days for every step up to the start" in check.text
    assert "Latest days for every step up to the start" in officer.text
    assert not any("Latest days" in page.text for page in (*others, after))


def test_a_section_is_saved_and_the_next_one_follows(stage: Stage) -> None:
    case = stage.draft(title_en="Before")
    browser = Browser(stage.stores, "north-editor")
    page = browser.open(section(case, "programme"))

    reply = browser.send(section(case, "programme"), page, title_en="After it was changed", then="on")

    assert (reply.status, reply.location) == (303, section(case, "time"))
    assert held(stage, case)["title_en"] == "After it was changed"


def test_saving_for_later_leads_to_the_task_list_and_says_so(stage: Stage) -> None:
    case = stage.draft()
    browser = Browser(stage.stores, "north-editor")
    page = browser.open(section(case, "programme"))

    reply = browser.send(section(case, "programme"), page, title_zh=LONG_ZH, then="later")

    assert reply.location == f"/applications/{case.application.id}?done=edit"
    assert "Your answers have been saved." in browser.open(reply.location).text
    assert held(stage, case)["title_zh"] == LONG_ZH


def test_from_the_check_page_one_comes_straight_back(stage: Stage) -> None:
    case = stage.draft()
    browser = Browser(stage.stores, "north-editor")
    target = f"{section(case, 'programme')}?from=check"
    page = browser.open(target)

    reply = browser.send(target, page, title_en="Changed while checking", then="on")

    assert reply.location == f"/applications/{case.application.id}/check"


def test_right_answers_are_saved_and_wrong_ones_stay_as_typed(stage: Stage) -> None:
    case = stage.draft()
    browser = Browser(stage.stores, "north-editor")
    page = browser.open(section(case, "organisation"))

    reply = browser.send(
        section(case, "organisation"),
        page,
        contact_name="Nguyễn Thị Minh-Khai Østergård",
        contact_email="nobody",
    )

    assert reply.status == 422
    assert (
        'href="#contact_email">“Contact email” must be an email address, like name@example.org' in reply.text
    )
    assert 'value="nobody"' in reply.text
    assert "<title>Error: Applicant organisation" in reply.text
    assert held(stage, case)["contact_name"] == "Nguyễn Thị Minh-Khai Østergård"
    assert held(stage, case)["contact_email"] != "nobody"


def test_after_errors_the_same_page_can_be_sent_again(stage: Stage) -> None:
    case = stage.draft()
    browser = Browser(stage.stores, "north-editor")
    here = section(case, "organisation")
    wrong = browser.send(here, browser.open(here), contact_name="Somebody Else", contact_email="nobody")

    reply = browser.send(here, Page(wrong), contact_email="somebody@example.org")

    assert reply.status == 303
    assert held(stage, case)["contact_email"] == "somebody@example.org"


def test_a_second_click_saves_nothing_twice(stage: Stage) -> None:
    case = stage.draft()
    browser = Browser(stage.stores, "north-editor")
    here = section(case, "programme")
    page = browser.open(here)

    first = browser.send(here, page, title_en="Changed once")
    version = stage.now(case).application.version
    second = browser.send(here, page, title_en="Changed once")

    assert (first.status, second.status) == (303, 303)
    assert stage.now(case).application.version == version


def test_two_people_may_fill_in_different_sections_at_once(stage: Stage) -> None:
    case = stage.draft()
    editor, signatory = Browser(stage.stores, "north-editor"), Browser(stage.stores, "north-signatory")
    one, other = editor.open(section(case, "programme")), signatory.open(section(case, "organisation"))

    first = editor.send(section(case, "programme"), one, title_en="By the editor")
    second = signatory.send(section(case, "organisation"), other, contact_name="By the signatory")

    assert (first.status, second.status) == (303, 303)
    assert held(stage, case)["title_en"] == "By the editor"
    assert held(stage, case)["contact_name"] == "By the signatory"


def test_two_people_in_one_section_see_each_others_answers_and_lose_none(stage: Stage) -> None:
    case = stage.draft()
    editor, signatory = Browser(stage.stores, "north-editor"), Browser(stage.stores, "north-signatory")
    here = section(case, "programme")
    one, other = editor.open(here), signatory.open(here)
    editor.send(here, one, title_en="By the editor")

    reply = signatory.send(here, other, title_en="By the signatory")

    assert reply.status == 412
    assert "Somebody else saved other answers here" in reply.text
    assert '<td class="govuk-table__cell said">By the editor</td>' in reply.text
    assert 'value="By the signatory"' in reply.text
    assert held(stage, case)["title_en"] == "By the editor"


def test_after_comparing_the_second_answer_can_be_kept(stage: Stage) -> None:
    case = stage.draft()
    editor, signatory = Browser(stage.stores, "north-editor"), Browser(stage.stores, "north-signatory")
    here = section(case, "programme")
    one, other = editor.open(here), signatory.open(here)
    editor.send(here, one, title_en="By the editor")

    compared = Page(signatory.send(here, other, title_en="By the signatory"))
    reply = signatory.send(here, compared)

    assert reply.status == 303
    assert held(stage, case)["title_en"] == "By the signatory"


def test_what_was_typed_when_the_session_had_ended_comes_back(stage: Stage) -> None:
    case = stage.draft()
    browser = Browser(stage.stores, "north-editor")
    here = section(case, "programme")
    page = browser.open(here)
    old = stage.at - IDLE - timedelta(minutes=1)
    browser.client.cookies[COOKIE] = open_session(stage.stores, "north-editor", old) or ""

    page.fields["csrf_token"] = [browser.client.csrf]
    gone = browser.send(here, page, title_en="Typed too late")
    browser.client.sign_in(stage.stores, "north-editor")
    back = browser.client.get(f"{here}?typed=1")

    assert gone.status == 401 or gone.location.startswith("/people/sign-in")
    assert "What you typed is kept below. It is not saved yet" in back.text
    assert 'value="Typed too late"' in back.text


@pytest.mark.parametrize(
    ("who", "status"), [("north-signatory", 200), ("south-editor", 404), ("officer", 404), ("admin", 404)]
)
def test_a_draft_is_edited_by_its_own_organisation_only(stage: Stage, who: str, status: int) -> None:
    case = stage.draft()

    assert Browser(stage.stores, who).client.get(section(case, "programme")).status == status


def test_once_submitted_no_section_can_be_edited(stage: Stage) -> None:
    case = stage.case("submitted")
    browser = Browser(stage.stores, "north-editor")

    assert browser.client.get(section(case, "programme")).status == 409
    assert browser.client.post(section(case, "programme"), {"title_en": "Too late now"}).status == 409
    assert browser.client.get(section(case, "no-such-section")).status in (404, 409)


def test_a_section_that_is_none_is_not_found(stage: Stage) -> None:
    case = stage.draft()

    assert Browser(stage.stores, "north-editor").client.get(section(case, "nothing")).status == 404


def test_a_form_from_elsewhere_changes_nothing(stage: Stage) -> None:
    case = stage.draft(title_en="Untouched")
    browser = Browser(stage.stores, "north-editor")
    page = browser.open(section(case, "programme"))

    reply = browser.send(section(case, "programme"), page, title_en="Forged", csrf_token="wrong")

    assert reply.status == 403
    assert held(stage, case)["title_en"] == "Untouched"


def test_a_draft_is_discarded_once_after_being_asked(stage: Stage) -> None:
    case = stage.draft()
    browser = Browser(stage.stores, "north-editor")
    here = f"/applications/{case.application.id}/discard"
    page = browser.open(here)

    first, second = browser.send(here, page), browser.send(here, page)

    assert case.application.number in page.text
    assert (first.status, first.location) == (303, f"/applications/{case.application.id}?done=discard")
    assert second.location == first.location
    assert stage.now(case).application.state == "withdrawn"
    assert "The draft has been discarded." in browser.open(first.location).text


def test_a_former_application_is_copied_into_a_programme_of_its_direction(stage: Stage) -> None:
    case, browser = stage.case("withdrawn", title_en="Once more"), Browser(stage.stores, "north-editor")
    new = f"/applications/new?like={case.application.id}"

    link = browser.open(f"/applications/{case.application.id}").links
    page = browser.open(new)
    reply = browser.send(new, page, programme_id="going-out")
    copy = stage.stores.cases.load_for_partner(reply.location.split("/")[2].partition("?")[0])

    assert new in link
    assert f"The answers of {case.application.number} are copied" in page.text
    assert "Open inviting_in" not in page.text
    assert copy.values["title_en"] == "Once more"
    assert "start_date" not in copy.values


def test_only_ones_own_applications_are_copied(stage: Stage) -> None:
    case = stage.case("submitted")

    Browser(stage.stores, "south-editor").open(f"/applications/new?like={case.application.id}", status=404)
