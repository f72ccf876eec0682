"""Every step that somebody can take up to and including the decision: taken, and refused for each thing alone."""

from datetime import timedelta
from typing import Any

import pytest

from shared.actions.engine import step_of
from shared.domain.appeals import last_day
from shared.domain.calendar import day_in_beijing
from shared.domain.people import FEDERATION
from shared.domain.programmes import DIRECTIONS, Direction
from shared.domain.refusals import Forbidden, NotAvailable, NotFound, Refusal, Unmet
from shared.domain.workflow import Transition, definitions, newest
from shared.store.stores import Stores
from tests.actions.disorder import DISORDER, TOGETHER, Trial, in_order
from tests.builders import a_case, a_person, a_review, an_application, an_organisation
from tests.stage import ATTESTED, CAST, PATHS, WHO, Stage

ENDED = ("withdrawn", "closed_rejected", "cancelled")
BEFORE = [state for state in PATHS if state not in ENDED]
STEPS = [
    (direction, step)
    for direction in DIRECTIONS
    for step in newest(direction).transitions
    if step.source in BEFORE and step.role != "system" and definitions().actions[step.action].duty
]
REVIEWED = {("under_review", "close_review"): 2, ("compliance_check", "clear_compliance"): 1}
"""Versions that it takes to bring a case into the order that a step wants."""
SIGNED = {("compliance_check", "clear_compliance"): 1}
"""Events among them."""
TYPED = {
    *("items_listed_by_field", "all_items_answered", "diff_recorded", "reason_text", "bilingual_text"),
    *("reason_code_and_bilingual_text", "reviewers_ge_2", "reviewers_no_coi", "new_reviewers"),
    *("snapshot_hash_matches", "escalation_trigger_or_choice"),
}
"""Guards on what is typed: nobody can be told of them before."""
every_step = pytest.mark.parametrize(
    ("direction", "step"),
    STEPS,
    ids=[f"{way}-{step.source}-{step.action}-{step.role}" for way, step in STEPS],
)


@every_step
def test_a_step_is_taken_when_its_guards_are_met(
    stage: Stage, direction: Direction, step: Transition
) -> None:
    stage.at += timedelta(hours=10)

    after = in_order(Trial(stage, direction, step))

    now = stage.now(after)
    [*_, event] = now.events
    days = newest(direction).states[step.target].sla_days
    due = (day_in_beijing(stage.at) + timedelta(days=days)).isoformat() if days else ""
    if step.target == "rejected":  # until then the applicant may appeal
        due = last_day(stage.at).isoformat()
    assert (now.application.state, now.application.due) == (step.target, due)
    assert (now.application, event) == (after.application, after.events[-1])
    assert (event.kind, event.action) == (definitions().actions[step.action].event, step.action)
    assert (event.previous_state, event.state, event.version) == (
        step.source,
        step.target,
        now.application.version,
    )
    assert (event.by, event.role, event.at) == (WHO[step.role], step.role, stage.at)
    assert event.data.get("attest", {}) == {name: ATTESTED[name] for name in step.guards if name in ATTESTED}


@every_step
def test_a_step_makes_one_version_and_one_event(stage: Stage, direction: Direction, step: Transition) -> None:
    before = stage.case(step.source, direction)
    kept = stage.stores.cases.history(before.application.id, 0, 100)

    after = in_order(Trial(Stage(stage.stores, stage.at), direction, step))

    events = stage.stores.cases.history(after.application.id, 0, 100)
    assert len(events) == len(kept) + 1 + SIGNED.get((step.source, step.action), 0)
    assert after.application.version == before.application.version + 1 + REVIEWED.get(
        (step.source, step.action), 0
    )


