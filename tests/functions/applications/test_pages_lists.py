"""The list of applications: whose, what first, and how to begin."""

from datetime import UTC, datetime

import pytest

from shared.domain.appeals import last_day
from shared.domain.workflow import definitions
from shared.language.formats import day
from shared.store.stores import Stores
from tests.builders import an_organisation
from tests.client import Client
from tests.functions.pages import Browser
from tests.stage import Stage


def test_an_empty_list_says_how_to_begin(stage: Stage) -> None:
    page = Browser(stage.stores, "north-editor").open("/applications")

    assert "Your organisation’s applications will appear here" in page.text
    assert "/applications/new" in page.links


def test_the_list_holds_the_cases_of_ones_own_organisation_only(stage: Stage) -> None:
    stage.draft(title_en="Northern exchange")
    stage.draft(who="south-editor", title_en="Southern exchange")

    text = Browser(stage.stores, "north-signatory").open("/applications").text

    assert "Northern exchange" in text
    assert "Southern exchange" not in text


def test_what_waits_for_the_partner_comes_first(stage: Stage) -> None:
    stage.case("info_requested_intake", title_en="Asked about")
    stage.draft(title_en="Newest draft")

    text = Browser(stage.stores, "north-editor").open("/applications").text

    assert text.index("Waiting for you") < text.index("Asked about") < text.index("All others")
    assert text.index("All others") < text.index("Newest draft")


def test_partners_read_public_names_of_states(stage: Stage) -> None:
    stage.case("compliance_check")

    text = Browser(stage.stores, "north-editor").open("/applications?direction=going_out").text

    assert "Under review" in text
    assert "Compliance" not in text


def test_a_refused_case_says_until_when_it_can_be_appealed_against_and_an_appeal_whose_turn_it_is(
    stores: Stores,
) -> None:
    stage = Stage(stores, at=datetime.now(UTC)).furnish()
    stage.case("rejected")
    refused = Browser(stores, "north-editor").open("/applications").text
    stage.case("appeal_pending", "inviting_in")
    lodged = Browser(stores, "north-editor").open("/applications?direction=inviting_in").text

    assert f"You may appeal by {day(last_day(stage.at), 'en')}" in refused
    assert "Appeal received" in lodged
    assert "The federation" in lodged


def test_the_partner_reads_where_each_exchange_goes(stage: Stage) -> None:
    stage.case("submitted")

    text = Browser(stage.stores, "north-editor").open("/applications").text

    assert "Kenya" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Abroad", "Hosted"]),
        ("direction=going_out", ["Abroad"]),
        ("status=Received", ["Hosted"]),
        ("direction=going_out&status=Received", []),
        ("direction=nowhere&status=Draft", ["Abroad"]),
    ],
)
def test_filters_go_by_direction_and_public_status(stage: Stage, query: str, found: list[str]) -> None:
    stage.draft(title_en="Abroad")
    stage.case("submitted", "inviting_in", title_en="Hosted")

    text = Browser(stage.stores, "north-editor").open(f"/applications?{query}").text

    assert [each for each in ("Abroad", "Hosted") if each in text] == found


def test_the_filters_offer_no_status_that_cannot_be_reached(stage: Stage) -> None:
    stage.draft()

    reply = Browser(stage.stores, "north-editor").client.get("/applications")

    assert '<option value="Information needed">' in reply.text
    assert '<option value="Suspended">' not in reply.text


def test_a_long_list_is_turned_page_by_page(stage: Stage) -> None:
    for number in range(28):
        stage.draft(title_en=f"Exchange {number:02}")
    browser = Browser(stage.stores, "north-editor")

    first = browser.open("/applications")
    more = next(link for link in first.links if "cursor=" in link)
    second = browser.open(more)

    shown = [f"Exchange {number:02}" for number in range(28)]
    assert sum(each in first.text for each in shown) == 25
    assert sum(each in second.text for each in shown) == 3
    assert "/applications?" in second.links


@pytest.mark.parametrize(
    ("who", "start"),
    [
        ("officer", "/desk"),
        ("reviewer-1", "/reviews"),
        ("compliance", "/approvals"),
        ("approver", "/approvals"),
        ("senior", "/approvals"),
    ],
)
def test_people_of_the_federation_go_to_their_own_start(stage: Stage, who: str, start: str) -> None:
    reply = Browser(stage.stores, who).client.get("/applications")

    assert (reply.status, reply.location) == (303, start)


@pytest.mark.parametrize("who", ["observer", "auditor", "safety"])
def test_others_of_the_federation_see_submitted_cases_with_their_partner(stage: Stage, who: str) -> None:
    stage.stores.organisations.save(an_organisation("north", name_en="Northern Volunteers"))
    stage.case("submitted", title_en="Sent")
    stage.draft(title_en="Unsent")

    page = Browser(stage.stores, who).open("/applications")

    assert "Sent" in page.text
    assert "Northern Volunteers" in page.text
    assert "Unsent" not in page.text
    assert "/applications/new" not in page.links


def test_a_title_in_the_other_language_says_which(stage: Stage) -> None:
    stage.draft(title_en=None, title_zh="社区教育交流")

    reply = Browser(stage.stores, "north-editor").client.get("/applications")

    assert '<span lang="zh-Hans-CN">社区教育交流</span>' in reply.text


def test_the_page_is_in_chinese_for_who_reads_chinese(stage: Stage) -> None:
    stage.case("info_requested_intake", title_zh="社区教育交流")

    page = Browser(stage.stores, "north-editor", "zh").open("/applications")

    assert "我的申请" in page.text
    assert "社区教育交流" in page.text
    assert "需补充材料" in page.text


def test_nobody_reads_the_list_without_signing_in(stores: Stores) -> None:
    browser = Browser(stores, "nobody")

    assert browser.client.get("/applications").status in (303, 401)


def test_every_page_says_who_one_is_and_for_whom(stage: Stage) -> None:
    html = Client().sign_in(stage.stores, "north-editor").get("/applications").text

    assert f"Example north · {definitions().roles['partner_editor'].en}" in html
    assert 'href="/people/profile"' in html
