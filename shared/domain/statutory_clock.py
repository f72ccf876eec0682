"""The latest days on which each step towards an exchange can still be taken, counted back from its start.

Terms and their sources are in `statutory_clock.json`, public holidays of the mainland in `holidays.json`: both are
maintained by hand, and what they rest on is in them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from shared.domain.calendar import EARLIEST, day_of
from shared.domain.conditions import holds
from shared.domain.json_value import Values
from shared.domain.words import Words

HERE = Path(__file__).parent
START = "start"
SATURDAY = 5
CHECK = Words("Check, review and decision of the federation", "联合会审核、评审和审批")
TERMS = Words("Terms of this programme, if no information is missing", "本项目的办理期限（材料无需补正时）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A step, the latest day it can begin, and the day it has to be done by; `critical` when it sets the first day."""

    label: Words
    source: Words
    begin: date
    done: date
    critical: bool


def path(direction: str, values: Values, federation_days: int) -> tuple[Stop, ...]:
    """The steps from submission to the start, first one first; none before the start is known.

    Each is as late as those after it allow. `federation_days` are calendar days from submission to the decision.
    """
    start = day_of(str(values.get("start_date") or ""))
    if start is None or start <= EARLIEST + timedelta(days=365):
        return ()
    begins: dict[str, date] = {START: start}
    stops: dict[str, Stop] = {}
    after: dict[str, str] = {}
    for step in _steps(direction, values):
        done, following = min((begins[name], name) for name in step["before"] if name in begins)
        begin = _before(done, step["days"], working=step["working"])
        begins[step["id"]], after[step["id"]] = begin, following
        stops[step["id"]] = _stop(step, begin, done)
    first = min(begins, key=lambda name: (begins[name], name))
    critical = {first}
    while first in after:
        first = after[first]
        critical.add(first)
    decided = min(begins.values())
    check = Stop(
        label=CHECK,
        source=TERMS,
        begin=decided - timedelta(days=federation_days),
        done=decided,
        critical=True,
    )
    marked = [replace(stop, critical=name in critical) for name, stop in stops.items()]
    return (check, *sorted(marked, key=lambda stop: (stop.begin, stop.done)))


def working_day(day: date) -> bool:
    """Whether offices work: not on holidays, on Saturdays and Sundays only where they are worked instead."""
    off, worked = _holidays()
    return day in worked or (day.weekday() < SATURDAY and day not in off)


def working_days_after(day: date, days: int) -> date:
    """The day that lies so many working days after another."""
    while days:
        day += timedelta(days=1)
        days -= working_day(day)
    return day


def _steps(direction: str, values: Values) -> list[Mapping[str, Any]]:
    """The steps that this exchange needs; one that only others would follow is followed by what follows these."""
    every: Sequence[Mapping[str, Any]] = _data("statutory_clock.json")[direction]
    needed = [step for step in every if "when" not in step or holds(step["when"], values)]
    known = {START, *(step["id"] for step in needed)}
    return [
        {**step, "before": [name for name in step["before"] if name in known] or [START]} for step in needed
    ]


def _stop(step: Mapping[str, Any], begin: date, done: date) -> Stop:
    return Stop(
        label=Words.of(step["label"]), source=Words.of(step["source"]), begin=begin, done=done, critical=False
    )


def _before(done: date, days: int, *, working: bool) -> date:
    """The day that lies so many days before another; counted in working days, it is one."""
    day, left = done, days
    while left:
        day -= timedelta(days=1)
        left -= 1 if not working or working_day(day) else 0
    return day


@cache
def _holidays() -> tuple[frozenset[date], frozenset[date]]:
    data = _data("holidays.json")
    off: set[date] = set()
    for first, last in ((date.fromisoformat(a), date.fromisoformat(b)) for a, b in data["off"]):
        off.update(first + timedelta(days=number) for number in range((last - first).days + 1))
    return frozenset(off), frozenset(map(date.fromisoformat, data["worked"]))


@cache
def _data(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))
