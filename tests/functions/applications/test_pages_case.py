"""The case page: one for everyone, and each reader finds their part of it and nothing else."""

import pytest

from shared.actions.policy import POLICY
from shared.domain.case import Case
from shared.domain.programmes import DIRECTIONS, Direction
from shared.domain.words import Language
from shared.domain.workflow import newest
from tests.functions.pages import Browser
from tests.stage import PATHS, Stage


def at(case: Case, more: str = "") -> str:
    return f"/applications/{case.application.id}{more}"


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("state", list(PATHS))
def test_every_state_can_be_read_by_everyone_who_may(stage: Stage, state: str, direction: Direction) -> None:
    case = stage.case(state, direction)
    inside = ("officer", "compliance", "approver", "senior", "safety", "auditor", "observer")
    readers = ["north-editor", "north-signatory", *(inside if case.application.snapshot_version else ())]

    for number, who in enumerate(readers):
        for place, tab in enumerate(("", "?tab=reviews", "?tab=requests", "/history")):
            language: Language = "zh" if (number + place) % 2 else "en"
            reply = Browser(stage.stores, who, language).client.get(at(case, tab))
            assert reply.status == 200, (who, tab)
            assert reply.text.count("<h1") == 1


@pytest.mark.parametrize("state", list(PATHS))
def test_every_action_on_offer_has_its_page(stage: Stage, state: str) -> None:
    case = stage.case(state)
    known = newest("going_out").transitions

    for who in ("north-signatory", "north-editor", "officer", "compliance", "approver", "senior"):
        browser = Browser(stage.stores, who)
        if browser.client.get(at(case)).status == 404:
            continue
        roles = stage.people[who].roles
        names = {
            step.action
            for step in known
            if step.source == stage.now(case).application.state
            and step.role in roles
            and step.action in POLICY
        }
        for link in browser.open(at(case)).links:
            if link.rpartition("/")[2] in names:
                assert browser.client.get(link).status == 200, (who, link)


def test_the_partner_reads_no_inside_state_name_and_no_review(stage: Stage) -> None:
    case = stage.case("compliance_check")

    text = Browser(stage.stores, "north-signatory").client.get(at(case, "?tab=reviews")).text

    assert "Under review" in text
    assert "To the federation" not in text
    assert "Example reviewer-1" not in text
    assert "Compliance" not in text


def test_the_partners_history_has_no_names_of_the_federation(stage: Stage) -> None:
    case = stage.case("rejected")

    text = Browser(stage.stores, "north-editor").open(at(case, "/history")).text

    assert "Application submitted · Example north-signatory (Partner signatory)" in text
    assert "Not approved" in text
    assert "The need is not shown." in text
    assert "Example officer" not in text
    assert "Example approver" not in text


def test_the_federations_history_names_who_did_what(stage: Stage) -> None:
    case = stage.case("decision_pending")

    text = Browser(stage.stores, "auditor").open(at(case, "/history")).text

    assert "Taken on by a programme officer · Example officer (Programme officer)" in text
    assert "Review handed in · Example reviewer-1 (Reviewer)" in text
    assert "Compliance cleared · Example compliance (Compliance officer)" in text


def test_whose_turn_it_is_and_how_far_the_reviews_are(stage: Stage) -> None:
    case = stage.case("under_review")
    stage.do("review", "reviewer-1", case)

    assert (
        "Whose turn: Reviewer – 1 of 2 reviews are in" in Browser(stage.stores, "officer").open(at(case)).text
    )
    partner = Browser(stage.stores, "north-editor").open(at(case)).text
    assert "Whose turn: The federation" in partner
    assert "reviews are in" not in partner


@pytest.mark.parametrize("who", ["north-editor", "north-signatory"])
def test_whoever_may_correct_the_answers_is_led_to_what_was_asked(stage: Stage, who: str) -> None:
    case = stage.case("info_requested_intake")

    page = Browser(stage.stores, who).open(at(case))

    assert "Answer the request" in page.text
    assert at(case, "/answer") in page.links


@pytest.mark.parametrize(("state", "edition"), [("submitted", 1), ("info_requested_intake", 1)])
def test_the_version_shown_counts_what_was_handed_in(stage: Stage, state: str, edition: int) -> None:
    case = stage.case(state)

    assert f"version {edition} " in Browser(stage.stores, "officer").open(at(case)).text


def test_an_action_that_is_not_possible_yet_says_why(stage: Stage) -> None:
    case = stage.case("under_review")

    text = Browser(stage.stores, "officer").open(at(case)).text

    assert "Close the review not yet:" in text
    assert "0 of 2 reviews needed are in for the present content." in text


def test_a_refusal_tells_the_reason_in_both_languages(stage: Stage) -> None:
    case = stage.case("rejected")

    reply = Browser(stage.stores, "north-signatory").client.get(at(case))

    assert "Decision: Not approved" in reply.text
    assert "The need is not shown." in reply.text
    assert '<div class="govuk-details__text said" lang="zh-Hans-CN">需求依据不足。</div>' in reply.text


def test_what_reviewers_say_to_the_partner_is_shown_after_the_decision_only(stage: Stage) -> None:
    case = stage.case("decision_pending")
    browser = Browser(stage.stores, "north-signatory")

    before = browser.open(at(case)).text
    stage.do("approve", "approver", case)
    after = browser.open(at(case)).text

    assert "To you" not in before
    assert "What the reviewers say to you To you" in after
    assert "Example reviewer-1" not in after


def test_a_reviewer_declares_before_reading(stage: Stage) -> None:
    case = stage.case(
        "under_review", need_statement="A secret of the applicant, which nobody reads before declaring."
    )

    page = Browser(stage.stores, "reviewer-1").open(at(case))

    assert "A secret of the applicant" not in page.text
    assert f"/reviews/{case.application.id}" in page.links


def test_an_observer_reads_no_name_and_no_telephone(stage: Stage) -> None:
    case = stage.case("submitted", contact_name="Private Person", contact_phone="+861055501234")

    text = Browser(stage.stores, "observer").open(at(case)).text

    assert "Private Person" not in text
    assert "55501234" not in text
    assert "Names and contact details are left out here." in text
    assert "Private Person" in Browser(stage.stores, "officer").open(at(case)).text


def test_what_people_wrote_is_never_markup(stage: Stage) -> None:
    case = stage.case("submitted", agreement_ref="<script>alert(1)</script> & more")

    text = Browser(stage.stores, "officer").client.get(at(case)).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("who", ["south-editor", "admin"])
def test_a_case_of_others_does_not_exist(stage: Stage, who: str) -> None:
    case = stage.case("under_review")
    browser = Browser(stage.stores, who)

    assert [browser.client.get(at(case, more)).status for more in ("", "/history", "/submitted")] == [404] * 3


def test_a_case_withdrawn_says_so_in_its_way(stage: Stage) -> None:
    case = stage.case("withdrawn")

    text = Browser(stage.stores, "north-editor").open(at(case)).text

    assert "Withdrawn" in text
    assert "Whose turn" not in text


def test_a_withdrawn_case_shows_where_it_ended(stage: Stage) -> None:
    case = stage.case("withdrawn")

    page = Browser(stage.stores, "officer").client.get(at(case)).text

    stages = page.split('<ol class="steps">')[1].split("</ol>")[0]
    assert stages.count("<li") == 2
    assert "Withdrawn" in stages
