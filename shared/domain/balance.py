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
from shared.domain.json_value import Values
from shared.domain.texts import folded

ONE_SIDED = 3
"""So many times more person-days one way than the other are called one-sided: the project's own proposal."""
MOVED_BY = frozenset({"approved", "cancelled", "revoked", "closed_unused", "organisation_merged"})
"""Events after which an exchange may count for something else than before."""
GONE = frozenset({"cancelled", "revoked", "expired"})
"""States of cases that were approved and count no more."""
Kind = Literal["region", "organisation", "agreement"]


class Subject(NamedTuple):
    """What is counted for: a country or region (ISO 3166-1), an organisation by id, an agreement of an organisation."""

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
    """What one exchange counts, and for what: its direction, the year of its first day, and its subjects."""

    direction: str
    year: int
    amount: Amount
    subjects: tuple[Subject, ...]


Amounts = Mapping[tuple[str, int], Amount]
"""By direction and year."""


def share_of(application: Application, values: Values) -> Share | None:
    """What this exchange would count if it is approved; None while its days or its people are not known."""
    start, end = (day_of(str(values.get(name) or "")) for name in ("start_date", "end_date"))
    people = values.get("headcount")
    if start is None or end is None or end < start or not isinstance(people, int):
        return None
    days = (end - start).days + 1
    return Share(
        direction=application.direction,
        year=start.year,
        amount=Amount(1, people, people * days),
        subjects=_subjects(application, values),
    )


def counted(application: Application, values: Values) -> Share | None:
    """What this exchange counts as it stands; None for one that is not approved, or not any more."""
    approved = application.workflow.from_on("approved") - GONE
    return share_of(application, values) if application.state in approved else None


def _subjects(application: Application, values: Values) -> tuple[Subject, ...]:
    """An agreement is known by the number that the application names: the registry may come to know it later."""
    owner, called = application.organisation_id, folded(str(values.get("agreement_ref") or ""))
    regions = [Subject("region", code) for code in forms.regions(application.direction, values)]
    agreement = sha256(f"{owner} {called}".encode()).hexdigest()[:32]
    return (
        *regions,
        Subject("organisation", owner),
        *([Subject("agreement", agreement)] if called else ()),
    )


def named(agreements: Iterable[Agreement], values: Values) -> Agreement | None:
    """The agreement that the application names, if it is one of these."""
    wanted = folded(str(values.get("agreement_ref") or ""))
    return next((each for each in agreements if wanted and folded(each.reference) == wanted), None)


def total(amounts: Amounts, direction: str, year: int | None = None) -> Amount:
    """All of one direction, or of one year of it."""
    found = (each for (way, when), each in amounts.items() if way == direction and year in (None, when))
    return sum(found, Amount())


def one_sided(out: Amount, back: Amount) -> bool:
    """Whether one direction is far ahead of the other; a single exchange says nothing yet."""
    less, more = sorted((out.person_days, back.person_days))
    return out.cases + back.cases > 1 and more >= ONE_SIDED * less
