"""A review that is not handed in yet, kept for its reviewer alone: it is no part of the case, and nobody is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.actions.engine import Attempt, not_available, seen_by
from shared.actions.policy import POLICY
from shared.actions.reviewing import open_for
from shared.domain.refusals import Forbidden
from shared.domain.reviews import Review
from shared.store.stores import Stores

KEPT = timedelta(days=90)
"""Longer than any review is open: 60 days at most."""
SAVED_AT, CONTENT = "saved_at", "snapshot_hash"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDraft:
    """What was typed by input, when, and on which content."""

    at: datetime
    snapshot_hash: str
    fields: Mapping[str, list[str]]


def keep_review(attempt: Attempt, typed: Mapping[str, str]) -> None:
    """Keep a review as far as it is written, by input, in the place of an earlier draft.

    Raises NotFound, Forbidden, NotAvailable.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    mine = case.review_of(attempt.person.id)
    seen_by(attempt.person, case)
    if mine is None or not mine.may_read or not POLICY["review"].admits(attempt.person):
        raise Forbidden
    if not open_for(case, mine):
        raise not_available(attempt.person, case.application)
    fields = {name: [text] for name, text in typed.items() if text}
    fields |= {SAVED_AT: [attempt.at.isoformat()], CONTENT: [case.application.snapshot_hash]}
    place = _place(attempt.application_id)
    attempt.stores.typed.keep(attempt.person.id, place, fields, attempt.at, KEPT)


def draft_of(stores: Stores, review: Review, at: datetime) -> ReviewDraft | None:
    """The draft of a review, unless the review was handed in since."""
    fields = dict(stores.typed.of(review.person_id, _place(review.application_id), at))
    saved, content = fields.pop(SAVED_AT, [""])[0], fields.pop(CONTENT, [""])[0]
    if not saved or not fields:
        return None
    draft = ReviewDraft(at=datetime.fromisoformat(saved), snapshot_hash=content, fields=fields)
    return None if review.submitted_at and review.submitted_at >= draft.at else draft


def _place(application_id: str) -> str:
    return f"draft of /reviews/{application_id}"
