"""Checklists: the points of each, and what somebody found of one, for one content of the case.

`checklists.json` holds the points by the guard that asks for them. What a point rests on in law is in it, from the
sources that the federation's rules name; it is maintained by hand.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from shared.domain.conditions import Condition, holds
from shared.domain.json_value import Values
from shared.domain.words import Words

COMPLETENESS = "checklist_complete"
DATA_PROTECTION = "data_protection_assessment_done"
COMPLIANCE = ("direction_compliance_items_clear", DATA_PROTECTION)
"""The guards whose points compliance goes through, in that order."""
WORKED_ON: Mapping[str, tuple[str, ...]] = {"screening": (COMPLETENESS,), "compliance_check": COMPLIANCE}
"""The guards whose points are gone through in a state."""
LEAST = 5
"""Characters that say what shows it, or why."""
Outcome = Literal["clear", "not_needed", "not_clear"]
NOT_CLEAR = "not_clear"
OUTCOMES: Mapping[str, Words] = {
    "clear": Words("Clear", "已核清"),
    "not_needed": Words("Not needed here", "不涉及"),
    "not_clear": Words("Not clear", "未核清"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to go through: `fields` are the answers it is about, `dated` wants a source and the day it was read."""

    id: str
    label: Words
    direction: str = ""
    when: Condition | None = None
    hint: Words | None = None
    source: Words | None = None
    fields: tuple[str, ...] = ()
    dated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What somebody says of a point; `note` is what shows it, or why. `as_of` is an ISO date."""

    outcome: str
    note: str = ""
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Found):
    """What was found of a point, by whom, and for which content."""

    point: str
    by: str
    by_name: str
    at: datetime
    snapshot_hash: str

    @property
    def found(self) -> Found:
        return Found(outcome=self.outcome, note=self.note, source=self.source, as_of=self.as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklists:
    """All that was found of a case, one result for a point."""

    results: tuple[Result, ...] = ()


def points(guard: str, direction: str, values: Values) -> tuple[Point, ...]:
    """The points that this guard asks of such a case."""
    return tuple(
        point
        for point in _all()[guard]
        if point.direction in ("", direction) and (point.when is None or holds(point.when, values))
    )


def every_point(guard: str) -> tuple[Point, ...]:
    """The points that this guard may ask of some case; none for a guard without a checklist."""
    return _all().get(guard, ())


def guards() -> tuple[str, ...]:
    """The guards that a checklist stands for."""
    return tuple(_all())


def current(results: Iterable[Result], snapshot_hash: str) -> dict[str, Result]:
    """What was found of the content as it stands, by point."""
    return {each.point: each for each in results if each.snapshot_hash == snapshot_hash}


def merged(before: Sequence[Result], new: Iterable[Result]) -> tuple[Result, ...]:
    """All results, of which there is one for a point."""
    return tuple({each.point: each for each in (*before, *new)}.values())


@cache
def _all() -> Mapping[str, tuple[Point, ...]]:
    data: Mapping[str, Sequence[Any]] = json.loads(Path(__file__).with_suffix(".json").read_bytes())
    return {guard: tuple(map(_point, rows)) for guard, rows in data.items()}


def _point(row: Any) -> Point:
    return Point(
        id=row["id"],
        label=Words.of(row),
        direction=row.get("direction", ""),
        when=row.get("when"),
        hint=Words.of(row["hint"]) if "hint" in row else None,
        source=Words.of(row["source"]) if "source" in row else None,
        fields=tuple(row.get("fields", ())),
        dated=row.get("dated", False),
    )
