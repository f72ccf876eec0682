from collections.abc import Callable, Iterator

import pytest

from shared.domain.case import Case
from shared.domain.refusals import NotAvailable, Stale
from shared.store.stores import Stores
from shared.web.problem import status_of
from tests.builders import NOON, a_person
from tests.races.racing import racer
from tests.races.turns import meeting, own, together
from tests.stage import Stage

RACERS = 32
PROGRAMME = "going-out"


@pytest.fixture
def bench(stage: Stage) -> Stage:
    """A stage with an approver for every racer."""
    for number in range(RACERS):
        stage.know(a_person(f"decider-{number}", "approver"))
    return stage


def raced(stage: Stage, case: Case, *, met: bool, seen: int | None) -> list[object]:
    """Half of the racers approve and half refuse; those who `met` have all read before anybody writes."""
    around = meeting(RACERS) if met else None
    acts = [
        racer(stage, ("approve", "reject")[number % 2], f"decider-{number}", case, around, seen=seen)
        for number in range(RACERS)
    ]
    return together(acts)


def rounds(stage: Stage, number: int) -> Iterator[tuple[Case, Case, list[object], int]]:
    """Each case before and after its race, what the racers were told, and how many places it took."""
    places = stage.stores.programmes.places_taken
    for turn in range(number):
        case, taken = stage.case("decision_pending"), places(PROGRAMME)
        told = raced(stage, case, met=turn % 3 > 0, seen=case.application.version if turn % 2 else None)
        yield case, stage.now(case), told, places(PROGRAMME) - taken


def check_one_winner(before: Case, after: Case, told: list[object], places: int) -> None:
    winners = [each for each in told if isinstance(each, Case)]
    refused = [each for each in told if isinstance(each, NotAvailable | Stale)]
    new = after.events[len(before.events) :]

    assert len(winners) == 1
    assert len(refused) == RACERS - 1
    assert {status_of(each) for each in refused} <= {409, 412}
    assert {(each.state, each.version) for each in refused} == {
        (after.application.state, before.application.version + 1)
    }
    assert after.application == winners[0].application
    assert after.application.version == before.application.version + 1
    assert [event.version for event in new] == [after.application.version]
    assert after.decision == new[0]
    assert places == (after.application.state == "approved")


def check_rounds(stage: Stage, number: int) -> None:
    """Every round has one winner, and in the end the places and the tally say what the cases say."""
    ends = []
    for before, after, told, places in rounds(stage, number):
        check_one_winner(before, after, told, places)
        ends.append(after)
    deliver_twice(stage.stores, ends)

    states = [each.application.state for each in ends]
    assert stage.stores.programmes.places_taken(PROGRAMME) == states.count("approved")
    assert stage.stores.tally.counts() == {("going_out", state): states.count(state) for state in set(states)}


def deliver_twice(stores: Stores, cases: list[Case]) -> None:
    """Hand every event to the tally as two deliveries at the same moment."""
    for event in (event for case in cases for event in case.events):
        acts: list[Callable[[], bool]] = [lambda: own(stores).tally.count(event, NOON)] * 2  # noqa: B023 -- done within the loop
        together(acts)


def test_of_many_decisions_at_once_one_wins(bench: Stage) -> None:
    check_rounds(bench, 6)


@pytest.mark.slow
def test_of_many_decisions_at_once_one_wins_every_time(bench: Stage) -> None:
    check_rounds(bench, 200)
