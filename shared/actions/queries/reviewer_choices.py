"""Who can be asked to review a case, and how much each has to do already."""

from dataclasses import dataclass, replace
from datetime import date

from shared.domain.case import Case
from shared.domain.people import Absence, Person
from shared.domain.words import Words
from shared.store.case_parts import assignment
from shared.store.stores import Stores

MOST = 40
"""Reviewers whose open work is counted: each costs one query."""
CONFLICT = Words("has a conflict of interest", "存在利益冲突")
BEFORE = Words("reviewed it before the appeal", "申诉前已评审")
APPLICANT = Words("belongs to the applicant", "属于申请单位")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One reviewer; `load` counts reviews not handed in, None when there are too many people to count."""

    person: Person
    load: int | None
    late: int = 0
    away: Absence | None = None
    declined: bool = False
    """Whether they gave this very case back for lack of time."""
    pooled: bool = False
    """Whether the programme of the case names them."""
    barred: Words | None = None


def choices(stores: Stores, case: Case, today: date) -> list[Choice]:
    """Every reviewer who is not on the case yet, the programme's own first, then those with least to do."""
    on_it = {review.person_id for review in case.reviews if not review.over}
    people = [person for person in stores.people.holding("reviewer") if person.id not in on_it]
    without_time = {review.person_id for review in case.reviews if review.status == "declined"}
    programme = stores.programmes.at(case.application.programme_id, case.application.programme_version)
    pool = programme.pool if programme else frozenset()
    people.sort(key=lambda person: person.id not in pool)
    found = [
        replace(
            _choice(stores, case, person, today, count=place < MOST),
            pooled=person.id in pool,
            away=person.away_on(today),
            declined=person.id in without_time,
        )
        for place, person in enumerate(people)
    ]
    return sorted(
        found,
        key=lambda choice: (
            choice.barred is not None,
            choice.away is not None or choice.declined,
            not choice.pooled,
            choice.load or 0,
        ),
    )


def _choice(stores: Stores, case: Case, person: Person, today: date, *, count: bool) -> Choice:
    barred = _barred(case, person)
    if barred or not count:
        return Choice(person=person, load=None, barred=barred)
    rows = [assignment(row) for row in stores.cases.of_reviewer(person.id, 50, None).rows]
    to_do = [review for review in rows if review.status in ("assigned", "reading")]
    late = sum(review.due < today.isoformat() for review in to_do)
    return Choice(person=person, load=len(to_do), late=late)


def _barred(case: Case, person: Person) -> Words | None:
    application = case.application
    if person.id in application.conflicted:
        return CONFLICT
    if person.belongs_to(application.parties):
        return APPLICANT
    if person.id in application.reviewed_before:
        return BEFORE
    return None
