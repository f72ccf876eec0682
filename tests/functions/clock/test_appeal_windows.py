"""Refusals become final by themselves once nobody can appeal against them any more, and not a day earlier."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from functions.clock.app import handler as clock
from shared.actions.audience import audience
from shared.actions.elapsed import close_appeal_windows
from shared.domain.appeals import last_day
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.programmes import DIRECTIONS, Direction
from tests.functions.pages import Browser
from tests.programs import Program
from tests.stage import Stage


def pass_window(stage: Stage, days: int = 1) -> None:
    """So many days after the last one for an appeal."""
    stage.pass_days((last_day(stage.at) - day_in_beijing(stage.at)).days + days)


def state(stage: Stage, case: Case) -> str:
    return stage.now(case).application.state


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_refusal_is_final_on_the_day_after_the_last_one(stage: Stage, direction: Direction) -> None:
    case = stage.case("rejected", direction)
    pass_window(stage, 0)

    on_the_last_day = close_appeal_windows(stage.stores, stage.at)
    waiting = state(stage, case)
    stage.pass_days(1)
    after = [close_appeal_windows(stage.stores, stage.at) for _ in range(2)]

    assert (on_the_last_day, waiting) == (0, "rejected")
    assert (after, state(stage, case)) == ([1, 0], "closed_rejected")
    assert [each.kind for each in stage.now(case).events].count("appeal_window_closed") == 1


def test_its_applicant_hears_of_it_and_reads_it_in_the_history(stage: Stage) -> None:
    case = stage.case("rejected")
    pass_window(stage)
    close_appeal_windows(stage.stores, stage.at)
    now = stage.now(case)

    told = {each.person.id for each in audience(stage.stores, now, now.events[-1])}
    page = Browser(stage.stores, "north-editor", "zh").open(f"/applications/{case.application.id}/history")
    seen = Program(stage.stores, "north-editor").read(case.application.id).json
    last = Program(stage.stores, "auditor").history(case.application.id)["items"][-1]

    assert told == {"north-editor", "north-signatory"}
    assert "决定生效" in page.text
    assert seen["state_label"]["en"] == "Not approved (final)"
    assert seen["decision"]["reason"] == case.events[-1].data["reason"]
    assert (last["action"], last["state"]) == ("timer_appeal_window", "closed_rejected")
    assert (
        "System" in Browser(stage.stores, "auditor").open(f"/applications/{case.application.id}/history").text
    )


def test_an_appeal_in_time_is_left_alone_and_a_second_refusal_is_final_at_once(stage: Stage) -> None:
    appealed = stage.case("appeal_pending")
    refused = stage.case("rejected")
    refused = stage.arrange(refused, appealed_on="2026-11-01", due="")

    closed = close_appeal_windows(stage.stores, stage.at)
    pass_window(stage)

    assert (closed, state(stage, refused)) == (1, "closed_rejected")
    assert close_appeal_windows(stage.stores, stage.at) == 0
    assert state(stage, appealed) == "appeal_pending"


def test_two_clocks_at_once_close_it_once(stage: Stage) -> None:
    case = stage.case("rejected")
    pass_window(stage)

    with ThreadPoolExecutor(2) as pool:
        closed = list(pool.map(lambda _: close_appeal_windows(stage.stores, stage.at), range(2)))

    assert sum(closed) == 1
    assert [each.kind for each in stage.now(case).events].count("appeal_window_closed") == 1


def test_the_function_does_it_whether_or_not_letters_leave(stage: Stage) -> None:
    stage.at -= timedelta(days=60)
    case = stage.case("rejected")

    assert clock({}, None) == {"closed": 1, "sent": 0}
    assert state(stage, case) == "closed_rejected"
