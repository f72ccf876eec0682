"""Where each role's work is: the menu of every page, and where somebody begins their day."""

from dataclasses import dataclass

from shared.domain.people import Person
from shared.language.catalogue import marked


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu, for the roles that work there."""

    href: str
    name: str
    roles: frozenset[str]
    also: str = ""
    """Where the pages begin that belong to it and have another address."""


PLACES = (
    Place("/applications", marked("Applications"), frozenset({"partner_editor", "partner_signatory"})),
    Place("/staff", marked("Your organisation"), frozenset({"partner_editor", "partner_signatory"})),
    Place("/agreements", marked("Agreements"), frozenset({"partner_editor", "partner_signatory"})),
    Place("/desk", marked("Desk"), frozenset({"programme_officer"})),
    Place("/vetting", marked("Requests to join"), frozenset({"programme_officer"})),
    Place("/reviews", marked("Reviews"), frozenset({"reviewer"})),
    Place(
        "/approvals", marked("Decisions"), frozenset({"compliance_officer", "approver", "senior_approver"})
    ),
    Place("/risks", marked("Risk assessments"), frozenset({"safety_officer"})),
    Place("/applications", marked("All applications"), frozenset({"safety_officer", "observer", "auditor"})),
    Place("/admin/changes", marked("Waiting"), frozenset({"config_admin"})),
    Place("/admin/organisations", marked("Organisations"), frozenset({"config_admin"})),
    Place("/admin/people", marked("People"), frozenset({"config_admin"})),
    Place("/admin/programmes", marked("Programmes"), frozenset({"config_admin"})),
    Place(
        "/agreements",
        marked("Agreements"),
        frozenset({"programme_officer", "config_admin"}),
        "/admin/agreements/",
    ),
    Place("/admin/history", marked("History of the administration"), frozenset({"config_admin", "auditor"})),
    Place(
        "/overview",
        marked("Overview"),
        frozenset(
            {
                "observer",
                "auditor",
                "safety_officer",
                "approver",
                "senior_approver",
                "compliance_officer",
                "programme_officer",
            }
        ),
    ),
    Place("/people/work", marked("Your work"), frozenset({"invitation_signatory"})),
)
"""In the order in which a person with several roles begins."""


def places_of(person: Person) -> list[Place]:
    """The menu of somebody, each page once."""
    found: dict[str, Place] = {}
    for place in PLACES:
        if place.roles.intersection(person.roles):
            found.setdefault(place.href, place)
    return list(found.values())


def home_of(person: Person) -> str:
    """Where somebody's work is."""
    return next((place.href for place in places_of(person)), "/people/inbox")
