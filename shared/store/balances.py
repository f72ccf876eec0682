"""The balance of the exchange in the table: one item for each country or region, organisation and agreement.

What a case counts stands in an item of its own, written with the sums in one transaction: sums are what those items say,
however often and in whatever order somebody looks after them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.balance import Amount, Share, Subject
from shared.store import keys
from shared.store.codec import Codec, Row, to_wire
from shared.store.table import Table, Write, put

PARTS = ("cases", "people", "days")
Place = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a case counts in the sums as it stood in a version of its own; nothing without subjects (`kind id`)."""

    version: int
    case_version: int
    direction: str = ""
    year: int = 0
    people: int = 0
    person_days: int = 0
    subjects: tuple[str, ...] = ()

    @property
    def amount(self) -> Amount:
        return Amount(1, self.people, self.person_days) if self.subjects else Amount()


COUNTED = Codec(Counted, ("version",))


class Balances:
    """Keeps what a case counts, with the sums, and reads them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def counted(self, application_id: str) -> Counted | None:
        """What a case counts in the sums now; None when nobody ever looked after it."""
        key = keys.balanced(application_id)
        row = self._table.get([key]).get(key)
        return COUNTED.value(row) if row else None

    def keep(
        self, application_id: str, case_version: int, before: Counted | None, share: Share | None
    ) -> bool:
        """Let the case as of this version count for this and nothing else; False when a later one was kept already.

        Raises Taken when somebody else looked after it meanwhile.
        """
        if before and before.case_version >= case_version:
            return False
        now = _counted(share, before.version + 1 if before else 1, case_version)
        sums = _differences(before, now)
        row = COUNTED.row(keys.balanced(application_id), now)
        kept = put(row, version=before.version) if before else put(row, new=True)
        self._table.commit([kept, *(_add(subject, sums[subject]) for subject in sums)])
        return True

    def read(
        self, subjects: Sequence[Subject], application_id: str
    ) -> tuple[dict[Subject, dict[Place, Amount]], Counted | None]:
        """What was counted for each subject by direction and year, and what the case counts of it; a moment late."""
        wanted = {each: keys.balance(*each) for each in subjects}
        own = keys.balanced(application_id)
        rows = self._table.get([*wanted.values(), own], consistent=False)
        found = {each: _amounts(rows.get(key, {})) for each, key in wanted.items()}
        return found, COUNTED.value(rows[own]) if own in rows else None


def _counted(share: Share | None, version: int, case_version: int) -> Counted:
    if share is None:
        return Counted(version=version, case_version=case_version)
    return Counted(
        version=version,
        case_version=case_version,
        direction=share.direction,
        year=share.year,
        people=share.amount.people,
        person_days=share.amount.person_days,
        subjects=tuple(" ".join(each) for each in share.subjects),
    )


def _differences(before: Counted | None, now: Counted) -> dict[str, dict[Place, Amount]]:
    """What changes in the sum of each subject."""
    found: dict[str, dict[Place, Amount]] = {}
    signed = [(now, now.amount)] + ([(before, -before.amount)] if before else [])
    for each, amount in signed:
        for subject in each.subjects:
            sums, place = found.setdefault(subject, {}), (each.direction, each.year)
            sums[place] = sums.get(place, Amount()) + amount
    kept = {
        subject: {place: amount for place, amount in sums.items() if amount != Amount()}
        for subject, sums in found.items()
    }
    return {subject: sums for subject, sums in kept.items() if sums}


def _add(subject: str, sums: dict[Place, Amount]) -> Write:
    kind, _, name = subject.partition(" ")
    key = keys.balance(kind, name)
    names, values = {}, {}
    for place, ((direction, year), amount) in enumerate(sums.items()):
        for part, value in zip(PARTS, (amount.cases, amount.people, amount.person_days), strict=True):
            names[f"#{part}{place}"] = f"{direction}/{year}/{part}"
            values[f":{part}{place}"] = value
    return Write(
        "Update",
        {
            "Key": to_wire({"PK": key.partition, "SK": key.sort}),
            "UpdateExpression": "ADD " + ", ".join(f"{name} :{name[1:]}" for name in names),
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": to_wire(values),
        },
    )


def _amounts(row: Row) -> dict[Place, Amount]:
    found: dict[Place, dict[str, int]] = {}
    for name, value in row.items():
        direction, _, rest = name.partition("/")
        year, slash, part = rest.partition("/")
        if slash and isinstance(value, int):
            found.setdefault((direction, int(year)), {})[part] = value
    return {
        place: Amount(held.get("cases", 0), held.get("people", 0), held.get("days", 0))
        for place, held in found.items()
    }
