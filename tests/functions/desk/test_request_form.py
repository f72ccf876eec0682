"""A request for information after it was sent: put in other words, extended, taken back, and signed for."""

from datetime import timedelta

import pytest

from shared.actions.perform import perform
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.commands import EditCommand
from shared.domain.refusals import Unmet
from shared.store.stores import Stores
from tests.functions.pages import Browser
from tests.stage import Stage

ASKED = "info_requested_intake"


@pytest.fixture
def stage(stores: Stores) -> Stage:
    return Stage(stores).furnish()


@pytest.fixture
def case(stage: Stage) -> Case:
    return stage.case(ASKED)


def test_the_request_is_shown_as_it_stands_to_be_changed(stage: Stage, case: Case) -> None:
    page = Browser(stage.stores, "officer").open(f"/desk/{case.application.id}/amend_request")

    year, month, day = case.application.due.split("-")
    assert page.fields["field"] == ["need_statement"]
    assert page.fields["message.need_statement"] == ["Please explain."]
    assert [page.fields[f"due-{part}"] for part in ("year", "month", "day")] == [
        [year],
        [str(int(month))],
        [str(int(day))],
    ]


def test_an_amended_request_keeps_what_the_partner_has_prepared_and_moves_the_day(
    stage: Stage, case: Case
) -> None:
    prepared = {"need_statement": "Asked for in writing by the school. " * 3}
    perform(stage.attempt("north-editor", "edit", case), EditCommand(values=prepared))
    browser, target = Browser(stage.stores, "officer"), f"/desk/{case.application.id}/amend_request"
    later = day_in_beijing(stage.at) + timedelta(days=50)

    reply = browser.send(
        target,
        browser.open(target),
        field=["need_statement", "headcount"],
        message__headcount="How many of them travel?",
        **{"due-year": str(later.year), "due-month": str(later.month), "due-day": str(later.day)},
    )

    now = stage.now(case)
    assert reply.location == f"/applications/{case.application.id}?done=amend_request"
    assert now.application.due == later.isoformat()
    assert now.open_request
    assert now.open_request.fields == ("need_statement", "headcount")
    answer = Browser(stage.stores, "north-editor").open(f"/applications/{case.application.id}/answer")
    assert answer.fields["need_statement"][0].startswith("Asked for in writing")
    assert answer.text.count("How many of them travel?") == 1


def test_a_cancelled_request_lets_the_case_go_on_with_the_answers_as_they_were(
    stage: Stage, case: Case
) -> None:
    submitted = stage.now(case).values["need_statement"]
    half = {"need_statement": "Half of an answer that nobody sent. " * 3}
    perform(stage.attempt("north-editor", "edit", case), EditCommand(values=half))
    browser, target = Browser(stage.stores, "officer"), f"/desk/{case.application.id}/cancel_request"

    refused = browser.send(target, browser.open(target), reason="")
    reply = browser.send(target, browser.open(target), reason="Answered by telephone.")

    now = stage.now(case)
    assert (refused.status, reply.status) == (422, 303)
    assert (now.application.state, now.open_request) == ("screening", None)
    assert now.values["need_statement"] == submitted
    assert stage.do("accept_for_review", "officer", now).application.state == "under_review"


def test_nothing_is_left_to_ask_in_an_emptied_request(stage: Stage, case: Case) -> None:
    browser, target = Browser(stage.stores, "officer"), f"/desk/{case.application.id}/amend_request"

    assert browser.send(target, browser.open(target), field=[], message__need_statement="").status == 422
    assert stage.now(case).application.version == case.application.version


@pytest.mark.parametrize("state", ["draft", ASKED])
def test_an_editor_asks_a_signatory_and_the_signatory_gets_a_task(stage: Stage, state: str) -> None:
    case = stage.case(state)

    after = stage.do("ask_to_sign", "north-editor", case)

    assert (after.application.state, after.application.due) == (state, case.application.due)
    assert [event.kind for event in stage.now(case).events][-1] == "signature_asked"


def test_a_case_that_cannot_wait_is_first_and_has_half_the_time(stage: Stage) -> None:
    stage.case("submitted")
    soon = (stage.at.date() + timedelta(days=20)).isoformat()
    draft = stage.draft(start_date=soon, end_date=soon, title_en="Cannot wait")
    with pytest.raises(Unmet):
        stage.do("submit", "north-signatory", draft)

    urgent = stage.case(
        "submitted",
        start_date=soon,
        end_date=soon,
        title_en="Urgent exchange",
        urgent_reason="The host asked for help after the flood, see its letter of yesterday.",
    )

    text = Browser(stage.stores, "officer").open("/desk").text
    assert urgent.application.due == (day_in_beijing(stage.at) + timedelta(days=1)).isoformat()
    assert text.index("Urgent exchange") < text.index("Example")
