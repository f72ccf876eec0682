"""Workflows with one mistake each: a step lost, a guard lost, a role or a target swapped, a step too many."""

from collections.abc import Iterator
from dataclasses import replace

from shared.domain.workflow import Transition, Workflow, definitions

Mutant = tuple[str, Workflow]
"""The kind of mistake, and the workflow that has it."""


def mutants(flow: Workflow) -> Iterator[Mutant]:
    """Every workflow that is one mistake away."""
    for place, step in enumerate(flow.transitions):
        yield "a step lost", _with(flow, place)
        for guard in step.guards:
            kept = tuple(each for each in step.guards if each != guard)
            yield "a guard lost", _with(flow, place, replace(step, guards=kept))
        for role in definitions().roles:
            if role != step.role:
                yield "a role swapped", _with(flow, place, replace(step, role=role))
        for target in flow.states:
            if target != step.target:
                yield "a target swapped", _with(flow, place, replace(step, target=target))
    for step in _missing(flow):
        yield "a step too many", replace(flow, transitions=(*flow.transitions, step))


def _with(flow: Workflow, place: int, *instead: Transition) -> Workflow:
    steps = flow.transitions
    return replace(flow, transitions=(*steps[:place], *instead, *steps[place + 1 :]))


def _missing(flow: Workflow) -> Iterator[Transition]:
    """Every known step taken where the workflow does not offer its action, with its role, target and guards."""
    known = {(step.source, step.action) for step in flow.transitions}
    kinds = {(step.action, step.target, step.role, step.guards): step for step in flow.transitions}
    for source in flow.states:
        for step in kinds.values():
            if (source, step.action) not in known:
                yield replace(step, source=source)
