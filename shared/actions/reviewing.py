"""The reviewer's work: declare a conflict of interest or its absence, score and comment, or give the review back."""

from dataclasses import replace
from typing import Unpack

from shared.actions import inbox
from shared.actions.engine import Attempt, Outcome, after, check_version, commit, handled, overtaken, seen_by
from shared.actions.policy import POLICY, REVIEWING
from shared.domain import reviews
from shared.domain.application import Fields
from shared.domain.case import Case
from shared.domain.change import Change, record
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
    if mine is None or mine.over or not POLICY["review"].admits(attempt.person):
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


def decline_review(attempt: Attempt, _command: Command) -> Case:
    """Give one's review back for lack of time; the officer is asked to find somebody else.

    Raises NotFound, Forbidden, NotAvailable (it is handed in, or the review is over), Stale.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    mine = case.review_of(attempt.person.id)
    seen_by(attempt.person, case)
    if mine is None or mine.over or not POLICY["decline_review"].admits(attempt.person):
        raise Forbidden
    application = case.application
    if application.state not in REVIEWING or mine.status == "submitted":
        raise NotAvailable(application.state, application.version)
    check_version(attempt, case)
    change = _change(attempt, case, "review_declined", "reviewer")
    saved = Writes(reviews=[reviews.decline(mine)])
    commit(attempt, change, Outcome(saved=saved))
    inbox.forget(attempt.stores, attempt.person.id, application.id, attempt.at)
    return after(case, change, saved)


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
    change = _change(
        attempt,
        case,
        "conflict_declared",
        role,
        conflicted=(*application.conflicted, person.id),
        officer="" if application.officer == person.id else application.officer,
    )
    marked = replace(saved, also=[attempt.stores.people.mark_conflict(person.id, application.id)])
    commit(attempt, change, Outcome(saved=marked))
    inbox.forget(attempt.stores, person.id, application.id, attempt.at)
    return after(case, change, marked)


def _change(attempt: Attempt, case: Case, kind: str, role: str, **fields: Unpack[Fields]) -> Change:
    person = attempt.person
    return record(
        case.application, kind, by=person.id, by_name=person.name, role=role, at=attempt.at, data={}, **fields
    )
