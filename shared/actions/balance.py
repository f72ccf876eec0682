"""What an event adds to the balance of the exchange, or takes from it."""

from shared.domain import balance
from shared.domain.case import Case
from shared.domain.events import Event
from shared.store.stores import Stores
from shared.store.table import Write


def balance_writes(stores: Stores, case: Case, event: Event) -> list[Write]:
    """The writes that count this event; none for most. The content of an approved case does not change."""
    counted = balance.counts(event, case.application)
    share = balance.share_of(case.application, case.values) if counted else None
    if share is None:
        return []
    return [
        write
        for organisation_id, sign in counted
        for write in stores.balances.add(_subjects(case, event, organisation_id), share, sign)
    ]


def _subjects(case: Case, event: Event, organisation_id: str) -> list[balance.Subject]:
    """A merge moves what was counted from one organisation to the other, and nothing else."""
    if event.kind == "organisation_merged":
        return [balance.Subject("organisation", organisation_id)]
    return balance.subjects_of(case.application, case.values, organisation_id)
