"""The balance of the exchange in the table: one item for each country or region, organisation and agreement."""

from collections.abc import Sequence

from shared.domain.balance import Amount, Share, Subject
from shared.store import keys
from shared.store.codec import Row, to_wire
from shared.store.table import Table, Write

PARTS = ("cases", "people", "days")


class Balances:
    """Adds to the balance, with the marker that keeps an event from being counted twice (state_counts.py), and reads it."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, subjects: Sequence[Subject], share: Share, sign: int) -> list[Write]:
        """The writes that count an exchange for these subjects (1), or take it back (-1)."""
        amount = share.amount if sign > 0 else -share.amount
        names = {f"#{part}": f"{share.direction}/{share.year}/{part}" for part in PARTS}
        values = dict(zip(PARTS, (amount.cases, amount.people, amount.person_days), strict=True))
        return [
            Write(
                "Update",
                {
                    "Key": to_wire({"PK": key.partition, "SK": key.sort}),
                    "UpdateExpression": "ADD " + ", ".join(f"#{part} :{part}" for part in PARTS),
                    "ExpressionAttributeNames": names,
                    "ExpressionAttributeValues": to_wire(
                        {f":{part}": value for part, value in values.items()}
                    ),
                },
            )
            for key in (keys.balance(*each) for each in dict.fromkeys(subjects))
        ]

    def of(self, subjects: Sequence[Subject]) -> dict[Subject, dict[tuple[str, int], Amount]]:
        """What was counted for each of them, by direction and year; a moment late."""
        wanted = {each: keys.balance(*each) for each in subjects}
        rows = self._table.get([*wanted.values()], consistent=False) if wanted else {}
        return {each: _amounts(rows.get(key, {})) for each, key in wanted.items()}


def _amounts(row: Row) -> dict[tuple[str, int], Amount]:
    found: dict[tuple[str, int], dict[str, int]] = {}
    for name, value in row.items():
        direction, _, rest = name.partition("/")
        year, slash, part = rest.partition("/")
        if slash and isinstance(value, int):
            found.setdefault((direction, int(year)), {})[part] = value
    return {
        place: Amount(held.get("cases", 0), held.get("people", 0), held.get("days", 0))
        for place, held in found.items()
    }
