"""The second list of what may happen to a case (steps.yaml), and where a workflow differs from it."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from shared.domain.workflow import Transition, Workflow

FILE = Path(__file__).with_name("steps.yaml")
Edge = tuple[str, str, str, str]
"""From which state, by which action, to which state, by which role."""


def faults(flow: Workflow) -> list[str]:
    """Steps that only one of the two has, and guards that one of them has more; empty when they agree."""
    wanted = expected(flow.direction, flow.version)
    found: dict[Edge, frozenset[str]] = {}
    doubled = []
    for step in flow.transitions:
        if edge_of(step) in found:
            doubled.append(f"{step.source} {step.action}: stands there twice")
        found[edge_of(step)] = frozenset(step.guards)
    return doubled + [
        f"{edge[0]} {edge[1]} -> {edge[2]} by {edge[3]}: {_difference(wanted.get(edge), found.get(edge))}"
        for edge in sorted(wanted.keys() | found.keys())
        if wanted.get(edge) != found.get(edge)
    ]


def edge_of(step: Transition) -> Edge:
    return step.source, step.action, step.target, step.role


@cache
def expected(direction: str, version: int) -> Mapping[Edge, frozenset[str]]:
    """The guards of every edge that a direction should have in a version."""
    data = yaml.safe_load(FILE.read_text("utf-8"))
    both = dict(data["both"])
    for number in range(2, version + 1):
        both |= data[f"since_{number}"]
    left = {action: rows for action, rows in both.items() if rows}
    return dict(edge for part in (left, data[direction]) for edge in _edges(part))


def _edges(actions: Mapping[str, Any]) -> Iterator[tuple[Edge, frozenset[str]]]:
    for action, rows in actions.items():
        for row in rows if isinstance(rows, list) else [rows]:
            for source, target in row["edges"].items():
                yield (source, action, target, row["by"]), frozenset(row.get("guards", ()))


def _difference(wanted: frozenset[str] | None, found: frozenset[str] | None) -> str:
    if wanted is None or found is None:
        return "is not in the second list" if wanted is None else "is missing"
    return ", ".join(
        [f"lacks {each}" for each in sorted(wanted - found)]
        + [f"has {each} more" for each in sorted(found - wanted)]
    )
