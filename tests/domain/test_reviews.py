from datetime import timedelta
from typing import Any

import pytest

from shared.domain.refusals import InvalidFields, NotAvailable
from shared.domain.reviews import CRITERIA, Review, declare, decline, submit
from tests.builders import NOON, a_review

SCORES = {criterion.id: 4 for criterion in CRITERIA}


def submitted(review: Review | None = None, **changes: Any) -> Review:
    opinion: dict[str, Any] = {
        "scores": SCORES,
        "recommendation": "approve",
        "comment": "Good",
        "comment_to_partner": "",
        "snapshot_hash": "hash",
        "at": NOON,
        **changes,
    }
    return submit(review or a_review(status="reading"), **opinion)


def test_a_case_opens_to_its_reviewer_once_a_conflict_is_denied() -> None:
    review = declare(a_review(), conflict=False, at=NOON)

    assert not a_review().may_read
    assert (review.may_read, review.status, review.declared_at) == (True, "reading", NOON)


def test_denying_a_conflict_again_changes_nothing() -> None:
    review = submitted()

    assert declare(review, conflict=False, at=NOON + timedelta(days=1)) == review


def test_a_conflict_found_late_takes_the_scores_back() -> None:
    review = declare(submitted(), conflict=True, at=NOON)

    assert (review.status, review.scores, review.recommendation, review.may_read) == (
        "conflicted",
        None,
        None,
        False,
    )


@pytest.mark.parametrize("status", ["conflicted", "released", "declined"])
@pytest.mark.parametrize("conflict", [True, False])
def test_who_is_off_the_case_declares_nothing_more(status: str, conflict: bool) -> None:
    with pytest.raises(NotAvailable):
        declare(a_review(status=status), conflict=conflict, at=NOON)


@pytest.mark.parametrize("status", ["assigned", "reading"])
def test_a_review_is_given_back_before_it_is_handed_in(status: str) -> None:
    review = decline(a_review(status=status))

    assert (review.status, review.over, review.may_read) == ("declined", True, False)


@pytest.mark.parametrize("status", ["submitted", "conflicted", "released", "declined"])
def test_what_is_handed_in_or_over_is_not_given_back(status: str) -> None:
    with pytest.raises(NotAvailable):
        decline(a_review(status=status))


def test_a_review_names_the_content_it_is_about() -> None:
    review = submitted()

    assert (review.status, review.snapshot_hash, review.submitted_at, review.scores) == (
        "submitted",
        "hash",
        NOON,
        SCORES,
    )


def test_a_replaced_review_stays_on_record() -> None:
    first = submitted()

    second = submitted(first, recommendation="reject", at=NOON + timedelta(days=1))

    assert second.recommendation == "reject"
    assert second.earlier == ("2026-11-23T12:00Z 44444 approve",)


@pytest.mark.parametrize("score", [0, 6, -1, None])
@pytest.mark.parametrize("criterion", [criterion.id for criterion in CRITERIA])
def test_every_criterion_is_scored_from_1_to_5(criterion: str, score: int | None) -> None:
    with pytest.raises(InvalidFields) as refused:
        submitted(scores=SCORES | {criterion: score})

    assert [error.field for error in refused.value.errors] == [f"scores.{criterion}"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"recommendation": "perhaps"}, "recommendation"),
        ({"comment": "  "}, "comment"),
        ({"scores": SCORES | {"charm": 5}}, "scores.charm"),
    ],
)
def test_a_review_needs_a_recommendation_a_comment_and_known_criteria(
    wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidFields) as refused:
        submitted(**wrong)

    [error] = refused.value.errors
    assert error.field == field
    assert all(error.message)
