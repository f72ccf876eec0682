"""The balance of the exchange is looked after when an event may have moved it."""

from shared.domain import balance
from shared.domain.case import Case
from shared.domain.events import Event
from shared.domain.refusals import Conflict
from shared.store.stores import Stores
from shared.store.table import Taken

TRIES = 3


def keep_balance(stores: Stores, case: Case, event: Event) -> None:
    """Let the case count what it counts as it stands, however often this event is told and in whatever order.

    Raises Conflict when others are at it all the time.
    """
    if event.kind not in balance.MOVED_BY:
        return
    for _ in range(TRIES):
        before = stores.balances.counted(case.application.id)
        try:
            share = balance.counted(case.application, case.values)
            stores.balances.keep(case.application.id, case.application.version, before, share)
        except Taken:
            case = stores.cases.load(case.application.id)
        else:
            return
    raise Conflict
