"""Checks every published workflow, and the checks themselves by every mistake that could be made: part of `make check`."""

import sys
from collections import Counter

from infra.workflow import steps, structure
from infra.workflow.mutants import mutants
from shared.domain.workflow import Workflow, published


def main() -> None:
    wrong = [fault for flow in published().values() for fault in check(flow)]
    sys.exit("\n".join(wrong) if wrong else 0)


def check(flow: Workflow) -> list[str]:
    """What is wrong with a workflow or with its checks; prints how many mistakes were caught."""
    name = f"{flow.direction} {flow.version}"
    wrong = [f"{name}: {fault}" for fault in (*structure.faults(flow), *steps.faults(flow))]
    made, caught, alone = Counter[str](), Counter[str](), Counter[str]()
    for kind, mutant in mutants(flow):
        made[kind] += 1
        by_structure = bool(structure.faults(mutant)) if kind != "a step too many" else False
        alone[kind] += by_structure
        caught[kind] += by_structure or bool(steps.faults(mutant))
    said = "; ".join(
        f"{kind} {caught[kind]} of {made[kind]} ({alone[kind]} by structure alone)" for kind in made
    )
    print(f"workflow {name}: {len(flow.transitions)} steps. Mistakes caught: {said}")
    wrong += [
        f"{name}: {kind}: {made[kind] - caught[kind]} are not noticed"
        for kind in made
        if caught[kind] < made[kind]
    ]
    return wrong


if __name__ == "__main__":
    main()
