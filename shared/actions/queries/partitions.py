"""Where somebody's cases are found: partitions of the indexes, or the assignments of a reviewer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from shared.actions.policy import POLICY
from shared.domain.application import CaseSummary
from shared.domain.people import FEDERATION, Person
from shared.domain.programmes import DIRECTIONS
from shared.domain.reviews import Review
from shared.domain.workflow import Workflow, states, versions
from shared.store import keys
from shared.store.case_parts import assignment, listed
from shared.store.codec import Row
from shared.store.stores import Stores
from shared.store.table import Page

OWN_KEY = ("PK", "SK")


@dataclass(frozen=True, slots=True)
class Source:
    """One partition of an index."""

    stores: Stores
    organisation: str = ""
    direction: str = ""
    state: str = ""

    def holds(self, row: Row) -> bool:
        """Whether a row of a cursor can be one of this partition."""
        if self.organisation:
            return row.keys() == {*OWN_KEY, "PARTY_PK", "PARTY_SK"} and row["PARTY_PK"] == keys.cases_of(
                self.organisation
            )
        place = keys.cases_in(self.direction, self.state)
        return row.keys() == {*OWN_KEY, "STATE_PK", "STATE_SK"} and row["STATE_PK"] == place

    def item(self, row: Row) -> CaseSummary:
        """A row as whoever's partition it is may know it."""
        return listed(row).for_partner if self.organisation else listed(row)

    def page(self, limit: int, after: Row | None, since: str = "") -> Page:
        if self.organisation:
            return self.stores.cases.of_organisation(self.organisation, limit, after)
        return self.stores.cases.in_state(self.direction, self.state, limit, after, since=since)

    def since(self, start: datetime, limit: int = 100) -> Iterator[CaseSummary]:
        """Every case that changed from then on; of a state in order of time, read so many at once as asked for."""
        after: Row | None = None
        while True:
            page = self.page(limit, after, keys.instant(start))
            yield from (item for item in map(self.item, page.rows) if item.changed_at >= start)
            after = page.after
            if after is None:
                return


def sources_of(
    stores: Stores, person: Person, direction: str | None = None, state: str | None = None
) -> list[Source]:
    """Which index partitions hold this person's cases, in the order they are listed."""
    if person.organisation_id is not None:
        return (
            [Source(stores, organisation=each) for each in person.organisations] if person.is_partner else []
        )
    if "config_admin" in person.roles or not person.holds(FEDERATION | {"auditor", "observer"}):
        return []
    return [
        Source(stores, direction=each, state=name)
        for each in ([direction] if direction else DIRECTIONS)
        for name in _states(each)
        if state in (None, name)
    ]


def _states(direction: str) -> tuple[str, ...]:
    """The states after submission that a case can come to by what people may do today, in any version."""
    known = frozenset().union(*(_reached(flow) for flow in versions(direction)))
    return tuple(state for state in states(direction) if state in known)


@cache
def _reached(flow: Workflow) -> frozenset[str]:
    steps = [step for step in flow.transitions if step.action in POLICY or step.role == "system"]
    known, found = set[str](), {flow.initial}
    while found:
        known |= found
        found = {step.target for step in steps if step.source in known} - known
    return frozenset(known - {flow.initial})


def only_reviews(person: Person) -> bool:
    inside = person.organisation_id is None and "config_admin" not in person.roles
    return inside and "reviewer" in person.roles and not person.holds(FEDERATION | {"auditor", "observer"})


def assignments(stores: Stores, person: Person, limit: int = 100) -> list[Review]:
    """What this reviewer was asked to review and has not declared a conflict on, soonest due first."""
    return [assignment(row) for row in reversed(stores.cases.of_reviewer(person.id, limit, None).rows)]


def assigned(stores: Stores, person: Person) -> list[str]:
    return [review.application_id for review in assignments(stores, person)]
