"""Every write path fails at each of its calls in every way, and is sent again (battery T7, exhaustive)."""

from dataclasses import replace

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.case import Case
from shared.domain.refusals import Refusal
from tests.crashes.accounts import Path
from tests.crashes.contents import contents, restore, settled
from tests.crashes.faults import FAULTS, WRITE, Client, Killed, behind
from tests.crashes.paths import PATHS
from tests.figures import Report
from tests.sizes import EVERY_LONG_CRASH
from tests.stage import Stage

TRIES = 3
LONG = ("tell an event", "tell an event by letter")
"""Paths with a few calls for each recipient."""


def execute(stage: Stage, path: Path, case: Case, client: Client) -> int:
    """Send the request until it is answered, as a client does; a refusal of a repetition says it was done."""
    path.begin()
    process = behind(stage.stores, client)
    for attempt in range(1, TRIES + 1):
        try:
            path.act(replace(stage, stores=process), case)
        except Killed:
            process = behind(stage.stores, client)
        except Refusal:
            if attempt > 1:
                return attempt
        except (BotoCoreError, ClientError):
            continue
        else:
            return attempt
    raise AssertionError("never answered")


@pytest.mark.parametrize("name", PATHS)
def test_a_request_that_fails_anywhere_and_is_sent_again_is_done_once(
    stage: Stage, figure: Report, name: str
) -> None:
    path, inner = PATHS[name], stage.stores.table.client
    case = path.arrange(stage)
    before, clean = contents(stage.stores), Client(inner)
    assert execute(stage, path, case, clean) == 1
    once = settled(contents(stage.stores), path.settle)
    wrong, tried = [], 0

    for strikes, call in list(enumerate(clean.calls))[:: EVERY_LONG_CRASH if name in LONG else 1]:
        for fault in FAULTS if call == WRITE else (fault for fault in FAULTS if fault != "conflict"):
            tried += 1
            restore(stage.stores, before)
            execute(stage, path, case, Client(inner, fault, strikes))
            if settled(contents(stage.stores), path.settle) != once:
                wrong.append(f"{call} {strikes}: {fault}")

    figure("T7", f"crash points of {len(PATHS)} write paths", 0, tried)
    assert WRITE in clean.calls
    assert once != settled(before, path.settle)
    assert wrong == []
