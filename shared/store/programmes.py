"""Programmes in the table: a list that is read often, and a counter of places that approvals take."""

import time
from collections.abc import Iterator

from shared.domain.programmes import Programme
from shared.store import keys
from shared.store.codec import Codec, Row
from shared.store.table import Table, Write, put, update

PROGRAMME = Codec(Programme)
FRESH = 30.0
"""Seconds a process may use the list it read; windows are days long, and places are never taken from it."""


class Programmes:
    """Reads and writes programmes."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._read_at = float("-inf")
        self._list: dict[str, Programme] = {}

    def all(self) -> list[Programme]:
        """Every programme, soonest to close first; `taken` is not part of the list."""
        if time.monotonic() - self._read_at > FRESH:
            self._list = {programme.id: programme for programme in self._stored()}
            self._read_at = time.monotonic()
        return sorted(self._list.values(), key=lambda programme: (programme.closes, programme.id))

    def _stored(self) -> Iterator[Programme]:
        after: Row | None = None
        while True:
            page = self._table.query(keys.programmes(""), limit=200, after=after, consistent=True)
            yield from map(PROGRAMME.value, page.rows)
            after = page.after
            if after is None:
                return

    def get(self, programme_id: str) -> Programme | None:
        """One programme; one that is not in the list read last may have been added since."""
        self.all()
        if programme_id not in self._list:
            self._read_at = float("-inf")
            self.all()
        return self._list.get(programme_id)

    def places_taken(self, programme_id: str) -> int:
        key = keys.programme(programme_id)
        row = self._table.get([key]).get(key)
        return int(row["taken"]) if row else 0

    def take_place(self, programme: Programme) -> Write:
        """The write that takes one place, refused when all are taken."""
        return update(
            keys.programme(programme.id),
            "SET taken = taken + :one",
            "taken < :quota",
            one=1,
            quota=programme.quota,
        )

    def save(self, programme: Programme) -> None:
        """Add a programme."""
        counter = keys.programme(programme.id)
        row: Row = {"PK": counter.partition, "SK": counter.sort, "taken": programme.taken}
        self._table.commit([put(PROGRAMME.row(keys.programmes(programme.id), programme)), put(row, new=True)])
        self._read_at = float("-inf")
