"""The reviewer's work: declare a conflict of interest or its absence, then score, recommend and comment."""

from dataclasses import replace

from shared.actions import inbox
from shared.actions.engine import Attempt, Outcome, after, check_version, commit, handled, overtaken, seen_by
from shared.actions.policy import POLICY
from shared.domain import reviews
from shared.domain.case import Case
from shared.domain.change import record
from shared.domain.commands import Command, Opinion, ReviewCommand
from shared.domain.refusals import Conflict, Forbidden, NotAvailable
from shared.store.case_parts import Writes


def review(attempt: Attempt, command: ReviewCommand) -> Case:
    """Declare, and hand in, replace or confirm one's own review; after a conflict the case is gone for this person.

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
    if command.conflict:
        gone = reviews.declare(mine, conflict=True, at=attempt.at)
        return _step_back(attempt, case, "reviewer", Writes(reviews=[gone]))
    mine = reviews.declare(mine, conflict=False, at=attempt.at)
    if command.still_stands:
        mine = reviews.confirm(mine, application.snapshot_hash, attempt.at)
    return _save(attempt, case, mine, command.opinion)


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


def declare_conflict(attempt: Attempt, _command: Command) -> Case:
    """Somebody of the federation steps back from a case; from here on it does not exist for them.

    Raises NotFound, Forbidden.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    if seen_by(attempt.person, case) != "federation" or not POLICY["declare_conflict"].admits(attempt.person):
        raise Forbidden
    check_version(attempt, case)
    role = next(role for role in attempt.person.roles if role in POLICY["declare_conflict"].roles)
    return _step_back(attempt, case, role, Writes())


def _step_back(attempt: Attempt, case: Case, role: str, saved: Writes) -> Case:
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
    return after(case, change, marked)
