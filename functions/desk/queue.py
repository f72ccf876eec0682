"""The desk's list: what it is filtered by, how many cases stand in each state, and the links between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from shared.actions.queries.counts import Counts
from shared.actions.queries.queues import Place, places
from shared.domain.application import CaseSummary
from shared.domain.programmes import DIRECTIONS
from shared.domain.words import Language, Words
from shared.domain.workflow import State, states
from shared.web.pages import labels

Whose = Literal["unclaimed", "mine", "all"]
BOTH = Words("Both directions", "两个方向")
EVERY = Words("All open", "全部未办结")
WAITING = ("submitted",)


def open_states() -> tuple[str, ...]:
    """The states on the way to the decision, in its order, of all versions of both directions."""
    return tuple(name for name, state in _every_state().items() if state.stage)


def filter_states() -> tuple[str, ...]:
    """The states that the desk filters by."""
    return (*open_states(), "approved", "rejected", "appeal_pending")


def _every_state() -> Mapping[str, State]:
    return {name: state for way in reversed(DIRECTIONS) for name, state in states(way).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of the desk is looked at; it is the page's address."""

    whose: Whose
    direction: str = ""
    state: str = ""
    cursor: str = ""

    def href(self, **changes: str) -> str:
        kept = {"whose": self.whose, "direction": self.direction, "state": self.state, **changes}
        return "/desk?" + urlencode({name: value for name, value in kept.items() if value})

    @property
    def places(self) -> list[Place]:
        if self.state:
            return places((self.state,), self.direction)
        return places(WAITING if self.whose == "unclaimed" else open_states(), self.direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One link of a filter."""

    text: str
    href: str
    count: int | None
    current: bool


def filter_of(query: Mapping[str, str]) -> Filter:
    """The filter an address asks for; what it does not know is left out."""
    known: dict[str, Whose] = {"unclaimed": "unclaimed", "mine": "mine", "all": "all"}
    state, direction = query.get("state", ""), query.get("direction", "")
    whose = known.get(query.get("whose", ""), "all" if state else "unclaimed")
    return Filter(
        whose=whose,
        direction=direction if direction in DIRECTIONS else "",
        state=state if state in filter_states() and whose != "unclaimed" else "",
        cursor=query.get("cursor", ""),
    )


def href(item: CaseSummary) -> str:
    """A case nobody has claimed opens with its claim page: conflicts are declared before the first read."""
    return f"/desk/{item.id}/claim" if item.state == "submitted" else f"/applications/{item.id}"


def by_direction(asked: Filter, language: Language) -> list[Choice]:
    return [
        Choice(
            text=labels.direction(name, language) if name else BOTH.within(language),
            href=asked.href(direction=name),
            count=None,
            current=asked.direction == name,
        )
        for name in ("", *DIRECTIONS)
    ]


def by_state(asked: Filter, counts: Counts | None, language: Language) -> list[Choice]:
    """The states that hold cases, with how many; the one chosen is shown even when it is empty."""
    found = [
        Choice(text=EVERY.within(language), href=asked.href(state=""), count=None, current=not asked.state)
    ]
    every = _every_state()
    for name in filter_states():
        count = count_of(asked, counts, name)
        if count != 0 or asked.state == name:
            text = every[name].label.within(language)
            current = asked.state == name
            found.append(Choice(text=text, href=asked.href(state=name), count=count, current=current))
    return found


def count_of(asked: Filter, counts: Counts | None, state: str) -> int | None:
    if counts is None:
        return None
    return sum(counts.get((name, state), 0) for name in DIRECTIONS if asked.direction in ("", name))
