"""The latest days before an exchange, around holidays, by direction and route."""

import json
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from shared.domain import statutory_clock
from shared.domain.appeals import last_day
from shared.domain.json_value import JsonValue
from shared.domain.statutory_clock import path, working_day

FOLDER = Path(statutory_clock.__file__).parent
ORDINARY: dict[str, Any] = {"outbound_route": "ordinary_passport"}
NGO: dict[str, Any] = {"foreign_party_type": "overseas_ngo", "ngo_mode": {"mode": "temporary_activity"}}


def days(direction: str, start: str, federation: int = 37, **values: JsonValue) -> dict[str, tuple[str, str]]:
    found = path(direction, {"start_date": start, **values}, federation)
    return {stop.label.en.split(",")[0]: (stop.begin.isoformat(), stop.done.isoformat()) for stop in found}


@pytest.mark.parametrize(
    ("decided", "until"),
    [
        ("2026-11-23", "2026-12-21"),
        (
            "2026-09-28",
            "2026-10-30",
        ),  # the National Day week is no time for an appeal, but for the Saturday worked for it
        ("2026-02-10", "2026-03-16"),  # Spring Festival
    ],
)
def test_an_appeal_has_twenty_days_on_which_offices_work(decided: str, until: str) -> None:
    assert last_day(datetime.fromisoformat(f"{decided}T04:00:00Z")).isoformat() == until
    assert last_day(datetime.fromisoformat(f"{decided}T15:59:59Z")).isoformat() == until


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-30", True),
        ("2026-11-28", False),
        ("2026-10-01", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-02-14", True),
        ("2027-02-05", False),
        ("2027-02-09", True),
    ],
)
def test_offices_are_closed_on_holidays_and_open_where_days_were_moved(day: str, works: bool) -> None:
    assert working_day(date.fromisoformat(day)) is works


def test_without_holidays_three_weeks_of_work_are_three_weeks() -> None:
    found = days("going_out", "2027-08-30", **ORDINARY)

    assert found == {
        "Check": ("2027-06-28", "2027-08-04"),
        "Visas or permits for the destination": ("2027-08-04", "2027-08-25"),
        "Pre-departure training": ("2027-08-25", "2027-08-30"),
    }


def test_a_holiday_moves_everything_before_it() -> None:
    before, after = days("going_out", "2027-02-05", **ORDINARY), days("going_out", "2027-02-09", **ORDINARY)

    assert before["Pre-departure training"] == ("2027-02-02", "2027-02-05")
    assert after["Pre-departure training"] == ("2027-02-02", "2027-02-09")


def test_an_overseas_ngo_files_fifteen_days_before_whatever_day_that_is() -> None:
    found = days("inviting_in", "2027-05-03", **NGO)

    assert found["Filing of the temporary activity with the public security authority"] == (
        "2027-04-18",
        "2027-05-03",
    )
    assert "Filing of the temporary activity with the public security authority" not in days(
        "inviting_in", "2027-05-03"
    )


@pytest.mark.parametrize(
    ("route", "step"),
    [
        ("public_affairs", "Approval of the mission by the foreign affairs office"),
        ("hk_macao_permit", "Travel permits and endorsements"),
        ("taiwan_permit", "Travel permits and endorsements"),
    ],
)
def test_the_route_decides_which_papers_are_needed(route: str, step: str) -> None:
    found = days("going_out", "2027-07-01", outbound_route=route)

    assert step in found
    assert "Visas or permits for the destination" not in found


def test_what_decides_the_first_day_is_one_chain_from_submission_to_the_start() -> None:
    values: dict[str, JsonValue] = {
        "start_date": "2027-07-01",
        "has_supervising_body": True,
        "outbound_route": "public_affairs",
    }

    critical = [stop for stop in path("going_out", values, 37) if stop.critical]

    assert all(one.done == other.begin for one, other in pairwise(critical))
    assert critical[-1].done == date(2027, 7, 1)
    assert len(critical) == 3


@pytest.mark.parametrize("start", [None, "", "2000-01-01", "soon"])
def test_without_a_start_nothing_can_be_said(start: JsonValue) -> None:
    assert path("going_out", {"start_date": start}, 37) == ()


@pytest.mark.parametrize("direction", ["going_out", "inviting_in"])
def test_every_step_comes_after_those_it_has_to_be_done_before(direction: str) -> None:
    steps = json.loads((FOLDER / "statutory_clock.json").read_text("utf-8"))[direction]
    known = {"start"}
    for step in steps:
        assert set(step["before"]) <= known
        assert step["days"] > 0
        assert set(step["label"]) == set(step["source"]) == {"en", "zh"}
        known.add(step["id"])


def test_the_table_of_holidays_says_what_it_rests_on_and_reaches_far_enough() -> None:
    table = json.loads((FOLDER / "holidays.json").read_text("utf-8"))

    assert set(table["source"]) == {"en", "zh"}
    checked = date.fromisoformat(table["checked_on"])
    assert max(date.fromisoformat(last) for _, last in table["off"]).year > checked.year
    for first, last in table["off"]:
        assert first <= last
    assert not any(date.fromisoformat(day).weekday() < 5 for day in table["worked"])
