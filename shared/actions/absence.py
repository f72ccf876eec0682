"""Somebody of the federation is away: until when, and which colleague hears of their tasks meanwhile."""

from dataclasses import replace
from datetime import date, datetime

from shared.actions.bounds import is_id
from shared.actions.policy import POLICY
from shared.domain.calendar import day_in_beijing
from shared.domain.people import FEDERATION, Absence, Person, Role
from shared.domain.refusals import Conflict, FieldError, Forbidden, InvalidFields
from shared.domain.words import Words
from shared.store.stores import Stores
from shared.store.table import Taken

LONGEST = 366
"""Days of an absence."""
OVER = Words(
    "The last day must not be over, nor before the first.", "结束日期不得早于开始日期，也不得早于今天。"
)
TOO_LONG = Words("An absence is at most a year long.", "离岗时间最长一年。")
NO_DEPUTY = Words("Choose a colleague with a role that you hold too.", "请选择与您担任相同角色的同事。")


def deputies(stores: Stores, person: Person) -> list[Person]:
    """Who can stand in, by name: for an officer other officers, else who holds one of the same roles of the federation.

    Tasks have a deputy where they are one officer's; those of other roles go to everybody who holds the role.
    """
    officer: frozenset[Role] = frozenset({"programme_officer"})
    found = {
        each.id: each
        for role in person.roles
        if role in (officer if person.holds(officer) else FEDERATION)
        for each in stores.people.holding(role)
        if each.active and each.id != person.id
    }
    return sorted(found.values(), key=lambda each: each.name)


def be_away(stores: Stores, person: Person, wanted: Absence, at: datetime) -> Person:
    """Say when one is away; raises Forbidden, InvalidFields, Conflict (changed at the same moment)."""
    _check_role(person)
    _check(stores, person, wanted, day_in_beijing(at))
    return _changed(stores, person, wanted)


def be_back(stores: Stores, person: Person) -> Person:
    """Say that one is not away any more; raises Forbidden, Conflict."""
    _check_role(person)
    return _changed(stores, person, None)


def _check_role(person: Person) -> None:
    if not POLICY["be_away"].admits(person):
        raise Forbidden


def _check(stores: Stores, person: Person, wanted: Absence, today: date) -> None:
    first, last = date.fromisoformat(wanted.first), date.fromisoformat(wanted.last)
    errors = []
    if last < max(first, today):
        errors.append(FieldError(field="last", code="over", message=OVER))
    elif (last - first).days >= LONGEST:
        errors.append(FieldError(field="last", code="too_long", message=TOO_LONG))
    known = {each.id for each in deputies(stores, person)} if is_id(wanted.deputy) else set()
    if wanted.deputy and wanted.deputy not in known:
        errors.append(FieldError(field="deputy", code="unknown", message=NO_DEPUTY))
    if errors:
        raise InvalidFields(tuple(errors))


def _changed(stores: Stores, person: Person, absence: Absence | None) -> Person:
    before = stores.people.get([person.id])[person.id]
    after = replace(before, absence=absence, version=before.version + 1)
    try:
        stores.table.commit(stores.people.change(before, after))
    except Taken as taken:
        raise Conflict from taken
    return after
