"""Organisations in the table: by id, by name, by what they share, and while they wait to be let in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from shared.domain.people import Organisation
from shared.domain.words import Words
from shared.store import keys
from shared.store.codec import Codec, Row
from shared.store.listed import folded, given_up, leads
from shared.store.table import Table, Write, delete, put
from shared.store.ttl_cache import TtlCache

ORGANISATION = Codec(Organisation, ("version",))
AT_ONCE = 100
"""Organisations read in one call where all of them are counted."""
WAIT = frozenset({"proposed", "vetted"})
"""Standings in which somebody has to do something."""


class Organisations:
    """Reads and writes organisations, with the rows that lead to them."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: TtlCache[Organisation | None] = TtlCache()
        self._counted: TtlCache[Mapping[str, int]] = TtlCache()

    def get(self, organisation_ids: Sequence[str], *, consistent: bool = False) -> dict[str, Organisation]:
        wanted = {keys.organisation(each): each for each in organisation_ids}
        rows = self._table.get(list(wanted), consistent=consistent) if wanted else {}
        return {wanted[key]: ORGANISATION.value(row) for key, row in rows.items()}

    def name_of(self, organisation_id: str) -> Words:
        """An organisation's name for the head of every page."""
        found = self.known(organisation_id)
        return found.name if found else Words("", "")

    def known(self, organisation_id: str) -> Organisation | None:
        """An organisation as this process may have read it a moment ago: to show it, never to let it do something."""
        return self._known.of(organisation_id, lambda: self.get([organisation_id]).get(organisation_id))

    def page(
        self, limit: int, after: str | None = None, begins: str = ""
    ) -> tuple[list[Organisation], str | None]:
        """One page of organisations whose English name begins like this, by name, and the sort key to go on from."""
        rows, following = self._table.listed("ORGANISATIONS", limit, after, folded(begins))
        ids = [keys.last_part(str(row["SK"])) for row in rows]
        found = self.get(ids, consistent=True)
        return [found[each] for each in ids if each in found], following

    def active_by_kind(self) -> Mapping[str, int]:
        """How many are active of each kind, as this process may have counted a moment ago: it reads all of them."""
        return self._counted.of("kinds", self._count)

    def _count(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        after: str | None = None
        while True:
            some, after = self.page(AT_ONCE, after)
            found.update(each.kind for each in some if each.active)
            if after is None:
                return found

    def waiting(
        self, standing: str, limit: int, after: str | None = None
    ) -> tuple[list[Organisation], str | None]:
        """One page of organisations that wait in a standing, oldest first, and the sort key to go on from."""
        rows, following = self._table.listed(keys.waiting_in(standing), limit, after)
        ids = [keys.last_part(str(row["SK"])) for row in rows]
        found = self.get(ids, consistent=True)
        return [found[each] for each in ids if each in found], following

    def alike(self, organisation: Organisation) -> list[Organisation]:
        """Others that share a name or a web address with this one, ten of each at most."""
        found: dict[str, None] = {}
        for key in _likeness(organisation):
            page = self._table.query(keys.Key(key.partition, ""), limit=10, consistent=True)
            found |= {keys.last_part(str(row["SK"])): None for row in page.rows}
        others = [each for each in found if each != organisation.id]
        return list(self.get(others, consistent=True).values())

    def named(self, name: str) -> list[Organisation]:
        """Organisations of exactly this name in either language, folded; ten at most."""
        page = self._table.query(keys.alike("name", folded(name), ""), limit=10, consistent=True)
        ids = [keys.last_part(str(row["SK"])) for row in page.rows]
        return list(self.get(ids, consistent=True).values())

    def save(self, organisation: Organisation) -> None:
        """Write an organisation, whatever stands there."""
        row = ORGANISATION.row(keys.organisation(organisation.id), organisation)
        self._table.commit([put(row), *map(leads, _places(organisation))])
        self._known.forget(organisation.id)

    def add(self, organisation: Organisation) -> list[Write]:
        """The writes of a new organisation; the last is refused when its code is another's already."""
        return [
            put(ORGANISATION.row(keys.organisation(organisation.id), organisation), new=True),
            *map(leads, _places(organisation)),
            *([_code(organisation)] if organisation.uscc else []),
        ]

    def change(self, before: Organisation, after: Organisation) -> list[Write]:
        """The writes of a changed organisation; the first is refused when it is not as it was any more.

        The last is refused when the code changed, and is another's already.
        """
        self._known.forget(after.id)
        row = ORGANISATION.row(keys.organisation(after.id), after)
        writes = [put(row, version=before.version)]
        old, new = _places(before), _places(after)
        writes += [delete(each) for each in old if each not in new]
        writes += [leads(each) for each in new]
        if before.uscc != after.uscc:
            writes += given_up(self._table, keys.known_as("uscc", before.uscc), "organisation_id", before.id)
            writes += [_code(after)] if after.uscc else []
        return writes


def _places(organisation: Organisation) -> list[keys.Key]:
    """The rows that lead to an organisation: by name, by what it shares with others, and while it waits."""
    found = [keys.organisations(folded(organisation.name_en), organisation.id), *_likeness(organisation)]
    if organisation.since and organisation.standing in WAIT:
        found.append(keys.standing(organisation.standing, organisation.since, organisation.id))
    return found


def _likeness(organisation: Organisation) -> list[keys.Key]:
    """What others of the same name or web address have too."""
    if organisation.merged_into:
        return []
    names = {folded(organisation.name_en), folded(organisation.name_zh)}
    host = (urlsplit(str(organisation.details.get("web") or "")).hostname or "").removeprefix("www.")
    found = [keys.alike("name", name, organisation.id) for name in sorted(names) if name]
    return [*found, keys.alike("web", host, organisation.id)] if host else found


def _code(organisation: Organisation) -> Write:
    known = keys.known_as("uscc", organisation.uscc)
    row: Row = {"PK": known.partition, "SK": known.sort, "organisation_id": organisation.id}
    return put(row, new=True)
