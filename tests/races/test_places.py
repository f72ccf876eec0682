"""A programme never has more approvals than places (T3)."""

import random

import pytest

from shared.domain.case import Case
from shared.domain.refusals import QuotaFull
from tests.builders import a_person, a_programme
from tests.races.racing import outcome, racer
from tests.races.turns import meeting, together
from tests.stage import PATHS, Stage

PROGRAMME = "small"
LEADS = {
    "draft": (("submit", "north-signatory"),),
    "submitted": (("claim", "officer"), ("withdraw", "north-signatory")),
    "decision_pending": (("approve", "approver"), ("reject", "approver"), ("withdraw", "north-signatory")),
}
"""What the walk may do with a case; states between are passed in one go."""


def waiting(stage: Stage, quota: int, count: int) -> list[Case]:
    """Cases that wait for the decision, in a programme of so many places."""
    stage.stores.programmes.save(a_programme(id=PROGRAMME, quota=quota))
    return [stage.case("decision_pending", programme_id=PROGRAMME) for _ in range(count)]


def check_race(stage: Stage, quota: int) -> None:
    cases = waiting(stage, quota, 4 * quota)
    deciders = [stage.know(a_person(f"decider-{number}", "approver")).id for number in range(len(cases))]
    around = meeting(len(cases))
    acts = [racer(stage, "approve", who, case, around) for who, case in zip(deciders, cases, strict=True)]

    told = together(acts)

    approved = [each for each in told if isinstance(each, Case)]
    refused = [each for each in told if isinstance(each, QuotaFull)]
    assert (len(approved), len(refused)) == (quota, 3 * quota)
    assert stage.stores.programmes.places_taken(PROGRAMME) == quota
    states = [stage.now(case).application.state for case in cases]
    assert states.count("approved") == quota
    assert states.count("decision_pending") == 3 * quota


@pytest.mark.parametrize("quota", [1, 5])
def test_of_four_times_as_many_just_the_quota_is_approved(stage: Stage, quota: int) -> None:
    check_race(stage, quota)


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(100))
def test_of_two_hundred_just_fifty_are_approved(stage: Stage, turn: int) -> None:
    check_race(stage, 50 if turn % 10 == 0 else 5)


def check_walk(stage: Stage, steps: int, seed: int) -> None:
    """After every step the counter is the number of approved cases, and never more than the places."""
    quota, chance = 1, random.Random(seed)
    stage.stores.programmes.save(a_programme(id=PROGRAMME, quota=quota))
    cases = [stage.draft(programme_id=PROGRAMME) for _ in range(6)]
    full = 0
    for _ in range(steps):
        place = chance.randrange(len(cases))
        told = _step(stage, chance, stage.now(cases[place]))
        if told is None:
            cases[place] = stage.draft(programme_id=PROGRAMME)
        full += isinstance(told, QuotaFull)
        taken = stage.stores.programmes.places_taken(PROGRAMME)
        assert taken == _approved(stage)
        assert taken <= quota
    assert full


def _step(stage: Stage, chance: random.Random, case: Case) -> object:
    """What became of one step; None when nothing more can be done with this case."""
    if case.application.state == "screening":
        for name, who in PATHS["decision_pending"][2:]:
            case = stage.do(name, who, stage.now(case))
        return case
    if case.application.state not in LEADS:
        return None
    name, who = chance.choice(LEADS[case.application.state])
    told = outcome(racer(stage, name, who, case))
    assert isinstance(told, Case | QuotaFull)
    return told


def _approved(stage: Stage) -> int:
    return len(stage.stores.cases.in_state("going_out", "approved", 100, None).rows)


def test_a_walk_keeps_the_count(stage: Stage) -> None:
    check_walk(stage, 150, seed=3)


@pytest.mark.slow
def test_a_long_walk_keeps_the_count(stage: Stage) -> None:
    check_walk(stage, 2_000, seed=11)
