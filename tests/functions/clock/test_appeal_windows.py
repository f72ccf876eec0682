"""Refusals become final by themselves once nobody can appeal against them any more, and not a day earlier."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.clock.app import handler as clock
from shared.actions.audience import audience
from shared.actions.timers import close_appeal_windows
from shared.domain.appeals import last_day
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.programmes import DIRECTIONS, Direction
from shared.mail.letter import Unsent
from shared.store.stores import Stores
from shared.wiring import wiring
from tests.functions.notifier.conftest import Postbox
from tests.functions.pages import Browser
from tests.programs import Program
from tests.stage import Stage


@pytest.fixture
def stage(stores: Stores) -> Stage:
    """Of today: the function tells the time by the clock."""
    return Stage(stores, at=datetime.now(UTC)).furnish()


def pass_window(stage: Stage, days: int = 1) -> None:
    """So many days after the last one for an appeal."""
    stage.pass_days((last_day(stage.at) - day_in_beijing(stage.at)).days + days)


def state(stage: Stage, case: Case) -> str:
    return stage.now(case).application.state


def closed(stage: Stage) -> int:
    found = close_appeal_windows(stage.stores, lambda: stage.at)
    assert found.left == {}
    return found.done


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_refusal_is_final_on_the_day_after_the_last_one(stage: Stage, direction: Direction) -> None:
    case = stage.case("rejected", direction)
    pass_window(stage, 0)

    on_the_last_day = closed(stage)
    waiting = state(stage, case)
    stage.pass_days(1)
    after = [closed(stage), closed(stage)]

    assert (on_the_last_day, waiting) == (0, "rejected")
    assert (after, state(stage, case)) == ([1, 0], "closed_rejected")
    assert [each.kind for each in stage.now(case).events].count("appeal_window_closed") == 1


@pytest.mark.parametrize(
    ("action", "who", "refused_in"),
    [("confirm_ineligible", "approver", "ineligible_proposed"), ("reject", "senior", "escalated")],
)
def test_whatever_refused_it(stage: Stage, action: str, who: str, refused_in: str) -> None:
    case = stage.do(action, who, stage.case(refused_in))
    pass_window(stage)

    assert (closed(stage), state(stage, case)) == (1, "closed_rejected")


@pytest.mark.parametrize("changes", [{"workflow_version": 1}, {"due": ""}, {"due": "2026-01-01"}])
def test_the_last_day_is_counted_anew_whatever_was_noted_and_under_every_workflow(
    stage: Stage, changes: dict[str, Any]
) -> None:
    case = stage.arrange(stage.case("rejected"), **changes)
    stage.pass_days(1)

    early = closed(stage)
    stage.pass_days(-1)
    pass_window(stage)

    assert early == 0
    assert (closed(stage), state(stage, case)) == (1, "closed_rejected")


def test_its_applicant_hears_of_it_and_reads_it_in_the_history(stage: Stage) -> None:
    case = stage.case("rejected")
    pass_window(stage)
    closed(stage)
    now, history = stage.now(case), f"/applications/{case.application.id}/history"

    told = {each.person.id for each in audience(stage.stores, now, now.events[-1])}
    seen = Program(stage.stores, "north-editor").read(case.application.id).json
    last = Program(stage.stores, "auditor").history(case.application.id)["items"][-1]

    assert told == {"north-editor", "north-signatory"}
    assert "决定成为终局决定" in Browser(stage.stores, "north-editor", "zh").open(history).text
    assert seen["state_label"]["en"] == "Not approved (final)"
    assert seen["decision"]["reason"] == case.events[-1].data["reason"]
    assert (last["action"], last["state"]) == ("timer_appeal_window", "closed_rejected")
    assert "System" in Browser(stage.stores, "auditor").open(history).text


def test_an_appeal_in_time_is_left_alone_and_a_second_refusal_is_final_on_the_next_day(stage: Stage) -> None:
    appealed = stage.case("appeal_pending")
    refused = stage.arrange(stage.case("rejected"), appealed_on="2026-01-02", due="")

    same_day = closed(stage)
    stage.pass_days(1)

    assert same_day == 0
    assert (closed(stage), state(stage, refused)) == (1, "closed_rejected")
    pass_window(stage)
    assert (closed(stage), state(stage, appealed)) == (0, "appeal_pending")


def test_two_clocks_at_once_close_it_once(stage: Stage) -> None:
    case = stage.case("rejected")
    pass_window(stage)

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: close_appeal_windows(stage.stores, lambda: stage.at), range(2)))

    assert sum(each.done for each in found) == 1
    assert [each.kind for each in stage.now(case).events].count("appeal_window_closed") == 1


def test_each_is_closed_at_a_time_of_its_own(stage: Stage) -> None:
    """A long run dates nothing back: who has followed the changes to a moment misses none that is written later."""
    cases = [stage.case("rejected") for _ in range(2)]
    pass_window(stage)
    seconds = itertools.count(step=20)

    close_appeal_windows(stage.stores, lambda: stage.at + timedelta(seconds=next(seconds)))

    first, second = sorted(stage.now(each).application.changed_at for each in cases)
    assert second - first >= timedelta(seconds=20)


@pytest.mark.parametrize("damage", [{"body": {"S": "{}"}}, {"title_en": {"N": "1"}}])
def test_one_that_cannot_be_read_costs_no_other_its_turn(stage: Stage, damage: dict[str, Any]) -> None:
    broken, whole = stage.case("rejected"), stage.case("rejected")
    pass_window(stage)
    client: Any = stage.stores.table.client
    key = {"PK": {"S": f"APPLICATION#{broken.application.id}"}, "SK": {"S": "HEADER"}}
    [(name, value)] = damage.items()
    client.update_item(
        TableName=stage.stores.table.name, Key=key, UpdateExpression="SET #name = :value",
        ExpressionAttributeNames={"#name": name}, ExpressionAttributeValues={":value": value},
    )  # fmt: skip

    found = close_appeal_windows(stage.stores, lambda: stage.at)

    assert (found.done, list(found.left)) == (1, [broken.application.id])
    assert state(stage, whole) == "closed_rejected"


@pytest.mark.parametrize("trouble", [None, Unsent()])
def test_the_function_does_it_and_reminds_besides_whatever_becomes_of_the_letters(
    stage: Stage, trouble: Unsent | None
) -> None:
    until = (day_in_beijing(stage.at) + timedelta(days=7)).isoformat()
    stage.know(replace(stage.people["south-signatory"], mandate_until=until))
    stage.at -= timedelta(days=60)
    case = stage.case("rejected")
    box = Postbox(trouble)
    vars(wiring())["mail"] = box

    with pytest.raises(RuntimeError, match="0 cases and 1 reminders") if trouble else nullcontext():
        assert clock({}, None) == {"closed": 1, "sent": 2}

    assert state(stage, case) == "closed_rejected"
    assert len(box.letters) == (1 if trouble else 2)


def test_without_mail_it_does_what_is_left(stage: Stage) -> None:
    stage.at -= timedelta(days=60)
    case = stage.case("rejected")

    assert clock({}, None) == {"closed": 1, "sent": 0}
    assert state(stage, case) == "closed_rejected"
