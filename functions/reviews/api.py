"""The reviewer's own review as JSON."""

from functions.reviews.schemas import Comments, Conflicted, Declined, ReviewBody, ReviewedView
from shared.actions.perform import perform
from shared.domain.commands import NOTHING, Opinion, ReviewCommand
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.web.api.representation import answered
from shared.web.http.app import Routes
from shared.web.http.attempt import attempt_of
from shared.web.http.call import Call
from shared.web.http.response import Response

routes = Routes(page=False)
ALONE = Words(
    "A review that is given back for lack of time comes without scores and without a conflict of interest.",
    "以无暇评审为由退回时，不能同时提交评分或申报利益冲突。",
)


@routes.on(
    "PUT",
    "/api/v1/applications/<application_id>/reviews/me",
    policy="review",
    body=ReviewBody,
    answers=ReviewedView,
    if_match="optional",
)
def put_review(call: Call, application_id: str) -> Response:
    """Declare, and hand in or replace one's own review, or give it back; after a declared conflict the case is gone."""
    body = call.json(ReviewBody)
    if body.declined:
        return _declined(call, application_id, body)
    attempt = attempt_of(call, application_id, "review", seen=call.if_match)
    opinion = None if body.scores is None else _opinion(body)
    command = ReviewCommand(conflict=body.conflict, opinion=opinion, still_stands=body.still_stands)
    case = perform(attempt, command)
    if body.conflict:
        return Response.of(Conflicted(id=application_id, conflict=True))
    return answered(call, case)


def _declined(call: Call, application_id: str, body: ReviewBody) -> Response:
    if body != ReviewBody(conflict=False, declined=True):
        raise InvalidFields((FieldError(field="declined", code="alone", message=ALONE),))
    perform(attempt_of(call, application_id, "decline_review", seen=call.if_match), NOTHING)
    return Response.of(Declined(id=application_id, declined=True))


def _opinion(body: ReviewBody) -> Opinion:
    comment = body.comment if isinstance(body.comment, Comments) else Comments(federation=body.comment or "")
    return Opinion(
        scores=body.scores.model_dump() if body.scores else {},
        recommendation=body.recommendation or "",
        comment=comment.federation,
        comment_to_partner=comment.partner,
    )
