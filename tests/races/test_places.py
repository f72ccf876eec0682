"""A programme never has more approvals than places (T3)."""

import random
from datetime import timedelta

import pytest

from shared.domain.case import Case
from shared.domain.refusals import QuotaFull
from shared.web.http.problem import status_of
from tests.builders import a_person, a_programme
from tests.crashes.contents import contents, restore
from tests.figures import Report
from tests.races.acts import step
from tests.races.processes import Racers
from tests.races.racing import outcome, racer
from tests.sizes import PLACES, PLACES_ROUNDS, SEED, WALK_STEPS
from tests.stage import PATHS, Stage

PROGRAMME = "small"
PAUSE = timedelta(minutes=8)
"""Between two drafts of the walk: an organisation may begin 200 in a day."""
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


def check_race(racers: Racers, stage: Stage, quota: int, cases: list[Case]) -> None:
    acts = [step(stage, "approve", f"decider-{place}", case) for place, case in enumerate(cases)]

    told = [each.status for each in racers.race(stage.stores.table.name, acts, met=True)]

    assert (told.count(200), told.count(status_of(QuotaFull()))) == (quota, 3 * quota)
    assert stage.stores.programmes.places_taken(PROGRAMME) == quota
    states = [stage.now(case).application.state for case in cases]
    assert states.count("approved") == quota
    assert states.count("decision_pending") == 3 * quota


@pytest.mark.parametrize("quota", PLACES)
def test_of_four_times_as_many_just_the_quota_is_approved(
    racers: Racers, stage: Stage, figure: Report, quota: int
) -> None:
    """Round after round the same cases race; the table is brought back to what it was."""
    cases = waiting(stage, quota, 4 * quota)
    for place in range(len(cases)):
        stage.know(a_person(f"decider-{place}", "approver"))
    before = contents(stage.stores)

    for _ in range(PLACES_ROUNDS.now):
        check_race(racers, stage, quota, cases)
        restore(stage.stores, before)

    figure("T3", f"rounds for {quota} of {4 * quota}", PLACES_ROUNDS.full, PLACES_ROUNDS.now)


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
            stage.at += PAUSE
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


def test_a_walk_keeps_the_count(stage: Stage, figure: Report) -> None:
    check_walk(stage, WALK_STEPS.now, SEED)

    figure("T3", "steps of a walk, counted after each", WALK_STEPS.full, WALK_STEPS.now, seed=SEED)
