"""Of many decisions on one case at the same moment one wins (battery T1)."""

import pytest

from shared.domain.case import Case
from shared.store import keys
from shared.store.state_counts import counts_of
from shared.store.stores import Stores
from tests.builders import NOON, a_person
from tests.figures import Report
from tests.races.acts import step
from tests.races.processes import Racers, Told
from tests.races.turns import Picture, own, together
from tests.sizes import DECISION_PROCESSES, DECISION_ROUNDS
from tests.stage import Stage

RACERS = 32
PROGRAMME = "going-out"
LOT = 100
"""Rounds in one table: it is brought back to what it was after each, and made anew for the next lot."""
LOTS = DECISION_ROUNDS.lots(LOT)


@pytest.fixture
def bench(stage: Stage) -> Stage:
    """A stage with an approver for every racer."""
    for number in range(RACERS):
        stage.know(a_person(f"decider-{number}", "approver"))
    return stage


def raced(racers: Racers, stage: Stage, case: Case, turn: int) -> list[Told]:
    """Half of the racers approve and half refuse; in two rounds of three all have read before anybody writes."""
    seen = case.application.version if turn % 2 else None
    acts = [
        step(stage, ("approve", "reject")[number % 2], f"decider-{number}", case, seen=seen)
        for number in range(RACERS)
    ]
    return racers.race(stage.stores.table.name, acts, met=turn % 3 > 0)


def check_one_winner(before: Case, after: Case, told: list[Told], places: int) -> None:
    won = [each for each in told if each.status == 200]
    refused = [each for each in told if each.status != 200]
    new = after.events[len(before.events) :]
    state, version = after.application.state, before.application.version + 1

    assert len(won) == 1
    assert len(refused) == RACERS - 1
    assert {each.status for each in refused} <= {409, 412}
    assert {(each.state, each.version) for each in told} == {(state, version)}
    assert after.application.version == version
    assert [event.version for event in new] == [version]
    assert after.application.decision_version == version
    assert places == (state == "approved")


def deliver_twice(stores: Stores, *cases: Case) -> dict[tuple[str, str], int]:
    """Hand every event to the tally as two deliveries at the same moment; what it counts then."""
    for event in (event for case in cases for event in case.events):
        together([lambda event=event: own(stores).state_counts.count(event, NOON)] * 2)  # type: ignore[misc]
    return dict(counts_of(stores.table.get([keys.tally()]).get(keys.tally(), {})))


@pytest.mark.parametrize(("first", "rounds"), LOTS, ids=[f"lot {seed}" for seed, _ in LOTS])
def test_of_many_decisions_at_once_one_wins(
    racers: Racers, bench: Stage, figure: Report, first: int, rounds: int
) -> None:
    case, stores = bench.case("decision_pending"), bench.stores
    before = Picture(stores)
    winners = {"approved": 0, "rejected": 0}

    for turn in range(rounds):
        told = raced(racers, bench, case, turn)
        after = bench.now(case)
        check_one_winner(case, after, told, stores.programmes.places_taken(PROGRAMME))
        winners[after.application.state] += 1
        if turn < 3:
            assert deliver_twice(stores, after) == {("going_out", after.application.state): 1}
        before.restore()

    note = f"{winners['approved']} approved in the first lot, {winners['rejected']} refused"
    shape = f"{RACERS} decisions in {DECISION_PROCESSES} processes"
    figure("T1", f"rounds of {shape}", DECISION_ROUNDS.full, rounds, note=note)
