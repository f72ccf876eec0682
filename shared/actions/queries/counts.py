"""How many submitted cases stand in each state, as one person may know it."""

from collections.abc import Mapping

from shared.actions.queries.queues import Place
from shared.store.codec import Row
from shared.store.state_counts import counts_of
from shared.store.stores import Stores

Counts = Mapping[Place, int]


def counted(stores: Stores, tally: Row, conflicts: frozenset[str]) -> Counts | None:
    """Cases in each state without those that do not exist for this person; None before anything was counted.

    Counts follow the events, a moment late: they are shown, and never decide what is listed.
    """
    found = counts_of(tally)
    if not found:
        return None
    for case in stores.cases.headers(sorted(conflicts)):
        place = (case.direction, case.state)
        found[place] = max(found.get(place, 0) - 1, 0)
    return found