@every_step
def test_a_step_is_refused_for_each_guard_that_alone_is_not_met_and_the_case_says_so_before(
    stage: Stage, direction: Direction, step: Transition
) -> None:
    expected = {guard: TOGETHER.get(guard, (guard,)) for guard in step.guards}
    refused: dict[str, tuple[str, ...]] = {}

    for day, guard in enumerate(step.guards):
        own = Stage(stage.stores, stage.at)
        own.stores.organisations.save(an_organisation("north"))
        own.people |= {"day": a_person("day")}
        trial = Trial(own, direction, step)
        with pytest.raises(Unmet) as refusal:
            DISORDER[guard](trial)
        refused[guard] = tuple(reason.code for reason in refusal.value.unmet)
        assert trial.named[-1] == set(refused[guard]) - TYPED - set(ATTESTED), guard
        assert all(text.strip() for reason in refusal.value.unmet for text in reason.message), (day, guard)

    assert refused == expected


def outcome(direction: Direction, state: str, action: str, *roles: Any, stores: Stores) -> str:
    """How far somebody with these roles alone gets with an action in a state: the name of the refusal, or the target."""
    partner = any(role.startswith("partner_") for role in roles)
    person = a_person("somebody", *roles, organisation_id="north" if partner else None)
    application = an_application(direction, state=state, snapshot_version=0 if state == "draft" else 2)
    case = a_case(
        application, reviews=(a_review("somebody", status="submitted"),) if "reviewer" in roles else ()
    )
    attempt = Stage(stores).attempt(person, action, case)
    try:
        return step_of(attempt, case).target
    except Refusal as refusal:
        return type(refusal).__name__


ROLES = tuple(WHO)
ACTIONS = sorted({step.action for _, step in STEPS})


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_in_which_state(direction: Direction, role: str) -> None:
    flow = newest(direction)
    nothing: Any = None
    found = {
        (state, action): outcome(direction, state, action, role, stores=nothing)
        for state in flow.states
        for action in ACTIONS
    }

    for (state, action), got in found.items():
        mine = [step for step in flow.transitions_from(state, action) if step.role == role]
        holders = {
            step.role for way in DIRECTIONS for step in newest(way).transitions if step.action == action
        }
        if role == "config_admin" or (state == "draft" and not role.startswith("partner_")):
            assert got == "NotFound", (state, action)
        elif role not in holders:
            assert got == "Forbidden", (state, action)
        elif not flow.transitions_from(state, action):
            assert got == "NotAvailable", (state, action)
        else:
            assert got == (mine[0].target if mine else "Forbidden"), (state, action)


@every_step
def test_nobody_else_takes_the_step_and_the_other_partner_does_not_know_the_case(
    stage: Stage, direction: Direction, step: Transition
) -> None:
    case = stage.case(step.source, direction)
    for who in ("south-editor", "south-signatory"):
        with pytest.raises(NotFound):
            stage.do(step.action, who, case)
    holders = {each.role for each in newest(direction).transitions_from(step.source, step.action)}
    strangers = [
        person for person in CAST if not holders & set(person.roles) and person.organisation_id is None
    ]

    for person in strangers:
        with pytest.raises((Forbidden, NotFound)) as refused:
            stage.do(step.action, person, case)
        reads = step.source != "draft" and person.holds(FEDERATION | {"auditor", "observer"})
        assert not reads or refused.type is Forbidden, person.id
    assert stage.now(case).application == case.application


@pytest.mark.parametrize("state", ["approved", "rejected", *ENDED])
def test_after_the_decision_no_step_before_it_is_available(stage: Stage, state: str) -> None:
    case = stage.case(state)

    for action in ACTIONS:
        if action in ("withdraw", "submit") or newest("going_out").transitions_from(state, action):
            continue
        role = next(step.role for _, step in STEPS if step.action == action)
        with pytest.raises(NotAvailable) as refused:
            stage.do(action, WHO[role], case)
        partner = role.startswith("partner_")
        version = case.application.version_for_partner if partner else case.application.version
        assert (refused.value.state, refused.value.version) == (state, version), action
