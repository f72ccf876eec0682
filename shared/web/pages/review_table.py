"""Reviews side by side: scores, recommendation, comments, and how far the reviewers lie apart."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from shared.domain.case import Case
from shared.domain.reviews import CRITERIA, RECOMMENDATIONS, Review
from shared.domain.words import Language, Words

STATUS_NAMES = {
    "assigned": Words("Has not declared yet", "尚未申报利益冲突"),
    "reading": Words("Reading", "评审中"),
    "submitted": Words("Handed in", "已提交"),
    "conflicted": Words("Has a conflict of interest", "存在利益冲突"),
    "released": Words("Replaced", "已更换"),
    "declined": Words("Has no time", "无暇评审"),
}
STALE = Words("Written on earlier content", "针对此前内容")
WIDE = 2
"""Points between the highest and the lowest score of a criterion that call for a closer look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One review as people read it."""

    person_id: str
    name: str
    status: str
    status_name: str
    due: str
    late: bool
    scores: tuple[int | None, ...]
    recommendation: str
    comment: str
    comment_to_partner: str
    written: bool
    active: bool
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How one criterion was scored: each score, their mean, lowest and highest."""

    label: str
    scores: tuple[int, ...]
    mean: str
    low: int
    high: int
    wide: bool


def opinions(case: Case, language: Language, today: str = "") -> list[Opinion]:
    return [in_words(case, review, language, today) for review in case.reviews]


def spread(case: Case, language: Language) -> list[Spread]:
    """One row for each criterion, from the reviews of the present content; none when there are none."""
    current = [each for each in case.reviews if each.status == "submitted" and not case.is_stale(each)]
    written = [review.scores for review in current if review.scores]
    if not written:
        return []
    return [
        _spread(criterion.label.within(language), [scores[criterion.id] for scores in written])
        for criterion in CRITERIA
    ]


def in_words(case: Case, review: Review, language: Language, today: str = "") -> Opinion:
    """One review as people read it, and whether it is of an earlier content."""
    written = review.status == "submitted"
    scores = review.scores or {}
    recommended = RECOMMENDATIONS.get(review.recommendation or "")
    return Opinion(
        person_id=review.person_id,
        name=review.person_name,
        status=review.status,
        status_name=(STALE if case.is_stale(review) else STATUS_NAMES[review.status]).within(language),
        stale=case.is_stale(review),
        due=review.due,
        late=review.status in ("assigned", "reading") and bool(today) and review.due < today,
        scores=tuple(scores.get(criterion.id) for criterion in CRITERIA) if written else (),
        recommendation=recommended.within(language) if recommended and written else "",
        comment=review.comment if written else "",
        comment_to_partner=review.comment_to_partner if written else "",
        written=written,
        active=not review.over,
    )


def _spread(label: str, scores: list[int]) -> Spread:
    mean = (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    low, high = min(scores), max(scores)
    return Spread(
        label=label, scores=tuple(scores), mean=str(mean), low=low, high=high, wide=high - low >= WIDE
    )
