"""Programmes in the table: a list that is read often, and a counter of places that approvals take."""

from collections.abc import Iterator, Sequence
from datetime import date

from shared.domain.programmes import Programme
from shared.store import keys
from shared.store.codec import Codec, Row
from shared.store.table import Table, Write, put, update
from shared.store.ttl_cache import TtlCache

PROGRAMME = Codec(Programme, ("version",))
LIST = "programmes"
"""What the one list is kept as."""


class Programmes:
    """Reads and writes programmes."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._lists: TtlCache[dict[str, Programme]] = TtlCache()
        self._released: dict[tuple[str, int], Programme] = {}

    def all(self, *, fresh: bool = False) -> list[Programme]:
        """Every programme, soonest to close first; `taken` is not part of the list."""
        if fresh:
            self._lists.forget(LIST)
        return sorted(self._known().values(), key=lambda programme: (programme.closes, programme.id))

    def _known(self) -> dict[str, Programme]:
        """The list, as this process may have read it a moment ago: windows are days long."""
        return self._lists.of(LIST, lambda: {programme.id: programme for programme in self._stored()})

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
        if programme_id not in self._known():
            self._lists.forget(LIST)
        return self._known().get(programme_id)

    def places_taken(self, programme_id: str) -> int:
        return self.taken([programme_id]).get(programme_id, 0)

    def taken(self, programme_ids: Sequence[str]) -> dict[str, int]:
        """Places taken of several programmes, by id."""
        wanted = {keys.programme(each): each for each in programme_ids}
        rows = self._table.get(list(wanted)) if wanted else {}
        return {wanted[key]: int(str(row["taken"])) for key, row in rows.items()}

    def take_place(self, programme: Programme) -> Write:
        """The write that takes one place, refused when all are taken: of the quota released last, remembered or not."""
        return update(
            keys.programme(programme.id),
            "SET taken = taken + :one",
            "attribute_exists(quota) AND taken < quota OR attribute_not_exists(quota) AND taken < :quota",
            one=1,
            quota=programme.quota,
        )

    def free_place(self, programme_id: str) -> Write:
        """The write that gives one place back."""
        return update(
            keys.programme(programme_id), "SET taken = taken - :one", "taken > :none", one=1, none=0
        )

    def offered(self, programme_id: str, today: date) -> Programme | None:
        """One programme as remembered; read anew where the copy would refuse what may be open by now."""
        known = self.get(programme_id)
        return known if known and known.is_open(today) else self.read(programme_id)

    def read(self, programme_id: str) -> Programme | None:
        """One programme as it stands now, to change it."""
        key = keys.programmes(programme_id)
        row = self._table.get([key]).get(key)
        return PROGRAMME.value(row) if row else None

    def at(self, programme_id: str, version: int) -> Programme | None:
        """A programme as it was released in this version; None where a case names none, or none was kept."""
        known = self._released.get((programme_id, version))
        if known:
            return known
        key = keys.programme_version(programme_id, version)
        row = self._table.get([key]).get(key) if version else None
        if row is None:
            return None
        return self._released.setdefault((programme_id, version), PROGRAMME.value(row))

    def save(self, programme: Programme) -> None:
        """Add a programme."""
        self._table.commit(self.add(programme))

    def add(self, programme: Programme) -> list[Write]:
        """The writes of a new programme and of its count of places taken."""
        self._lists.forget(LIST)
        counter = keys.programme(programme.id)
        row: Row = {
            "PK": counter.partition,
            "SK": counter.sort,
            "taken": programme.taken,
            "quota": programme.quota,
        }
        listed = put(PROGRAMME.row(keys.programmes(programme.id), programme), new=True)
        return [listed, put(row, new=True), *_released(programme)]

    def change(self, before: Programme, after: Programme) -> list[Write]:
        """The write of a changed programme, refused when it is not as it was any more."""
        self._lists.forget(LIST)
        return [
            put(PROGRAMME.row(keys.programmes(after.id), after), version=before.version),
            *_released(after),
            *([] if before.quota == after.quota else [_quota(after)]),
        ]


def _quota(programme: Programme) -> Write:
    """The write of the number of places beside their count, where an approval looks."""
    return update(keys.programme(programme.id), "SET quota = :quota", quota=programme.quota)


def _released(programme: Programme) -> list[Write]:
    """The write that keeps a released version for the cases that are submitted under it."""
    if programme.state != "released":
        return []
    return [put(PROGRAMME.row(keys.programme_version(programme.id, programme.version), programme))]
