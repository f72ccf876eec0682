"""Who can be given work, and how much of it everybody has."""

from dataclasses import dataclass

from shared.domain.people import Person
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.store.case_parts import assignment
from shared.store.stores import Stores

ASSIGNABLE = (
    "reviewer",
    "programme_officer",
    "compliance_officer",
    "safety_officer",
    "approver",
    "senior_approver",
)
"""The roles an officer may look people up by; partners' staff is nobody else's business."""
MOST = 50
"""People listed: each costs one query for their open work."""
LOAD = 100
"""Assignments counted at most."""
BAD_ROLE = Words("Give a role of the federation, such as reviewer.", "请填写联合会的角色，如 reviewer。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who holds a role; `open_load` counts reviews assigned and not handed in."""

    person: Person
    open_load: int


def holding(stores: Stores, role: str) -> list[Colleague]:
    """People with a role, by name; raises InvalidFields for a role that is not for looking up."""
    if role not in ASSIGNABLE:
        raise InvalidFields((FieldError(field="role", code="unknown", message=BAD_ROLE),))
    people = stores.people.holding(role)[:MOST]
    return [Colleague(person=person, open_load=_load(stores, person)) for person in people]


def _load(stores: Stores, person: Person) -> int:
    if "reviewer" not in person.roles:
        return 0
    rows = stores.cases.of_reviewer(person.id, LOAD, None).rows
    return sum(assignment(row).status in ("assigned", "reading") for row in rows)
