"""The reviewer's queue: what is to do, what is handed in and can still change, and what is over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.actions.engine import Attempt
from shared.actions.queries import partitions
from shared.domain.case import Case
from shared.domain.people import Person
from shared.domain.reviews import Review
from shared.domain.words import Language, Words
from shared.domain.workflow import states
from shared.store.stores import Stores
from shared.web.http.call import Caller
from shared.web.pages import labels
from shared.web.pages.labels import Said

DECLARE = Words("Declare first", "请先申报利益冲突")
TO_DO = Words("To review", "待评审")
PAUSED = Words("Paused: the partner is asked for information", "暂停：合作单位正在补正")
CONFIRM = Words("Changed since: does it still stand?", "内容已修改：意见是否仍然有效？")
HANDED_IN = Words("Handed in", "已提交")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """One review to write or written, the state its case is in, and whether it is of an earlier content."""

    review: Review
    state: str
    stale: bool = False

    @property
    def open(self) -> bool:
        return self.state in ("under_review", "info_requested_review") or self.to_confirm

    @property
    def to_confirm(self) -> bool:
        """The content has changed: does the review still stand?"""
        return self.stale and self.state in ("under_review", "compliance_check")

    @property
    def to_do(self) -> bool:
        return self.to_confirm or (self.open and self.review.status in ("assigned", "reading"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the queue."""

    href: str
    number: str
    title: Said
    partner: Said
    direction: str
    status: str
    turn: bool
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The queue in the order of what is to do."""

    to_do: list[Row]
    handed_in: list[Row]
    over: list[Row]


def assigned(stores: Stores, who: Caller) -> list[Assigned]:
    """Everything assigned to the caller, soonest due first."""
    reviews = [
        review
        for review in partitions.assignments(stores, who.person)
        if review.application_id not in who.conflicts
    ]
    cases = stores.cases.standing([each.application_id for each in reviews], who.person.id)
    return [_assigned(review, cases.get(review.application_id)) for review in reviews]


def _assigned(review: Review, case: Case | None) -> Assigned:
    """The index knows what is due; the review itself knows which content it is about."""
    if case is None:
        return Assigned(review=review, state="")
    mine = case.review_of(review.person_id)
    return Assigned(review=review, state=case.application.state, stale=bool(mine and case.is_stale(mine)))


def groups(found: Sequence[Assigned], language: Language) -> Groups:
    handed_in = [each for each in found if each.open and not each.to_do]
    over = [each for each in found if not each.open]
    return Groups(
        to_do=[_row(each, language) for each in found if each.to_do],
        handed_in=[_row(each, language) for each in handed_in],
        over=[_row(each, language) for each in reversed(over)],
    )


def neighbours(found: Sequence[Assigned], application_id: str) -> tuple[str, str]:
    """The addresses of the reviews to do before and after this one; empty at the ends."""
    ids = [each.review.application_id for each in found]
    place = ids.index(application_id) if application_id in ids else len(ids)
    before = [each for each in found[:place] if each.to_do]
    after = [each for each in found[place + 1 :] if each.to_do]
    return (_href(before[-1]) if before else "", _href(after[0]) if after else "")


def declined(stores: Stores, person: Person, application_id: str) -> bool:
    """Whether this person has given this review back already: the form was sent twice."""
    case = stores.cases.standing([application_id], person.id, consistent=True).get(application_id)
    mine = case.review_of(person.id) if case else None
    return mine is not None and mine.status == "declined"


def without_version(attempt: Attempt) -> Attempt:
    return replace(attempt, seen=None)


def _href(each: Assigned) -> str:
    return f"/reviews/{each.review.application_id}"


def _row(each: Assigned, language: Language) -> Row:
    review = each.review
    return Row(
        href=_href(each),
        number=review.number,
        title=labels.either(review.title_en, review.title_zh, language),
        partner=labels.either(review.partner_en, review.partner_zh, language),
        direction=labels.direction(review.direction, language),
        status=_status(each).within(language),
        turn=each.to_confirm or (each.to_do and each.state == "under_review"),
        due=review.due,
    )


def _status(each: Assigned) -> Words:
    if not each.open:
        known = states(each.review.direction).get(each.state)
        return known.label if known else HANDED_IN
    if each.to_confirm:
        return CONFIRM
    if each.review.status == "submitted":
        return HANDED_IN
    if each.state != "under_review":
        return PAUSED
    return DECLARE if each.review.status == "assigned" else TO_DO
