"""One page of cases over several states and directions, those that wait longest in each first."""

from collections.abc import Sequence

from shared.actions.queries import lists
from shared.actions.queries.lists import CaseList, ListQuery
from shared.domain.application import CaseSummary
from shared.domain.people import Person
from shared.domain.programmes import DIRECTIONS
from shared.store.stores import Stores

ROWS = 25
Place = tuple[str, str]
"""Direction and state: one partition of the index."""


def places(states: Sequence[str], direction: str = "") -> list[Place]:
    """The partitions of some states, of one direction or of both."""
    return [(each, state) for state in states for each in DIRECTIONS if direction in ("", each)]


def page_of(
    stores: Stores,
    person: Person,
    wanted: Sequence[Place],
    *,
    conflicts: frozenset[str],
    officer: str | None = None,
    cursor: str = "",
) -> CaseList:
    """At most 25 cases, one partition after the other; what is left out continues at the cursor."""
    start, after = _begin(cursor, wanted)
    found: list[CaseSummary] = []
    for number in range(start, len(wanted)):
        direction, state = wanted[number]
        asked = ListQuery(
            direction=direction,
            state=state,
            officer=officer,
            cursor=after if number == start else None,
            limit=ROWS - len(found),
            conflicts=conflicts,
        )
        listing = lists.cases(stores, person, asked)
        found += listing.items
        if len(found) >= ROWS or listing.next_cursor:
            return CaseList(items=tuple(found), next_cursor=f"{number}.{listing.next_cursor}")
    return CaseList(items=tuple(found))


def _begin(cursor: str, wanted: Sequence[Place]) -> tuple[int, str | None]:
    number, _, after = cursor.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 3 and int(number) < len(wanted)):  # noqa: PLR2004 -- there are fewer than 100
        return 0, None
    return int(number), after or None
