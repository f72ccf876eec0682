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
    """One reviewer; `load` counts reviews not handed in, None when there are too many people to count.

    `knows` are the fields of service of the case that they know, `applicant` how many of their last reviews were of
    this applicant.
    """

    person: Person
    load: int | None
    late: int = 0
    applicant: int = 0
    away: Absence | None = None
    declined: bool = False
    """Whether they gave this very case back for lack of time."""
    replaced: bool = False
    """Whether they were on this very case, and somebody took their place."""
    pooled: bool = False
    """Whether the programme of the case names them."""
    knows: tuple[str, ...] = ()
    barred: Words | None = None
    proposed: bool = False
    """Whether they are among those who suit the case best and can take it now."""

    @property
    def free(self) -> bool:
        return not (self.barred or self.away or self.declined or self.replaced)


def choices(stores: Stores, case: Case, today: date) -> list[Choice]:
    """Every reviewer who is not on the case yet, those who suit it best first; as many as are missing are proposed.

    Who is barred or has no time comes last. Then the programme's own come first, those who know the field, those who
    reviewed less of this applicant, those with least to do.
    """
    on_it = {review.person_id for review in case.reviews if not review.over}
    people = [person for person in stores.people.holding("reviewer") if person.id not in on_it]
    was = {review.person_id: review.status for review in case.reviews}
    programme = stores.programmes.at(case.application.programme_id, case.application.programme_version)
    pool = programme.pool if programme else frozenset()
    people.sort(key=lambda person: person.id not in pool)
    found = [
        replace(
            _choice(stores, case, person, today, count=place < MOST),
            pooled=person.id in pool,
            away=person.away_on(today),
            declined=was.get(person.id) == "declined",
            replaced=was.get(person.id) == "released",
            knows=_known(case, person),
        )
        for place, person in enumerate(people)
    ]
    return _proposed(sorted(found, key=_suits), case.application.reviews_needed - len(on_it))


def _suits(choice: Choice) -> tuple[bool, bool, bool, int, int, int]:
    return (
        choice.barred is not None,
        not choice.free,
        not choice.pooled,
        -len(choice.knows),
        choice.applicant,
        choice.load or 0,
    )


def _proposed(found: list[Choice], missing: int) -> list[Choice]:
    """Nobody is proposed whose work was not counted, nor who has something late."""
    best = [each.person.id for each in found if each.free and each.load is not None and not each.late]
    return [replace(each, proposed=each.person.id in best[: max(missing, 0)]) for each in found]


def _known(case: Case, person: Person) -> tuple[str, ...]:
    served = case.values.get("service_fields")
    return tuple(each for each in person.expertise if isinstance(served, list) and each in served)


def _choice(stores: Stores, case: Case, person: Person, today: date, *, count: bool) -> Choice:
    barred = _barred(case, person)
    if barred or not count:
        return Choice(person=person, load=None, barred=barred)
    rows = [assignment(row) for row in stores.cases.of_reviewer(person.id, 50, None).rows]
    to_do = [review for review in rows if review.status in ("assigned", "reading")]
    late = sum(review.due < today.isoformat() for review in to_do)
    applicant = sum(
        review.partner_zh == case.application.partner_zh and review.application_id != case.application.id
        for review in rows
    )
    return Choice(person=person, load=len(to_do), late=late, applicant=applicant)


def _barred(case: Case, person: Person) -> Words | None:
    application = case.application
    if person.id in application.conflicted:
        return CONFLICT
    if person.belongs_to(application.parties):
        return APPLICANT
    if person.id in application.reviewed_before:
        return BEFORE
    return None
