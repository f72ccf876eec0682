"""Work goes to a colleague: one case, and everything of an officer who leaves."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.actions import handover
from shared.actions.perform import perform
from shared.domain.commands import NOTHING
from shared.identity import issue_token
from tests.builders import a_person
from tests.client import Client
from tests.functions.pages import Browser
from tests.stage import Stage


def program(stage: Stage, who: str) -> Client:
    return Client(token=issue_token(stage.stores, who, at=stage.at))


def test_an_officer_gives_a_case_to_a_colleague_who_is_told(stage: Stage) -> None:
    case = stage.case("screening")
    browser = Browser(stage.stores, "officer")
    path = f"/desk/{case.application.id}/officer"

    page = browser.open(path)
    unsaid = browser.send(path, page)
    given = browser.send(path, page, officer="officer-2")
    again = browser.send(path, page, officer="officer-2")
    other = browser.send(path, page, officer="officer")
    after = stage.now(case)

    assert (unsaid.status, given.status, again.location) == (422, 303, given.location)
    assert other.status == 412
    assert (after.application.officer, after.application.state) == ("officer-2", "screening")
    assert after.events[-1].kind == "handed_over"
    assert after.application.partner_version == case.application.partner_version
    history = Browser(stage.stores, "north-editor").open(f"/applications/{case.application.id}/history").text
    assert "another officer" not in history


def test_a_colleague_takes_a_case_over_over_the_api(stage: Stage) -> None:
    case = stage.case("under_review")
    path = f"/api/v1/desk/{case.application.id}/officer"
    tag = f'"{case.application.version}"'
    client = program(stage, "officer-2")

    stale = client.call("POST", path, {"officer": "officer-2"}, if_match='"1"')
    taken = client.call("POST", path, {"officer": "officer-2"}, if_match=tag)
    twice = client.call("POST", path, {"officer": "officer-2"}, if_match=taken.headers["etag"])

    assert (stale.status, taken.status, taken.json["state"]) == (412, 200, "under_review")
    assert (twice.status, twice.json["errors"][0]["code"]) == (422, "same")


@pytest.mark.parametrize(
    ("state", "officer", "wrong"),
    [
        ("screening", "reviewer-1", {"officer": "unknown"}),
        ("screening", "nobody", {"officer": "unknown"}),
        ("screening", "officer", {"officer": "same"}),
        ("submitted", "officer-2", {}),
        ("approved", "officer-2", {}),
    ],
)
def test_it_goes_to_an_officer_and_only_while_one_has_it(
    stage: Stage, state: str, officer: str, wrong: dict[str, str]
) -> None:
    case = stage.case(state)
    tag = f'"{case.application.version}"'

    path = f"/api/v1/desk/{case.application.id}/officer"
    reply = program(stage, "officer").call("POST", path, {"officer": officer}, if_match=tag)

    assert reply.status == (422 if wrong else 409)
    assert {each["field"]: each["code"] for each in reply.json.get("errors", ())} == wrong
    assert stage.now(case).application.version == case.application.version


def test_it_goes_to_nobody_with_a_conflict_of_interest(stage: Stage) -> None:
    case = stage.case("screening")
    perform(stage.attempt("officer-2", "declare_conflict", case), NOTHING)

    choice = Browser(stage.stores, "officer").open(f"/desk/{case.application.id}/officer").text
    path = f"/api/v1/desk/{case.application.id}/officer"
    reply = program(stage, "officer").call("POST", path, {"officer": "officer-2"}, if_match="*")

    assert stage.people["officer-2"].name not in choice
    assert [each["code"] for each in reply.json["errors"]] == ["conflict"]


def test_everything_of_somebody_who_left_goes_over(stage: Stage) -> None:
    cases = [stage.case(state) for state in ("screening", "under_review", "decision_pending")]
    held = stage.case("screening", title_en="Held back by a conflict")
    perform(stage.attempt("officer-2", "declare_conflict", held), NOTHING)
    stage.know(replace(stage.people["officer"], active=False))
    stage.know(a_person("officer-3", "programme_officer"))
    browser = Browser(stage.stores, "officer-2")
    other = Browser(stage.stores, "officer-3")

    page = browser.open("/desk/handover?from=officer")
    sent = browser.send("/desk/handover", page, leaver="officer", heir="officer-2")
    seen = other.open("/desk/handover?from=officer")
    refused = other.send("/desk/handover", seen, leaver="officer", heir="officer-2")
    other.send("/desk/handover", seen, leaver="officer", heir="officer-3")

    assert "3 open cases · account closed" in page.text
    assert {stage.now(case).application.officer for case in cases} == {"officer-2"}
    assert "3 cases have been handed over." in sent.text
    assert "1 open case · account closed" in seen.text
    assert "1 could not go" in refused.text
    assert stage.now(held).application.officer == "officer-3"


def test_many_cases_go_over_in_several_requests(stage: Stage) -> None:
    cases = [stage.case("screening") for _ in range(3)]
    person = stage.people["officer-2"]
    desk = handover.Desk(stores=stage.stores, person=person, at=stage.at, conflicts=frozenset())

    moved = [handover.hand_over_all(desk, "officer", "officer-2", at_once=2) for _ in range(3)]

    assert [(each.done, each.left) for each in moved] == [(2, 1), (1, 0), (0, 0)]
    assert {stage.now(case).application.officer for case in cases} == {"officer-2"}


def test_what_was_chosen_when_the_session_ended_is_chosen_again(stage: Stage) -> None:
    stage.case("screening")
    sent = {"leaver": ["officer"], "heir": ["officer-2"]}
    stage.stores.typed.keep("officer", "/desk/handover", sent, datetime.now(UTC))

    page = Browser(stage.stores, "officer").open("/desk/handover?typed=1")

    assert (page.fields["leaver"], page.fields["heir"]) == (["officer"], ["officer-2"])


def test_a_hand_over_to_nobody_moves_nothing(stage: Stage) -> None:
    case = stage.case("screening")

    page = Browser(stage.stores, "officer").client.post(
        "/desk/handover", {"leaver": "officer", "heir": "admin"}
    )
    reply = program(stage, "officer").call(
        "POST", "/api/v1/desk/handover", {"leaver": "officer", "heir": "officer"}
    )

    assert page.status == 422
    assert [each["code"] for each in reply.json["errors"]] == ["same"]
    assert stage.now(case).application.officer == "officer"


def test_a_case_whose_officer_stepped_back_is_taken_over(stage: Stage) -> None:
    case = stage.case("screening")
    perform(stage.attempt("officer", "declare_conflict", case), NOTHING)
    browser, path = Browser(stage.stores, "officer-2"), f"/desk/{case.application.id}/officer"

    page = browser.open(path)
    taken = browser.send(path, page, officer="officer-2")

    assert path in browser.open(f"/applications/{case.application.id}").links
    assert "Nobody has the case now" in page.text
    assert (taken.status, stage.now(case).application.officer) == (303, "officer-2")


def test_whose_cases_go_over_must_be_said(stage: Stage) -> None:
    stage.case("screening")
    page = Browser(stage.stores, "officer").client.post("/desk/handover", {"heir": "officer-2"})
    sent = {"leaver": "nobody", "heir": "officer-2"}
    reply = program(stage, "officer").call("POST", "/api/v1/desk/handover", sent)

    assert (page.status, "Choose whose cases go over." in page.text) == (422, True)
    assert (reply.status, [each["field"] for each in reply.json["errors"]]) == (422, ["leaver"])


def test_cases_that_cannot_go_hold_up_no_other(stage: Stage) -> None:
    held = [stage.case("screening", title_en=f"Held back {each}") for each in range(2)]
    for case in held:
        perform(stage.attempt("officer-2", "declare_conflict", case), NOTHING)
    free = stage.case("under_review")
    desk = handover.Desk(
        stores=stage.stores, person=stage.people["officer"], at=stage.at, conflicts=frozenset()
    )

    moved = handover.hand_over_all(desk, "officer", "officer-2", at_once=1)

    assert moved == handover.Moved(done=1, held_back=2, left=0)
    assert stage.now(free).application.officer == "officer-2"


def test_who_owes_a_review_is_told_so_before_anything_is_typed(stage: Stage) -> None:
    stage.know(a_person("reviewer-1", "reviewer", "programme_officer", "safety_officer"))
    case = stage.case("under_review")

    for path in (f"/desk/{case.application.id}/officer", f"/risks/{case.application.id}"):
        Browser(stage.stores, "reviewer-1").open(path, status=403)
    assert f"/risks/{case.application.id}" not in Browser(stage.stores, "reviewer-1").open("/risks").links
