"""Being away: said by oneself, seen by those who give out work, and heard of by a deputy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.people import Absence
from shared.identity import issue_token
from tests.builders import a_person
from tests.client import Client
from tests.functions.pages import Browser
from tests.stage import Stage

PATH = "/api/v1/me/absence"


def program(stage: Stage, who: str) -> Client:
    return Client(token=issue_token(stage.stores, who, at=datetime.now(UTC)))


def days(first: int, last: int) -> dict[str, str]:
    today = datetime.now(UTC).date()
    return {
        "first": (today + timedelta(days=first)).isoformat(),
        "last": (today + timedelta(days=last)).isoformat(),
    }


def test_it_is_said_on_a_page_changed_and_ended(stage: Stage) -> None:
    browser = Browser(stage.stores, "officer")
    page = browser.open("/people/absence")
    first, last = (datetime.now(UTC).date() + timedelta(days=each) for each in (3, 12))
    typed = {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in (("first", first), ("last", last))
        for part in ("year", "month", "day")
    }

    unsaid = browser.send("/people/absence", page)
    said = browser.send("/people/absence", page, deputy="officer-2", **typed)
    profile = browser.open("/people/profile").text
    again = browser.open("/people/absence")
    back = browser.client.post("/people/absence/end")

    assert unsaid.status == 422
    assert said.location == "/people/profile?done=away"
    assert "You said that you are away" in profile
    assert (again.fields["first-day"], again.fields["last-month"]) == ([str(first.day)], [str(last.month)])
    assert back.location == "/people/profile?done=back"
    assert stage.stores.people.get(["officer"])["officer"].absence is None


def test_the_api_says_the_same(stage: Stage) -> None:
    client = program(stage, "compliance")

    nothing = client.get(PATH)
    put = client.call("PUT", PATH, days(0, 5))
    read = client.get(PATH)
    ended = client.call("DELETE", PATH)

    assert nothing.json == {}
    assert put.json == read.json == days(0, 5)
    assert (ended.status, client.get(PATH).json) == (204, {})


def test_the_deputy_of_an_officer_is_an_officer_who_hears_of_the_tasks(stage: Stage) -> None:
    stage.know(a_person("both", "programme_officer", "approver"))

    refused = program(stage, "both").call("PUT", PATH, {**days(0, 5), "deputy": "approver"})
    taken = program(stage, "both").call("PUT", PATH, {**days(0, 5), "deputy": "officer-2"})

    assert (refused.status, [each["field"] for each in refused.json["errors"]]) == (422, ["deputy"])
    assert taken.status == 200


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (days(-9, -1), {"last": "over"}),
        (days(5, 4), {"last": "over"}),
        (days(1, 400), {"last": "too_long"}),
        ({**days(1, 4), "deputy": "officer"}, {"deputy": "unknown"}),
        ({**days(1, 4), "deputy": "reviewer-1"}, {"deputy": "unknown"}),
        ({**days(1, 4), "deputy": "nobody"}, {"deputy": "unknown"}),
        ({"first": "soon", "last": "2026-12-01"}, {"first": "not_a_date"}),
    ],
)
def test_what_cannot_be_an_absence_changes_nothing(
    stage: Stage, body: dict[str, Any], wrong: dict[str, str]
) -> None:
    client = program(stage, "officer")

    reply = client.call("PUT", PATH, body)

    assert reply.status == 422
    assert {each["field"]: each["code"] for each in reply.json["errors"]} == wrong
    assert client.get(PATH).json == {}


def test_who_gives_out_reviews_sees_that_somebody_is_away(stage: Stage) -> None:
    case = stage.case("screening")
    today = datetime.now(UTC).date()
    away = Absence(first=today.isoformat(), last=(today + timedelta(days=9)).isoformat())
    stage.know(replace(stage.people["reviewer-1"], absence=away))

    page = Browser(stage.stores, "officer").open(f"/desk/{case.application.id}/accept_for_review").text

    assert page.count("Away until") == 1
    assert page.index("Example reviewer-2") < page.index("Away until")


def test_what_was_typed_when_the_session_ended_stands_there_again(stage: Stage) -> None:
    browser = Browser(stage.stores, "officer")
    path, sent = "/people/absence", {"first-day": ["4"], "first-month": ["12"], "deputy": ["officer-2"]}
    stage.stores.typed.keep("officer", path, sent, datetime.now(UTC))

    page = browser.open(f"{path}?typed=1")

    assert (page.fields["first-day"], page.fields["first-month"]) == (["4"], ["12"])
    assert '<option value="officer-2" selected>' in browser.client.get(f"{path}?typed=1").text
