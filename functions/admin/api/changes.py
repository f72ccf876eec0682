"""What waits for a second administrator, and what was done, over the API."""

from functions.admin.api.lists import ROOT
from functions.admin.clerk import clerk_of
from functions.admin.history_filter import QUERY, asked_of
from functions.admin.schemas.bodies import GivenReason, Nothing
from functions.admin.schemas.changes import (
    AdminHistoryView,
    ProposalsView,
    ProposalView,
    event_view,
    proposal_view,
)
from shared.actions.admin import history, releases
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.paging import limit_of
from shared.web.http.response import Response

routes = Routes(page=False)


@routes.get(
    f"{ROOT}/changes",
    policy="administer",
    answers=ProposalsView,
    query={"cursor": "string", "limit": "integer"},
)
def list_changes(call: Call) -> Response:
    """What waits for a second administrator, oldest first."""
    found, following = releases.page(clerk_of(call), limit=limit_of(call), cursor=call.query.get("cursor"))
    return Response.of(ProposalsView(items=[proposal_view(each) for each in found], next_cursor=following))


@routes.post(f"{ROOT}/changes/<change_id>/release", policy="release", body=Nothing, answers=ProposalView)
def release_change(call: Call, change_id: str) -> Response:
    """Let a proposal of somebody else take effect."""
    call.json(Nothing)
    return Response.of(proposal_view(releases.release(clerk_of(call), change_id)))


@routes.post(f"{ROOT}/changes/<change_id>/refuse", policy="release", body=GivenReason, answers=ProposalView)
def refuse_change(call: Call, change_id: str) -> Response:
    """End a proposal of somebody else without effect."""
    return Response.of(
        proposal_view(releases.refuse(clerk_of(call), change_id, call.json(GivenReason).reason))
    )


@routes.post(f"{ROOT}/changes/<change_id>/withdraw", policy="administer", body=Nothing, answers=ProposalView)
def withdraw_change(call: Call, change_id: str) -> Response:
    """Take one's own proposal back."""
    call.json(Nothing)
    return Response.of(proposal_view(releases.withdraw(clerk_of(call), change_id)))


@routes.get(f"{ROOT}/history", policy="read_administration", answers=AdminHistoryView, query=QUERY)
def read_history(call: Call) -> Response:
    """What administrators did, oldest first unless asked otherwise."""
    asked, cursor = asked_of(call, "oldest"), call.query.get("cursor")
    found, following = history.page(clerk_of(call), asked, limit=limit_of(call), cursor=cursor)
    return Response.of(AdminHistoryView(items=[event_view(each) for each in found], next_cursor=following))
