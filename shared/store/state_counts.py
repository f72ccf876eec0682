"""How many submitted cases stand in each state, kept up event by event so that no page has to count."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.domain.events import Event
from shared.domain.workflow import newest
from shared.store import keys
from shared.store.codec import Row, to_wire
from shared.store.table import Table, Taken, Write, put

REMEMBERED = timedelta(days=30)
"""Longer than any queue keeps an event (14 days, and 14 more among the dead letters)."""


class StateCounts:
    """Moves the counts; one item holds them all."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def count(self, event: Event, now: datetime) -> bool:
        """Move a case from one count to the other; False when the event moves none or was counted before."""
        moved = moves(event)
        if not moved:
            return False
        key = keys.tallied(event.id)
        marker: Row = {"PK": key.partition, "SK": key.sort, "ttl": int((now + REMEMBERED).timestamp())}
        try:
            self._table.commit([put(marker, new=True), _add(moved)])
        except Taken:
            return False
        return True


def counts_of(row: Row) -> dict[tuple[str, str], int]:
    """Cases by direction and state, from the item of the counts; states nobody is in are left out."""
    found: dict[tuple[str, str], int] = {}
    for name, value in row.items():
        direction, slash, state = name.partition("/")
        if slash and isinstance(value, int) and value > 0:
            found[direction, state] = value
    return found


def moves(event: Event) -> dict[str, int]:
    """What to add to which count. A draft counts nowhere, nor does what became of one never submitted."""
    draft = newest(event.direction).initial
    before, after = event.previous_state, event.state
    if before == after or (before in (None, draft) and event.kind != "submitted"):
        return {}
    left = {f"{event.direction}/{before}": -1} if before not in (None, draft) else {}
    return {**left, f"{event.direction}/{after}": 1}


def _add(moved: Mapping[str, int]) -> Write:
    """Names of attributes that hold a slash must be given apart from the expression."""
    key = keys.tally()
    expression = ", ".join(f"#n{place} :v{place}" for place in range(len(moved)))
    return Write(
        "Update",
        {
            "Key": to_wire({"PK": key.partition, "SK": key.sort}),
            "UpdateExpression": f"ADD {expression}",
            "ExpressionAttributeNames": {f"#n{place}": name for place, name in enumerate(moved)},
            "ExpressionAttributeValues": to_wire(
                {f":v{place}": each for place, each in enumerate(moved.values())}
            ),
        },
    )
