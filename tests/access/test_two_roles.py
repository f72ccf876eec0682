"""Four eyes: whoever worked on a case does not decide on it, whatever roles one person holds together."""

from collections.abc import Iterator
from typing import get_args

import pytest

from shared.actions.perform import perform
from shared.domain.case import Case
from shared.domain.commands import AssignmentCommand
from shared.domain.people import Role
from shared.domain.workflow import Transition, definitions, newest
from tests.builders import a_person
from tests.programs import Program
from tests.stage import PATHS, REFUSED, USUAL, WHO, Stage

FLOW = newest("going_out")
BOTH = "both"
DECISIONS = [
    step
    for step in FLOW.transitions
    if "four_eyes" in step.guards and step.source in PATHS and definitions().actions[step.action].duty
]
ROLE_OF: dict[str, Role] = {
    "claim": "programme_officer",
    "propose_ineligible": "programme_officer",
    "accept_for_review": "programme_officer",
    "review": "reviewer",
    "close_review": "programme_officer",
    "clear_compliance": "compliance_officer",
    "escalate": "approver",
}
"""Steps before a decision, and who takes each."""


def pairs() -> Iterator[tuple[str, Transition]]:
    """Every step on the way to a decision with the decision; a step is taken once, by whoever is first to."""
    for decision in DECISIONS:
        for step in dict.fromkeys(name for name, _ in PATHS[decision.source]):
            if step in ROLE_OF and ROLE_OF[step] != decision.role:
                yield step, decision


PAIRS = list(pairs())


def brought(stage: Stage, state: str, mine: str) -> Case:
    """A case in this state, one of whose steps was taken by the person with both roles."""
    case, waiting = stage.draft(), mine
    for name, usual in PATHS[state]:
        who = BOTH if name == waiting else usual
        waiting = "" if name == waiting else waiting
        if name == "accept_for_review" and mine == "review":
            command = AssignmentCommand(reviewers=(BOTH, "reviewer-2"), attest=USUAL[name].attest)
            case = perform(stage.attempt(who, name, case), command)
        else:
            case = stage.do(name, who, case)
    return case


def content(step: Transition, case: Case) -> dict[str, object]:
    if step.action.startswith("approve"):
        return {"snapshot_hash": case.application.snapshot_hash}
    if step.action == "reject":
        return {"reason_code": "need_not_shown", "reason": REFUSED.reason._asdict()}
    return {"reason": "first of its kind"} if step.action == "escalate" else {}


@pytest.mark.parametrize(
    ("step", "decision"),
    PAIRS,
    ids=[f"{step}-{decision.source}-{decision.action}" for step, decision in PAIRS],
)
def test_whoever_took_a_step_leaves_the_decision_to_another(
    stage: Stage, step: str, decision: Transition
) -> None:
    roles = [role for role in get_args(Role) if role in (ROLE_OF[step], decision.role)]
    stage.know(a_person(BOTH, *roles))
    case = brought(stage, decision.source, step)
    body = content(decision, case)

    barred = Program(stage.stores, BOTH).take(case.application.id, decision.action, body)
    other = Program(stage.stores, WHO[decision.role]).take(case.application.id, decision.action, body)

    assert (barred.status, [each["code"] for each in barred.json["unmet"]]) == (422, ["four_eyes"])
    assert other.json["state"] == decision.target, other.text


def test_every_decision_is_driven() -> None:
    assert {(decision.source, decision.action) for _, decision in PAIRS} == {
        (decision.source, decision.action) for decision in DECISIONS
    }
