"""Inbox and people to assign as JSON."""

from functions.people import absence_api, agreement_api, registry
from functions.people.schemas import (
    ColleaguesView,
    InboxView,
    ReadMessages,
    ReadView,
    colleagues_view,
    inbox_view,
)
from shared.actions import inbox
from shared.actions.queries import colleagues
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.paging import limit_of
from shared.web.http.response import Response
from shared.wiring import wiring

routes = Routes(page=False)
routes.all = [*registry.routes.all, *agreement_api.routes.all, *absence_api.routes.all]
NOTIFICATIONS = "/api/v1/notifications"


@routes.get(
    "/api/v1/people",
    policy="list_people",
    answers=ColleaguesView,
    query={"role": "string"},
)
def people(call: Call) -> Response:
    """The people an officer may assign, by role."""
    role = call.query.get("role", "reviewer")
    return Response.of(colleagues_view(colleagues.holding(wiring().stores, role)))


@routes.get(
    NOTIFICATIONS,
    policy="read_inbox",
    answers=InboxView,
    query={"cursor": "string", "limit": "integer"},
)
def notifications(call: Call) -> Response:
    """The caller's inbox, newest first."""
    cursor = call.query.get("cursor")
    page = inbox.read(wiring().stores, call.who.person, limit=limit_of(call), cursor=cursor)
    return Response.of(inbox_view(page, call.who.unread))


@routes.post(f"{NOTIFICATIONS}/read", policy="read_inbox", body=ReadMessages, answers=ReadView)
def read(call: Call) -> Response:
    """Mark messages of the caller's inbox as read."""
    body, who = call.json(ReadMessages), call.who
    wanted = None if body.all else frozenset(body.ids)
    marked = 0
    if wanted is None or wanted:
        marked = inbox.mark(
            wiring().stores, who.person.id, wanted, unread=who.unread, conflicts=who.conflicts, at=call.at
        )
    return Response.of(ReadView(marked=marked, unread=max(0, who.unread - marked)))
