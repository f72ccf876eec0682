"""Expert reviews: assigned, a conflict of interest declared or denied, then five scores and a recommendation."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from shared.domain.refusals import FieldError, InvalidFields, NotAvailable
from shared.domain.words import Words

QUORUM = 2
"""Reviews that must be in before the review may be closed (domain rules, `review_quorum_met`)."""

Status = Literal["assigned", "reading", "submitted", "conflicted", "released", "declined"]
Recommendation = Literal["approve", "approve_with_conditions", "reject"]
RECOMMENDATIONS: dict[str, Words] = {
    "approve": Words("Approve", "建议批准"),
    "approve_with_conditions": Words("Approve with conditions", "建议附条件批准"),
    "reject": Words("Do not approve", "建议不予批准"),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing a reviewer scores from 1 to 5, with what the ends of the scale mean."""

    id: str
    label: Words
    low: Words
    high: Words


CRITERIA = (
    Criterion(
        "need",
        Words("Need and relevance", "需求与相关性"),
        Words("Nobody asked for it", "无人提出需求"),
        Words("The community asked, with evidence", "当地明确提出且有依据"),
    ),
    Criterion(
        "feasibility",
        Words("Quality and feasibility of the plan", "方案质量与可行性"),
        Words("Cannot work as planned", "无法按计划实施"),
        Words("Ready to start", "可随时启动"),
    ),
    Criterion(
        "safety",
        Words("Safety and safeguarding", "安全与保护"),
        Words("Risks not seen", "未识别风险"),
        Words("Risks known and covered", "风险已识别并有应对"),
    ),
    Criterion(
        "partnership",
        Words("Strength of the partnership", "合作基础"),
        Words("Partner unknown or unsuitable", "合作方不明或不适合"),
        Words("Proven, equal partners", "合作成熟、对等互信"),
    ),
    Criterion(
        "impact",
        Words("Lasting results", "可持续成效"),
        Words("Nothing remains afterwards", "结束后无留存成效"),
        Words("Results stay with the community", "成效由当地延续"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One reviewer's part in one case; `snapshot_hash` names the content that was reviewed."""

    application_id: str
    person_id: str
    person_name: str
    number: str
    direction: str
    title_en: str
    title_zh: str
    partner_en: str
    partner_zh: str
    assigned_at: datetime
    due: str
    status: Status = "assigned"
    declared_at: datetime | None = None
    submitted_at: datetime | None = None
    snapshot_hash: str | None = None
    scores: dict[str, int] | None = None
    recommendation: Recommendation | None = None
    comment: str = ""
    comment_to_partner: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def may_read(self) -> bool:
        """A case opens to its reviewer once a conflict of interest has been denied."""
        return self.status in ("reading", "submitted")

    @property
    def over(self) -> bool:
        """Whether this person is not on the case any more: a conflict of interest, replaced, or without time for it."""
        return self.status in ("conflicted", "released", "declined")


def is_stale(review: Review, snapshot_hash: str) -> bool:
    """Whether a review handed in names another content than this."""
    return review.status == "submitted" and review.snapshot_hash != snapshot_hash


def declare(review: Review, *, conflict: bool, at: datetime) -> Review:
    """Record the conflict declaration; a conflict, once declared, is final."""
    if review.over:
        raise NotAvailable(review.status, 0)
    if conflict:
        return replace(review, status="conflicted", declared_at=at, scores=None, recommendation=None)
    if review.status == "assigned":
        return replace(review, status="reading", declared_at=at)
    return review


def decline(review: Review) -> Review:
    """Give a review back for lack of time; raises NotAvailable for one that is handed in, or over."""
    if review.status not in ("assigned", "reading"):
        raise NotAvailable(review.status, 0)
    return replace(review, status="declined")


def submit(
    review: Review,
    *,
    scores: dict[str, int],
    recommendation: str,
    comment: str,
    comment_to_partner: str,
    snapshot_hash: str,
    at: datetime,
) -> Review:
    """Hand the review in, or replace one already handed in; what it replaces is remembered.

    Raises InvalidFields when a score is missing or outside 1 to 5, or there is no recommendation or comment.
    """
    errors = [*_score_errors(scores), *_text_errors(recommendation, comment)]
    chosen: Recommendation | None = next(
        (each for each in get_args(Recommendation) if each == recommendation), None
    )
    if errors or chosen is None:
        raise InvalidFields(tuple(errors))
    before = () if review.submitted_at is None else (_trace(review),)
    return replace(
        review,
        status="submitted",
        submitted_at=at,
        scores={criterion.id: scores[criterion.id] for criterion in CRITERIA},
        recommendation=chosen,
        comment=comment,
        comment_to_partner=comment_to_partner,
        snapshot_hash=snapshot_hash,
        earlier=(*review.earlier, *before)[-5:],
    )


def confirm(review: Review, snapshot_hash: str, at: datetime) -> Review:
    """Say that a review handed in still stands for another content; raises NotAvailable for one not handed in."""
    if review.status != "submitted":
        raise NotAvailable(review.status, 0)
    trace = _trace(review)
    return replace(
        review, snapshot_hash=snapshot_hash, submitted_at=at, earlier=(*review.earlier, trace)[-5:]
    )


def _score_errors(scores: dict[str, int]) -> list[FieldError]:
    wrong = Words("Score every criterion from 1 to 5.", "请对每项标准给出1至5分。")
    ids = {criterion.id for criterion in CRITERIA}
    errors = [
        FieldError(field=f"scores.{name}", code="score", message=wrong)
        for name in (criterion.id for criterion in CRITERIA)
        if scores.get(name) not in (1, 2, 3, 4, 5)
    ]
    unknown = Words("There is no such criterion.", "没有这项标准。")
    errors += [
        FieldError(field=f"scores.{name[:40]}", code="unknown", message=unknown)
        for name in scores
        if name not in ids
    ]
    return errors


def _text_errors(recommendation: str, comment: str) -> list[FieldError]:
    errors = []
    if recommendation not in RECOMMENDATIONS:
        message = Words("Choose a recommendation.", "请选择评审建议。")
        errors.append(FieldError(field="recommendation", code="required", message=message))
    if not comment.strip():
        message = Words("Write a comment to the federation.", "请填写给联合会的意见。")
        errors.append(FieldError(field="comment", code="required", message=message))
    return errors


def _trace(review: Review) -> str:
    """What a replaced review said, short enough to keep beside the new one."""
    scores = "".join(str((review.scores or {}).get(criterion.id, "-")) for criterion in CRITERIA)
    return f"{review.submitted_at:%Y-%m-%dT%H:%MZ} {scores} {review.recommendation}"
