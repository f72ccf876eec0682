"""Programmes over the API."""

from functions.admin.api.lists import ROOT
from functions.admin.clerk import clerk_of
from functions.admin.schemas.bodies import GivenReason, Nothing
from functions.admin.schemas.programmes import (
    AdminProgrammesView,
    AdminProgrammeView,
    NewProgramme,
    ProgrammeChange,
    programme_view,
)
from shared.actions.admin import programmes
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response

routes = Routes(page=False)


@routes.get(f"{ROOT}/programmes", policy="administer", answers=AdminProgrammesView)
def list_programmes(call: Call) -> Response:
    """Every programme, soonest to close first."""
    items = [programme_view(each) for each in programmes.every(clerk_of(call))]
    return Response.of(AdminProgrammesView(items=items))


@routes.post(
    f"{ROOT}/programmes", policy="administer", body=NewProgramme, answers=AdminProgrammeView, status=201
)
def propose_programme(call: Call) -> Response:
    """Enter a programme; it opens once a second administrator releases it."""
    found = programmes.propose(clerk_of(call), call.json(NewProgramme).root)
    where = f"{ROOT}/programmes/{found.id}"
    return Response.of(programme_view(found), status=201, etag=f'"{found.version}"', location=where)


@routes.get(f"{ROOT}/programmes/<programme_id>", policy="administer", answers=AdminProgrammeView)
def read_programme(call: Call, programme_id: str) -> Response:
    """One programme."""
    found = programmes.read(clerk_of(call), programme_id)
    return Response.of(programme_view(found), etag=f'"{found.version}"')


@routes.on(
    "PATCH",
    f"{ROOT}/programmes/<programme_id>",
    policy="administer",
    body=ProgrammeChange,
    answers=AdminProgrammeView,
    if_match=True,
)
def change_programme(call: Call, programme_id: str) -> Response:
    """Merge answers into what waits still; what was released changes once a second administrator agrees."""
    found = programmes.change(clerk_of(call), programme_id, call.json(ProgrammeChange).root, call.seen)
    return Response.of(programme_view(found), etag=f'"{found.version}"')


@routes.post(
    f"{ROOT}/programmes/<programme_id>/close",
    policy="administer",
    body=GivenReason,
    answers=AdminProgrammeView,
    if_match="optional",
)
def close_programme(call: Call, programme_id: str) -> Response:
    """Take no more submissions from now; drafts stay."""
    reason = call.json(GivenReason).reason
    found = programmes.close(clerk_of(call), programme_id, reason, call.if_match)
    return Response.of(programme_view(found), etag=f'"{found.version}"')


@routes.post(
    f"{ROOT}/programmes/<programme_id>/copy",
    policy="administer",
    body=Nothing,
    answers=AdminProgrammeView,
    status=201,
    if_match="optional",
)
def copy_programme(call: Call, programme_id: str) -> Response:
    """Propose another programme like this one."""
    call.json(Nothing)
    found = programmes.copy(clerk_of(call), programme_id, call.if_match)
    where = f"{ROOT}/programmes/{found.id}"
    return Response.of(programme_view(found), status=201, etag=f'"{found.version}"', location=where)
