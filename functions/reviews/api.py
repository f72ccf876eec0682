"""The reviewer's own review as JSON."""

from functions.reviews.schemas import Comments, Conflicted, ReviewBody, ReviewedView
from shared.actions.perform import perform
from shared.domain.commands import Opinion, ReviewCommand
from shared.web.api.representation import answered
from shared.web.http.app import Routes
from shared.web.http.attempt import attempt_of
from shared.web.http.call import Call
from shared.web.http.response import Response

routes = Routes(page=False)


@routes.on(
    "PUT",
    "/api/v1/applications/<application_id>/reviews/me",
    policy="review",
    body=ReviewBody,
    answers=ReviewedView,
    if_match="optional",
)
def put_review(call: Call, application_id: str) -> Response:
    """Declare, and hand in or replace one's own review; after a declared conflict the case is gone."""
    body = call.json(ReviewBody)
    attempt = attempt_of(call, application_id, "review", seen=call.if_match)
    opinion = None if body.scores is None else _opinion(body)
    command = ReviewCommand(conflict=body.conflict, opinion=opinion, still_stands=body.still_stands)
    case = perform(attempt, command)
    if body.conflict:
        return Response.of(Conflicted(id=application_id, conflict=True))
    return answered(call, case)


def _opinion(body: ReviewBody) -> Opinion:
    comment = body.comment if isinstance(body.comment, Comments) else Comments(federation=body.comment or "")
    return Opinion(
        scores=body.scores.model_dump() if body.scores else {},
        recommendation=body.recommendation or "",
        comment=comment.federation,
        comment_to_partner=comment.partner,
    )
