"""The review as it is typed."""

from shared.domain.commands import Opinion
from shared.domain.reviews import CRITERIA, RECOMMENDATIONS, Review
from shared.domain.words import Words
from shared.web.http.call import Call
from shared.web.pages.post_input import Inputs

COMMENT = 4_000
COMMENT_LABEL = Words("Comment to the federation", "给联合会的意见")
TO_PARTNER = Words("Comment to the partner", "给合作单位的意见")
NO_SCORE = Words("Score “{label}” from 1 to 5.", "请对“{label}”给出1至5分。")
NO_RECOMMENDATION = Words("Choose a recommendation.", "请选择评审建议。")
NO_COMMENT = Words("Write a comment to the federation.", "请填写给联合会的意见。")


def opinion_of(call: Call) -> Opinion:
    """What the reviewer hands in; raises InvalidFields for all that is missing."""
    inputs = Inputs(call)
    scores = {}
    for criterion in CRITERIA:
        typed = call.code(f"scores.{criterion.id}")
        if typed in ("1", "2", "3", "4", "5"):
            scores[criterion.id] = int(typed)
        else:
            label = criterion.label
            words = Words(NO_SCORE.en.format(label=label.en), NO_SCORE.zh.format(label=label.zh))
            inputs.wrong(f"scores.{criterion.id}", "score", words)
    recommendation = call.code("recommendation")
    if recommendation not in RECOMMENDATIONS:
        inputs.wrong("recommendation", "required", NO_RECOMMENDATION)
    comment = inputs.text("comment", COMMENT_LABEL, NO_COMMENT, most=COMMENT)
    to_partner = inputs.text("comment_to_partner", TO_PARTNER, most=COMMENT)
    inputs.check()
    return Opinion(
        scores=scores, recommendation=recommendation, comment=comment, comment_to_partner=to_partner
    )


def unfinished(call: Call) -> dict[str, str]:
    """What is written so far, by input; raises InvalidFields for text that cannot be kept."""
    inputs = Inputs(call)
    typed = {f"scores.{each.id}": call.code(f"scores.{each.id}") for each in CRITERIA}
    typed["recommendation"] = call.code("recommendation")
    typed["comment"] = inputs.text("comment", COMMENT_LABEL, most=COMMENT)
    typed["comment_to_partner"] = inputs.text("comment_to_partner", TO_PARTNER, most=COMMENT)
    inputs.check()
    return typed


def same(review: Review, opinion: Opinion) -> bool:
    """Whether this is handed in already: the form was sent twice."""
    written = (review.scores, review.recommendation, review.comment, review.comment_to_partner)
    typed = (opinion.scores, opinion.recommendation, opinion.comment, opinion.comment_to_partner)
    return review.status == "submitted" and written == typed
