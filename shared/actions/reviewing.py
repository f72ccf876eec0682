"""The reviewer's work: declare a conflict of interest or its absence, then score, recommend and comment."""

from dataclasses import dataclass, replace

from shared.actions import inbox
from shared.actions.engine import Attempt, Outcome, check_version, commit, overtaken, seen_by
from shared.actions.policy import POLICY
from shared.actions.screening import handled
from shared.domain import reviews
from shared.domain.application import record
from shared.domain.case import Case
from shared.domain.refusals import Conflict, Forbidden, NotAvailable
from shared.store.case_parts import Writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a reviewer hands in; scores are 1 to 5 by criterion."""

    scores: dict[str, int]
    recommendation: str
    comment: str
    comment_to_partner: str = ""


def review(
    attempt: Attempt, *, conflict: bool, opinion: Opinion | None, still_stands: bool = False
) -> Case | None:
    """Declare, and hand in, replace or confirm one's own review; None when the case is gone for this person.

    Raises NotFound, Forbidden, NotAvailable, Stale, InvalidFields.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    mine = case.review_of(attempt.person.id)
    seen_by(attempt.person, case)
    if mine is None or mine.status == "released" or not POLICY["review"].admits(attempt.person):
        raise Forbidden
    application = case.application
    if not open_for(case, mine):
        raise NotAvailable(application.state, application.version)
    check_version(attempt, case)
    if conflict:
        _declare_conflict(attempt, case, mine)
        return None
    mine = reviews.declare(mine, conflict=False, at=attempt.at)
    if still_stands:
        mine = reviews.confirm(mine, application.snapshot_hash, attempt.at)
    return _save(attempt, case, mine, opinion)


def open_for(case: Case, review: reviews.Review) -> bool:
    """Whether a review may be written now: while the review is open, and after it when the content has changed."""
    state = case.application.state
    return state == "under_review" or (state == "compliance_check" and case.is_stale(review))


def _save(attempt: Attempt, case: Case, mine: reviews.Review, opinion: Opinion | None) -> Case:
    application = case.application
    if opinion:
        mine = reviews.submit(
            mine,
            scores=opinion.scores,
            recommendation=opinion.recommendation,
            comment=opinion.comment,
            comment_to_partner=opinion.comment_to_partner,
            snapshot_hash=application.snapshot_hash,
            at=attempt.at,
        )
    changed = replace(application, version=application.version + 1, handled_by=handled(case, attempt.person))
    try:
        attempt.stores.cases.save_review(application, changed, mine)
    except Conflict as conflict:
        raise overtaken(attempt) from conflict
    others = tuple(each for each in case.reviews if each.person_id != mine.person_id)
    return replace(case, application=changed, reviews=(*others, mine))


def _declare_conflict(attempt: Attempt, case: Case, mine: reviews.Review) -> None:
    gone = reviews.declare(mine, conflict=True, at=attempt.at)
    _record(attempt, case, "reviewer", Writes(reviews=[gone]))


def declare_conflict(attempt: Attempt) -> None:
    """Somebody of the federation steps back from a case; from here on it does not exist for them.

    Raises NotFound, Forbidden.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    if seen_by(attempt.person, case) != "federation" or not POLICY["declare_conflict"].admits(attempt.person):
        raise Forbidden
    check_version(attempt, case)
    role = next(role for role in attempt.person.roles if role in POLICY["declare_conflict"].roles)
    _record(attempt, case, role, Writes())


def _record(attempt: Attempt, case: Case, role: str, saved: Writes) -> None:
    application, person = case.application, attempt.person
    change = record(
        application,
        "conflict_declared",
        by=person.id,
        by_name=person.name,
        role=role,
        at=attempt.at,
        data={},
        conflicted=(*application.conflicted, person.id),
        officer="" if application.officer == person.id else application.officer,
    )
    marked = replace(saved, also=[attempt.stores.people.mark_conflict(person.id, application.id)])
    commit(attempt, change, Outcome(saved=marked))
    inbox.forget(attempt.stores, person.id, application.id, attempt.at)
