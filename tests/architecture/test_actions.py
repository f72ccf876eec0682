"""An action is one entry of actions.json; what is forgotten of one fails here and is named."""

from collections.abc import Mapping

import pytest

from shared.actions.policy import POLICY
from shared.domain.words import Words
from shared.domain.workflow import Action, definitions, versions
from shared.web.http.action_addresses import page_of, route_of
from tests.access.table import ROLES

ACTIONS = {name: action for name, action in definitions().actions.items() if action.duty}
EVENTS = definitions().events
NOBODY_TOLD: Mapping[str, str] = {
    "discarded": "a draft is nobody's but its organisation's",
    "claimed": "the partner sees it in the status, and no colleague waits for it",
}
"""Events that tell nobody, and why."""
BESIDE = {
    "created",
    "reviewers_changed",
    "handed_over",
    "risk_signed",
    "compliance_checked",
    "answers_accepted",
    "review_submitted",
    "conflict_declared",
    "review_declined",
    "document_attached",
    "document_removed",
    "organisation_merged",
}
"""Events of what leaves the state as it is."""
every_action = pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
ONE = "<application_id>"


def whole(words: Words | None) -> bool:
    return words is not None and bool(words.en.strip()) and bool(words.zh.strip())


@every_action
def test_an_action_has_words_for_its_label_for_the_history_and_for_having_been_done(action: Action) -> None:
    assert whole(action.label)
    assert whole(action.done)
    assert whole(EVENTS[action.event].history)


@every_action
def test_an_action_has_a_page_that_asks_and_takes_it_and_a_route(action: Action) -> None:
    page, route = page_of(ONE, action), route_of(ONE, action)

    assert {f"GET {page}", f"POST {page}", f"POST {route}"} <= set(ROLES)


@every_action
def test_the_policy_lets_in_whom_the_workflow_names(action: Action) -> None:
    named = {
        step.role
        for direction in ("going_out", "inviting_in")
        for flow in versions(direction)
        for step in flow.transitions
        if step.action == action.name
    }

    assert named
    assert named == POLICY[action.name].roles


@every_action
def test_an_action_tells_somebody_or_nobody_on_purpose(action: Action) -> None:
    assert bool(EVENTS[action.event].told) != (action.event in NOBODY_TOLD)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_words_for_everybody_it_tells(name: str) -> None:
    kind = EVENTS[name]
    said = {"task": kind.task, "news": kind.news, "alert": kind.alert}

    assert whole(kind.history)
    for row in kind.told:
        assert whole(said[row.kind]), row
        assert whole(kind.news), "what was a task is told as news once it is done"


def test_every_event_is_of_an_action_or_of_what_leaves_the_state() -> None:
    assert set(EVENTS) <= BESIDE | {action.event for action in definitions().actions.values()}


def test_an_action_that_a_person_may_take_is_served_by_a_function() -> None:
    assert {name for name in definitions().actions if name in POLICY} == set(ACTIONS)
