"""People in the table, the staff directory, and what one look-up tells of a caller."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from shared.domain.people import Person
from shared.domain.words import Language
from shared.store import keys
from shared.store.codec import Codec, Row
from shared.store.listed import folded, given_up, leads
from shared.store.table import Table, Write, delete, put, update
from shared.store.ttl_cache import TtlCache

PERSON = Codec(Person, ("version",))

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

    def conflicts(self, person_id: str) -> frozenset[str]:
        """The cases that do not exist for somebody, by id."""
        key = keys.counters(person_id)
        return _counters(self._table.get([key]).get(key, {})).conflicts

    def mark_conflict(self, person_id: str, application_id: str) -> Write:
        """The write that makes a case disappear from this person's lists; every look-up brings it along."""
        return update(keys.counters(person_id), f"SET {CONFLICT}{application_id} = :one", one=1)

    def holding(self, role: str) -> list[Person]:
        """Everybody who holds a role, by name."""
        return _by_name(self.get(self._listed(keys.directory(role, ""), consistent=False)))

    def ever_held(self, role: str) -> list[Person]:
        """Everybody who holds a role, invited and disabled people with them."""
        return list(self.get(self._listed(keys.directory(role, ""), consistent=True)).values())

    def acting_for(self, organisation_id: str) -> list[Person]:
        """Everybody who acts for an organisation now, by name."""
        return [person for person in self.staff(organisation_id) if person.active]

    def staff(self, organisation_id: str) -> list[Person]:
        """Everybody of an organisation, invited and disabled people with them, by name."""
        found = self.get(self._listed(keys.staff_of(organisation_id, ""), consistent=True))
        return sorted(found.values(), key=lambda person: person.name)

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

    def mandates(self, first: str, last: str, most: int | None = None) -> list[Person]:
        """People whose mandate to sign ends from one day (ISO date) to another, soonest first."""
        ids = self._table.last_parts("MANDATES", first, last, most)
        found = self.get(ids)
        return [found[each] for each in ids if each in found]

    def page(self, limit: int, after: str | None = None, begins: str = "") -> tuple[list[Person], str | None]:
        """One page of everybody whose name begins like this, by name, and the sort key to go on from."""
        rows, following = self._table.listed("PEOPLE", limit, after, folded(begins))
        ids = [keys.last_part(str(row["SK"])) for row in rows]
        found = self.get(ids)
        return [found[each] for each in ids if each in found], following

    def save(self, person: Person, before: Person | None = None) -> None:
        """Write a person and their rows in the directory, whatever stands there."""
        self._table.commit([put(PERSON.row(keys.person(person.id), person)), *_beside(person, before)])

    def add(self, person: Person) -> list[Write]:
        """The writes of a new person; the last is refused when the e-mail address is somebody's already."""
        return [
            put(PERSON.row(keys.person(person.id), person), new=True),
            *_beside(person, None),
            _address(person),
        ]

    def change(self, before: Person, after: Person) -> list[Write]:
        """The writes of a changed person; the first is refused when they are not as they were any more.

        The last is refused when the e-mail address is new, or theirs again, and is somebody's already: an account that is
        disabled keeps none.
        """
        writes = [
            put(PERSON.row(keys.person(after.id), after), version=before.version),
            *_beside(after, before),
        ]
        held, holds = (each.state != "disabled" for each in (before, after))
        moved = before.email.casefold() != after.email.casefold()
        if held and (moved or not holds):
            writes += given_up(
                self._table, keys.known_as("email", before.email.casefold()), "person_id", before.id
            )
        if holds and (moved or not held):
            writes.append(_address(after))
        return writes

    def speak(self, person: Person, language: Language) -> Person:
        """Remember the language somebody chose; raises Taken when the person was changed meanwhile."""
        after = replace(person, language=language, version=person.version + 1)
        self._table.commit([put(PERSON.row(keys.person(person.id), after), version=person.version)])
        return after


def _counters(row: Row) -> Counters:
    conflicts = (name.removeprefix(CONFLICT) for name in row if name.startswith(CONFLICT))
    return Counters(unread=int(row.get("unread", 0)), conflicts=frozenset(conflicts))


def _beside(person: Person, before: Person | None) -> list[Write]:
    """The rows that lead to a person: by role, by organisation, and by name."""
    gone = set(before.roles) - set(person.roles) if before else set()
    new = set(person.roles) - set(before.roles) if before else set(person.roles)
    writes = [leads(keys.directory(role, person.id)) for role in sorted(new)]
    writes += [delete(keys.directory(role, person.id)) for role in sorted(gone)]
    listed = keys.people(folded(person.name), person.id)
    was = keys.people(folded(before.name), before.id) if before else None
    writes.append(leads(listed))
    if was and was != listed:
        writes.append(delete(was))
    writes += _mandate(person, before)
    if person.organisation_id and (before is None or before.organisation_id != person.organisation_id):
        writes.append(leads(keys.staff_of(person.organisation_id, person.id)))
    return writes


def _mandate(person: Person, before: Person | None) -> list[Write]:
    """The rows that lead to a mandate by its last day."""
    until, was = person.mandate_until or "", (before.mandate_until if before else "") or ""
    if until == was:
        return []
    gone = [delete(keys.mandates(was, person.id))] if was else []
    return gone + ([leads(keys.mandates(until, person.id))] if until else [])


def _address(person: Person) -> Write:
    known = keys.known_as("email", person.email.casefold())
    return put({"PK": known.partition, "SK": known.sort, "person_id": person.id}, new=True)


def _by_name(found: dict[str, Person]) -> list[Person]:
    return sorted((person for person in found.values() if person.active), key=lambda person: person.name)
