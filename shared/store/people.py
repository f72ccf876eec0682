"""People and organisations in the table, the staff directory, and what one look-up tells of a caller."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from shared.domain.people import Organisation, Person
from shared.domain.words import Language, Words
from shared.store import keys
from shared.store.codec import Codec, Row
from shared.store.table import Table, Write, delete, put, update
from shared.store.ttl_cache import TtlCache

PERSON = Codec(Person)
ORGANISATION = Codec(Organisation)

CONFLICT = "conflict_"
"""What the attributes of a counters item begin with that name cases of a conflict of interest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """What a look-up tells besides the person: unread messages, and the cases that do not exist for them."""

    unread: int = 0
    conflicts: frozenset[str] = frozenset()


class People:
    """Reads and writes people; every role a person holds has a row in the directory."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: TtlCache[Organisation | None] = TtlCache()
        self._names: TtlCache[str] = TtlCache()

    def get(self, person_ids: Sequence[str]) -> dict[str, Person]:
        """People by id; those that do not exist are left out."""
        wanted = {keys.person(person_id): person_id for person_id in person_ids}
        rows = self._table.get(list(wanted)) if wanted else {}
        return {wanted[key]: PERSON.value(row) for key, row in rows.items()}

    def names(self, person_ids: Collection[str]) -> dict[str, str]:
        """Names by id, as this process may have read them a moment ago: to show them."""
        known = {each: fresh[0] for each in person_ids if (fresh := self._names.fresh(each))}
        unknown = [each for each in person_ids if each not in known]
        read = self.get(unknown)
        return known | {
            each: self._names.keep(each, read[each].name if each in read else "") for each in unknown
        }

    def look_up(
        self, person_id: str, credential: keys.Key, besides: Sequence[keys.Key] = ()
    ) -> tuple[Person | None, Row | None, Counters, Mapping[keys.Key, Row]]:
        """A person, the session or token they came with, their counters, and the items of `besides`: one call."""
        profile, counters = keys.person(person_id), keys.counters(person_id)
        rows = self._table.get([profile, credential, counters, *besides])
        person = PERSON.value(rows[profile]) if profile in rows else None
        more = {key: rows[key] for key in besides if key in rows}
        return person, rows.get(credential), _counters(rows.get(counters, {})), more

    def mark_conflict(self, person_id: str, application_id: str) -> Write:
        """The write that makes a case disappear from this person's lists; every look-up brings it along."""
        return update(keys.counters(person_id), f"SET {CONFLICT}{application_id} = :one", one=1)

    def holding(self, role: str) -> list[Person]:
        """Everybody who holds a role, by name."""
        return _by_name(self.get(self._listed(keys.directory(role, ""), consistent=False)))

    def acting_for(self, organisation_id: str) -> list[Person]:
        return _by_name(self.get(self._listed(keys.staff_of(organisation_id, ""), consistent=True)))

    def _listed(self, key: keys.Key, *, consistent: bool) -> list[str]:
        """Everybody in one list of the directory, however long it is."""
        found: list[str] = []
        after: Row | None = None
        while True:
            page = self._table.query(key, limit=200, after=after, consistent=consistent)
            found += [keys.last_part(str(row["SK"])) for row in page.rows]
            after = page.after
            if after is None:
                return found

    def organisations(self, organisation_ids: Sequence[str]) -> dict[str, Organisation]:
        wanted = {keys.organisation(each): each for each in organisation_ids}
        rows = self._table.get(list(wanted), consistent=False) if wanted else {}
        return {wanted[key]: ORGANISATION.value(row) for key, row in rows.items()}

    def name_of(self, organisation_id: str) -> Words:
        """An organisation's name for the head of every page."""
        found = self.known(organisation_id)
        return Words(found.name_en, found.name_zh) if found else Words("", "")

    def known(self, organisation_id: str) -> Organisation | None:
        """An organisation as this process may have read it a moment ago: to show it, never to let it do something."""
        return self._known.of(
            organisation_id, lambda: self.organisations([organisation_id]).get(organisation_id)
        )

    def save(self, person: Person, before: Person | None = None) -> None:
        """Write a person and their rows in the directory."""
        gone = set(before.roles) - set(person.roles) if before else set()
        writes = [put(PERSON.row(keys.person(person.id), person))]
        writes += [_row(keys.directory(role, person.id)) for role in person.roles]
        writes += [delete(keys.directory(role, person.id)) for role in sorted(gone)]
        if person.organisation_id:
            writes.append(_row(keys.staff_of(person.organisation_id, person.id)))
        self._table.commit(writes)

    def speak(self, person: Person, language: Language) -> Person:
        """Remember the language somebody chose; raises Taken when the person was changed meanwhile."""
        after = replace(person, language=language)
        key = keys.person(person.id)
        before, body = PERSON.row(key, person)["body"], PERSON.row(key, after)["body"]
        self._table.commit([update(key, "SET body = :body", "body = :before", body=body, before=before)])
        return after

    def save_organisation(self, organisation: Organisation) -> None:
        self._table.commit([put(ORGANISATION.row(keys.organisation(organisation.id), organisation))])
        self._known.forget(organisation.id)


def _counters(row: Row) -> Counters:
    conflicts = (name.removeprefix(CONFLICT) for name in row if name.startswith(CONFLICT))
    return Counters(unread=int(row.get("unread", 0)), conflicts=frozenset(conflicts))


def _row(key: keys.Key) -> Write:
    return put({"PK": key.partition, "SK": key.sort})


def _by_name(found: dict[str, Person]) -> list[Person]:
    return sorted((person for person in found.values() if person.active), key=lambda person: person.name)
