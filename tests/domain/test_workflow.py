"""The definition of the workflow itself: what must be true of it in both directions whatever it says."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared.actions.policy import POLICY
from shared.domain.application import transition
from shared.domain.guards import CHECKS
from shared.domain.workflow import Transition, Workflow, definitions, newest
from tests.builders import NOON, an_application

DIRECTIONS = ("going_out", "inviting_in")
DECIDED = ("approved", "rejected")
BEFORE = frozenset(
    {
        "draft",
        "submitted",
        "screening",
        "info_requested_intake",
        "ineligible_proposed",
        "under_review",
        "info_requested_review",
        "compliance_check",
        "info_requested_compliance",
        "decision_pending",
        "escalated",
    }
)
"""The states before the decision."""
GATES = {
    "going_out": ("deployed", "outbound_clearance", "pre_departure", "ready_to_depart"),
    "inviting_in": ("hosted", "statutory_filing", "pre_arrival", "ready_to_host"),
}
both = pytest.mark.parametrize("direction", DIRECTIONS)


def every_step() -> Iterator[tuple[str, Transition]]:
    for direction in DIRECTIONS:
        for step in newest(direction).transitions:
            yield direction, step


def early_steps() -> list[tuple[str, Transition]]:
    return [(direction, step) for direction, step in every_step() if step.source in BEFORE]


def reached(flow: Workflow, *, without: str = "") -> set[str]:
    """The states that can be come to without entering one of them."""
    found, fresh = set[str](), {flow.initial}
    while fresh:
        found |= fresh
        steps = [step for step in flow.transitions if step.source in found and step.target != without]
        fresh = {step.target for step in steps} - found
    return found


@both
def test_every_state_is_reachable(direction: str) -> None:
    flow = newest(direction)

    assert reached(flow) == set(flow.states)


@both
def test_every_state_can_end(direction: str) -> None:
    flow = newest(direction)
    ending, grown = set[str](), {name for name, state in flow.states.items() if state.terminal}
    while grown - ending:
        ending |= grown
        grown = {step.source for step in flow.transitions if step.target in ending}

    assert ending == set(flow.states)


@both
def test_an_ended_case_stays_ended(direction: str) -> None:
    flow = newest(direction)

    assert [step for step in flow.transitions if flow.states[step.source].terminal] == []


@both
def test_an_action_of_a_role_has_one_outcome_in_a_state(direction: str) -> None:
    chosen = [(step.source, step.action, step.role) for step in newest(direction).transitions]

    assert len(chosen) == len(set(chosen))


@both
def test_every_state_has_an_owner_a_term_and_labels_in_both_languages(direction: str) -> None:
    for name, state in newest(direction).states.items():
        assert all(state.label), name
        assert all(state.public), name
        assert state.terminal or state.owner in definitions().roles, name
        assert state.terminal or name == "draft" or (state.sla_days or 0) > 0, name


def test_steps_name_only_what_is_defined() -> None:
    known = definitions()
    for direction, step in every_step():
        states = newest(direction).states
        assert {step.source, step.target} <= set(states), step
        assert step.action in known.actions, step
        assert step.role in known.roles, step
        assert set(step.guards) <= set(known.guards), step


def test_nothing_is_defined_that_no_step_uses() -> None:
    steps = [step for _, step in every_step()]

    assert set(definitions().actions) == {step.action for step in steps}
    assert set(definitions().guards) == {guard for step in steps for guard in step.guards}


def test_actions_roles_guards_and_reasons_have_words_in_both_languages() -> None:
    known = definitions()
    texts = {name: action.label for name, action in known.actions.items()}
    texts |= {name: guard.words for name, guard in known.guards.items()}
    texts |= {**known.roles, **known.reasons}

    assert [name for name, words in texts.items() if not words.en.strip() or not words.zh.strip()] == []


def test_guards_are_decided_stated_or_belong_to_later() -> None:
    for name, guard in definitions().guards.items():
        assert guard.kind in ("case", "input", "attested", "later"), name
        assert (name in CHECKS) == (guard.kind in ("case", "input")), name


def test_no_guard_before_the_decision_is_left_for_later() -> None:
    kinds = {definitions().guards[guard].kind for _, step in early_steps() for guard in step.guards}

    assert kinds == {"case", "input", "attested"}


def test_every_step_of_a_person_before_the_decision_has_a_row_in_the_policy() -> None:
    for _, step in early_steps():
        if step.role != "system":
            assert step.role in POLICY[step.action].roles, step


def test_only_approvers_decide() -> None:
    deciding = {(step.action, step.role) for _, step in early_steps() if step.target in DECIDED}

    assert deciding == {
        ("approve", "approver"),
        ("approve_final", "senior_approver"),
        ("reject", "approver"),
        ("reject", "senior_approver"),
        ("confirm_ineligible", "approver"),
    }


def test_a_decision_needs_four_eyes_and_an_approval_the_content_that_was_read() -> None:
    for _, step in early_steps():
        if step.target in DECIDED:
            assert "four_eyes" in step.guards, step
        if step.target == "approved":
            assert "snapshot_hash_matches" in step.guards, step


@both
@pytest.mark.parametrize("gate", ["submitted", "screening", "under_review", "compliance_check", "approved"])
def test_nobody_travels_without_the_federation_having_looked(direction: str, gate: str) -> None:
    travelling = GATES[direction][0]

    assert travelling not in reached(newest(direction), without=gate)


@both
@pytest.mark.parametrize("place", [1, 2, 3])
def test_nobody_travels_without_clearance(direction: str, place: int) -> None:
    travelling, gate = GATES[direction][0], GATES[direction][place]

    assert travelling not in reached(newest(direction), without=gate)


@both
def test_a_clock_alone_brings_no_case_forward(direction: str) -> None:
    flow = newest(direction)
    timed = {(step.source, step.target) for step in flow.transitions if step.role == "system"}

    assert {target for source, target in timed if source in BEFORE} == {"expired"}
    assert not {source for source, _ in timed} & {"approved", *GATES[direction]}


@both
def test_the_partner_can_withdraw_from_every_state_between_submission_and_decision(direction: str) -> None:
    leaving = {step.source for step in newest(direction).transitions if step.action == "withdraw"}

    assert leaving == BEFORE - {"draft"}


@both
def test_the_partner_edits_only_a_draft_and_what_was_asked_for_before_the_decision(direction: str) -> None:
    states = newest(direction).states
    editable = {name for name in BEFORE if states[name].partner_may_edit}

    assert editable == {"draft"} | {name for name in BEFORE if name.startswith("info_requested")}


@pytest.mark.parametrize(("direction", "step"), early_steps())
def test_a_step_leads_to_its_state_with_a_new_version_its_event_and_its_term(
    direction: str, step: Transition
) -> None:
    before = an_application(direction, state=step.source, version=7)  # type: ignore[arg-type]

    change = transition(before, step, by="ann", by_name="Ann", at=NOON, data={})

    days = newest(direction).states[step.target].sla_days
    due = "" if days is None else (NOON + timedelta(days=days)).date().isoformat()
    assert (change.after.state, change.after.version, change.after.due) == (step.target, 8, due)
    assert change.event.kind == definitions().actions[step.action].event
    assert (change.event.previous_state, change.event.state) == (step.source, step.target)
    assert (change.event.version, change.event.by, change.event.role) == (8, "ann", step.role)


def test_terms_end_by_the_day_of_the_federation() -> None:
    step = newest("going_out").transitions_from("draft", "submit")[0]
    evening = NOON.replace(hour=20)  # four in the morning of the 24th in Beijing

    change = transition(an_application(state="draft"), step, by="ann", by_name="Ann", at=evening, data={})

    assert change.after.due == "2026-11-26"


@both
def test_a_proposal_not_to_accept_is_told_as_screening_is(direction: str) -> None:
    states = newest(direction).states

    assert states["ineligible_proposed"].public == states["screening"].public
