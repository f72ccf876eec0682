"""Partner agreements in the table: by id, by the day they end, and by either party."""

from collections.abc import Sequence

from shared.domain.agreements import Agreement
from shared.store import keys
from shared.store.codec import Codec, Row
from shared.store.listed import folded, given_up, leads
from shared.store.table import Table, Write, delete, put

AGREEMENT = Codec(Agreement, ("version",))
MOST = 200
"""Agreements of one organisation that are read."""


class Agreements:
    """Reads and writes agreements, with the rows that lead to them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, agreement_ids: Sequence[str]) -> list[Agreement]:
        """Agreements in the order of these ids; those that do not exist are left out."""
        wanted = [keys.agreement(each) for each in agreement_ids]
        rows = self._table.get(wanted) if wanted else {}
        return [AGREEMENT.value(rows[key]) for key in wanted if key in rows]

    def page(self, limit: int, after: str | None = None) -> tuple[list[Agreement], str | None]:
        """One page of all agreements, soonest to end first, and the sort key to go on from."""
        rows, following = self._table.listed("AGREEMENTS", limit, after)
        return self.get([keys.last_part(str(row["SK"])) for row in rows]), following

    def ending(self, first: str, last: str, most: int | None = None) -> list[Agreement]:
        """Agreements that end from one day (ISO date) to another, soonest first."""
        return self.get(self._table.last_parts("AGREEMENTS", first, last, most))

    def of(self, organisation_id: str) -> list[Agreement]:
        """The agreements of one organisation, soonest to end first."""
        page = self._table.query(keys.agreement_of(organisation_id, ""), limit=MOST, consistent=True)
        found = self.get([keys.last_part(str(row["SK"])) for row in page.rows])
        return sorted(found, key=lambda each: (each.valid_until, each.reference))

    def add(self, agreement: Agreement) -> list[Write]:
        """The writes of a new agreement; the last is refused when its number is another's already."""
        row = AGREEMENT.row(keys.agreement(agreement.id), agreement)
        return [put(row, new=True), *map(leads, _places(agreement)), _called(agreement)]

    def change(self, before: Agreement, after: Agreement) -> list[Write]:
        """The writes of a changed agreement; the first is refused when it is not as it was any more.

        The last is refused when the number changed, and is another's already.
        """
        old, new = _places(before), _places(after)
        writes = [put(AGREEMENT.row(keys.agreement(after.id), after), version=before.version)]
        writes += [delete(each) for each in old if each not in new]
        writes += [leads(each) for each in new if each not in old]
        if folded(before.reference) != folded(after.reference):
            number = keys.known_as("agreement", folded(before.reference))
            writes += [*given_up(self._table, number, "agreement_id", before.id), _called(after)]
        return writes


def _places(agreement: Agreement) -> list[keys.Key]:
    """The rows that lead to an agreement: by its last day, and from both parties."""
    return [
        keys.agreements(agreement.valid_until, agreement.id),
        *(keys.agreement_of(each, agreement.id) for each in agreement.parties),
    ]


def _called(agreement: Agreement) -> Write:
    known = keys.known_as("agreement", folded(agreement.reference))
    row: Row = {"PK": known.partition, "SK": known.sort, "agreement_id": agreement.id}
    return put(row, new=True)
