"""The balance of the exchange: what was approved going out and inviting in, by country or region, organisation and agreement.

Counted by the year in which an exchange starts. An exchange with several countries or regions counts in each of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, NamedTuple

from shared.domain import forms
from shared.domain.agreements import Agreement
from shared.domain.application import Application
from shared.domain.calendar import day_of
from shared.domain.events import Event
from shared.domain.json_value import Values

ONE_SIDED = 3
"""So many times more person-days one way than the other are called one-sided: the project's own proposal."""
ENDED = ("cancelled", "revoked", "closed_unused")
"""Events that take back what an approval counted."""
GONE = frozenset({"cancelled", "revoked", "expired"})
"""States of cases that were approved and count no more."""
Kind = Literal["region", "organisation", "agreement"]


class Subject(NamedTuple):
    """What is counted for: a country or region (ISO 3166-1), an organisation by id, an agreement by what it is called."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Amount:
    """Exchanges, the people who travel, and the days that they spend together."""

    cases: int = 0
    people: int = 0
    person_days: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.cases + other.cases, self.people + other.people, self.person_days + other.person_days
        )

    def __neg__(self) -> "Amount":
        return Amount(-self.cases, -self.people, -self.person_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one exchange counts, and where: its direction and the year of its first day."""

    direction: str
    year: int
    amount: Amount


Amounts = Mapping[tuple[str, int], Amount]
"""By direction and year."""


def share_of(application: Application, values: Values) -> Share | None:
    """What this exchange counts for; None while its days or its people are not known."""
    start, end = (day_of(str(values.get(name) or "")) for name in ("start_date", "end_date"))
    people = values.get("headcount")
    if start is None or end is None or end < start or not isinstance(people, int):
        return None
    days = (end - start).days + 1
    return Share(direction=application.direction, year=start.year, amount=Amount(1, people, people * days))


def subjects_of(application: Application, values: Values, organisation_id: str) -> list[Subject]:
    """Everything that this exchange counts for; its agreement, too, that the registry may come to know later."""
    regions = [Subject("region", code) for code in forms.regions(application.direction, values)]
    called = str(values.get("agreement_ref") or "")
    agreement = [Subject("agreement", sha256(_folded(called).encode()).hexdigest()[:32])] if called else []
    return [*regions, Subject("organisation", organisation_id), *agreement]


def named(agreements: Iterable[Agreement], values: Values) -> Agreement | None:
    """The agreement that the application names, if it is one of these."""
    wanted = _folded(str(values.get("agreement_ref") or ""))
    return next((each for each in agreements if _folded(each.reference) == wanted), None)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def counts(event: Event, application: Application) -> list[tuple[str, int]]:
    """For which organisation an event counts the exchange, and whether in (1) or out (-1)."""
    if event.kind == "approved":
        return [(event.organisation_id, 1)]
    if event.kind in ENDED:
        return [(event.organisation_id, -1)]
    approved = application.workflow.from_on("approved") - GONE
    if event.kind == "organisation_merged" and event.state in approved:
        return [(str(event.data["before"]), -1), (str(event.data["after"]), 1)]
    return []


def total(amounts: Amounts, direction: str, year: int | None = None) -> Amount:
    """All of one direction, or of one year of it."""
    found = (each for (way, when), each in amounts.items() if way == direction and year in (None, when))
    return sum(found, Amount())


def one_sided(out: Amount, back: Amount) -> bool:
    """Whether one direction is far ahead of the other."""
    less, more = sorted((out.person_days, back.person_days))
    return more >= ONE_SIDED * less and more > 0
