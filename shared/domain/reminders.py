"""What ends by itself, and from which day on people are reminded of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from shared.domain.agreements import Agreement
from shared.domain.people import Person

MANDATE_DAYS = 30
"""Calendar days before its end from which a mandate is shown as ending, and a letter goes out."""
FURTHEST = timedelta(days=365)
"""An agreement may be shown as ending from so many days before (its form)."""
LAST_DAYS = 7
"""Calendar days before the end for a second letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something ends on the day `until` (ISO date); `days` are those before it that this reminder is for."""

    subject: Literal["mandate", "agreement"]
    subject_id: str
    parties: tuple[str, ...]
    """Organisations that it concerns, by id."""
    until: str
    days: int

    @property
    def id(self) -> str:
        """The same for every try at the same reminder; a renewal has a reminder of its own."""
        return f"{self.subject}#{self.subject_id}#{self.until}#{self.days}"


def due(people: Iterable[Person], agreements: Iterable[Agreement], today: date) -> Iterator[Reminder]:
    """What is to be said on this day, whether or not it has been said already."""
    for person in people:
        if person.active and ending(person, today) and person.mandate_until:
            yield Reminder(
                subject="mandate",
                subject_id=person.id,
                parties=(person.organisation_id or "",),
                until=person.mandate_until,
                days=_days(person.mandate_until, MANDATE_DAYS, today),
            )
    for each in agreements:
        if each.validity(today) == "ends_soon":
            yield Reminder(
                subject="agreement",
                subject_id=each.id,
                parties=each.parties,
                until=each.valid_until,
                days=_days(each.valid_until, each.remind_days, today),
            )


def ending(person: Person, today: date) -> bool:
    """Whether somebody's mandate to sign ends soon or has ended."""
    until = person.mandate_until
    return bool(until and "partner_signatory" in person.roles and _left(until, today) <= MANDATE_DAYS)


def _days(until: str, first: int, today: date) -> int:
    return min(first, LAST_DAYS) if _left(until, today) <= LAST_DAYS else first


def _left(until: str, today: date) -> int:
    return (date.fromisoformat(until) - today).days
