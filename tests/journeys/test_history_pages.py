"""The history of a case over the API, a page at a time: every event once, whatever the size of a page."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.engine import Opened
from tests.programs import Program
from tests.stage import PATHS, Stage


@pytest.fixture(scope="module")
def stage(table: Opened) -> Iterator[Stage]:
    """One table, which is only read once the case is there."""
    with table() as stores:
        yield Stage(stores).furnish()


@pytest.fixture(scope="module")
def application_id(stage: Stage) -> str:
    """A case that went through everything inside, a minute for each step, and to the senior approver again and again."""
    case = stage.draft()
    for name, who in (*PATHS["escalated"], *(("send_back", "senior"), ("escalate", "approver")) * 14):
        stage.at += timedelta(minutes=1)
        case = stage.do(name, who, case)
    stage.at += timedelta(minutes=1)
    stage.do("withdraw", "north-signatory", case)
    return case.application.id


def pages(program: Program, application_id: str, limit: int) -> list[list[Any]]:
    found: list[list[Any]] = []
    cursor: str | None = "0"
    while cursor:
        page = program.history(application_id, f"?limit={limit}&after={cursor}")
        found.append(page["items"])
        cursor = page.get("next_cursor")
    return found


@pytest.mark.parametrize("who", ["north-editor", "officer", "auditor"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_the_pages_hold_every_event_once_in_order(
    stage: Stage, application_id: str, who: str, limit: int
) -> None:
    program = Program(stage.stores, who)
    whole = program.history(application_id)

    found = pages(program, application_id, limit)

    assert "next_cursor" not in whole
    assert [each for page in found for each in page] == whole["items"]


def test_a_partner_gets_full_pages_of_its_own_events(stage: Stage, application_id: str) -> None:
    found = pages(Program(stage.stores, "north-editor"), application_id, 2)

    assert [[each["action"] for each in page] for page in found] == [
        ["created", "submit"],
        ["claim", "accept_for_review"],
        ["withdraw"],
    ]


def test_reviews_are_told_where_they_were_handed_in(stage: Stage, application_id: str) -> None:
    told = [
        each["action"] for page in pages(Program(stage.stores, "officer"), application_id, 2) for each in page
    ]

    assert told[:9] == [
        "created",
        "submit",
        "claim",
        "accept_for_review",
        "review",
        "review",
        "close_review",
        "risk_signed",
        "clear_compliance",
    ]
