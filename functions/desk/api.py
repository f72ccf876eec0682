"""The programme officer's actions as JSON."""

from functions.desk.handover import desk_of
from functions.desk.schemas import (
    Acceptance,
    Acceptances,
    AmendedRequest,
    Handover,
    HandoverView,
    NewOfficer,
    NewRequest,
    ReviewerChange,
)
from shared.actions import handover
from shared.actions.perform import perform
from shared.domain.commands import NOTHING, ColleagueCommand, ReviewersCommand
from shared.web.api.action_routes import add_routes
from shared.web.api.bodies import Attested, Reasoned, Refused
from shared.web.api.representation import answered
from shared.web.api.schemas import ApplicationView
from shared.web.http.app import Routes
from shared.web.http.attempt import attempt_of
from shared.web.http.call import Call
from shared.web.http.response import Response

routes = Routes(page=False)
ONE = "/api/v1/desk/<application_id>"


add_routes(
    routes,
    "desk",
    {
        "request_info": NewRequest,
        "amend_request": AmendedRequest,
        "cancel_request": Reasoned,
        "propose_ineligible": Refused,
        "accept_for_review": Acceptance,
    },
)


@routes.post(
    f"{ONE}/reviewers", policy="change_reviewers", body=ReviewerChange, answers=ApplicationView, if_match=True
)
def change_reviewers(call: Call, application_id: str) -> Response:
    """Replace reviewers while a review is open."""
    body = call.json(ReviewerChange)
    attempt = attempt_of(call, application_id, "change_reviewers", seen=call.seen)
    return answered(call, perform(attempt, ReviewersCommand(add=body.add, remove=body.remove)))


@routes.post(
    f"{ONE}/accept_answers", policy="accept_answers", body=Acceptances, answers=ApplicationView, if_match=True
)
def accept_answers(call: Call, application_id: str) -> Response:
    """Say that answers to items of the last request will do."""
    command = call.json(Acceptances).command
    return answered(
        call, perform(attempt_of(call, application_id, "accept_answers", seen=call.seen), command)
    )


@routes.post(f"{ONE}/officer", policy="hand_over", body=NewOfficer, answers=ApplicationView, if_match=True)
def hand_over(call: Call, application_id: str) -> Response:
    """Give a case to another officer, or take it over."""
    command = ColleagueCommand(person_id=call.json(NewOfficer).officer)
    return answered(call, perform(attempt_of(call, application_id, "hand_over", seen=call.seen), command))


@routes.post("/api/v1/desk/handover", policy="hand_over", body=Handover, answers=HandoverView)
def hand_over_all(call: Call) -> Response:
    """Give all open cases of an officer to another one, 25 at once."""
    wanted = call.json(Handover)
    moved = handover.hand_over_all(desk_of(call), wanted.leaver, wanted.heir)
    return Response.of(HandoverView(done=moved.done, held_back=moved.held_back, left=moved.left))


@routes.post(f"{ONE}/conflict", policy="declare_conflict", body=Attested, status=204, if_match=True)
def declare_conflict(call: Call, application_id: str) -> Response:
    """Step back from a case; it does not exist for the caller any more."""
    call.json(Attested)
    perform(attempt_of(call, application_id, "declare_conflict", seen=call.seen), NOTHING)
    return Response(status=204)
