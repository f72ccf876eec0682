"""The definition of the workflow itself: what must be true of it in both directions whatever it says."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared.actions.policy import POLICY
from shared.domain import checklists
from shared.domain.change import transition
from shared.domain.guards import CHECKS
from shared.domain.workflow import Transition, definitions, newest, published
from tests.builders import NOON, an_application

DIRECTIONS = ("going_out", "inviting_in")
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
both = pytest.mark.parametrize("direction", DIRECTIONS)


def every_step() -> Iterator[tuple[str, Transition]]:
    for direction in DIRECTIONS:
        for step in newest(direction).transitions:
            yield direction, step


def early_steps() -> list[tuple[str, Transition]]:
    return [(direction, step) for direction, step in every_step() if step.source in BEFORE]


def test_nothing_is_defined_that_no_step_uses() -> None:
    steps = [step for flow in published().values() for step in flow.transitions]

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
        assert guard.kind in ("case", "input", "recorded", "attested", "later"), name
        assert (name in CHECKS) == (guard.kind in ("case", "input")), name
        assert (name in checklists.guards()) == (guard.kind == "recorded"), name


def test_no_guard_before_the_decision_is_left_for_later_or_only_stated() -> None:
    kinds = {definitions().guards[guard].kind for _, step in early_steps() for guard in step.guards}

    assert kinds == {"case", "input", "recorded"}


def test_every_step_of_a_person_before_the_decision_has_a_row_in_the_policy() -> None:
    for _, step in early_steps():
        if step.role != "system":
            assert step.role in POLICY[step.action].roles, step


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


@pytest.mark.parametrize("direction", ["going_out", "inviting_in"])
def test_the_way_to_the_decision_is_the_one_where_nothing_has_to_be_asked(direction: str) -> None:
    way = newest(direction).way_to("decision")

    assert way == ("submitted", "screening", "under_review", "compliance_check", "decision_pending")
    assert newest(direction).way_to("nowhere") == ()
