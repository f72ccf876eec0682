"""The exchange in figures: cases by state, places of programmes, organisations that take part."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.actions.queries.counts import Counts, counted
from shared.domain.programmes import Programme
from shared.store.codec import Row
from shared.store.stores import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Figures: `cases` is None before anything was counted, `programmes` come with the places taken of each."""

    cases: Counts | None
    programmes: tuple[tuple[Programme, int], ...]
    organisations: Mapping[str, int]


def overview(stores: Stores, tally: Row, conflicts: frozenset[str]) -> Overview:
    """What may be counted without naming a case; nothing that still waits for a second administrator."""
    announced = [each for each in stores.programmes.all() if each.announced]
    taken = stores.programmes.taken([each.id for each in announced])
    return Overview(
        cases=counted(stores, tally, conflicts),
        programmes=tuple((each, taken.get(each.id, 0)) for each in announced),
        organisations=stores.organisations.active_by_kind(),
    )
