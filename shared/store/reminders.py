"""Which reminders went to whom: one row for each, so that a letter leaves once."""

from datetime import datetime, timedelta

from shared.store import keys
from shared.store.table import Table, Taken, delete, put

KEPT = timedelta(days=400)
"""Longer than any reminder is due (an agreement may name 365 days)."""


class Reminders:
    """Claims reminders."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def claim(self, reminder_id: str, person_id: str, at: datetime) -> bool:
        """Whether this is the first try at reminding this person."""
        key = keys.reminder(reminder_id, person_id)
        ttl = int((at + KEPT).timestamp())
        try:
            self._table.commit([put({"PK": key.partition, "SK": key.sort, "ttl": ttl}, new=True)])
        except Taken:
            return False
        return True

    def give_up(self, reminder_id: str, person_id: str) -> None:
        """Let the next try claim it: the letter certainly did not leave."""
        self._table.commit([delete(keys.reminder(reminder_id, person_id))])
