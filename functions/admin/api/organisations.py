"""The hub's organisations over the API."""

from functions.admin.api.lists import PAGED, ROOT, asked
from functions.admin.clerk import clerk_of
from functions.admin.schemas.organisations import (
    Merge,
    MergeView,
    NewOrganisation,
    OrganisationChange,
    OrganisationsView,
    OrganisationView,
    Standing,
    merge_view,
    organisation_view,
)
from shared.actions.admin import mergers, organisations
from shared.web.api.validation import validated
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response

routes = Routes(page=False)


@routes.get(f"{ROOT}/organisations", policy="administer", answers=OrganisationsView, query=PAGED)
def list_organisations(call: Call) -> Response:
    """Organisations by name; `q` is what the English name begins with."""
    found, following = organisations.page(clerk_of(call), **asked(call))
    items = [organisation_view(each) for each in found]
    return Response.of(OrganisationsView(items=items, next_cursor=following))


@routes.post(
    f"{ROOT}/organisations",
    policy="administer",
    body=NewOrganisation,
    answers=OrganisationView,
    status=201,
)
def add_organisation(call: Call) -> Response:
    """Enter an organisation."""
    found = organisations.add(clerk_of(call), call.json(NewOrganisation).root)
    where = f"{ROOT}/organisations/{found.id}"
    return Response.of(organisation_view(found), status=201, etag=f'"{found.version}"', location=where)


@routes.get(f"{ROOT}/organisations/<organisation_id>", policy="administer", answers=OrganisationView)
def read_organisation(call: Call, organisation_id: str) -> Response:
    """One organisation."""
    found = organisations.read(clerk_of(call), organisation_id)
    return Response.of(organisation_view(found), etag=f'"{found.version}"')


@routes.on(
    "PATCH",
    f"{ROOT}/organisations/<organisation_id>",
    policy="administer",
    body=OrganisationChange,
    answers=OrganisationView,
    if_match=True,
)
def change_organisation(call: Call, organisation_id: str) -> Response:
    """Merge answers, or change where the organisation stands: suspended ones send no applications."""
    sent, clerk = call.json(OrganisationChange).root, clerk_of(call)
    if "standing" in sent:
        wanted = validated(Standing, sent)
        found = organisations.stand(clerk, organisation_id, wanted.standing, wanted.reason, call.seen)
    else:
        found = organisations.change(clerk, organisation_id, sent, call.seen)
    return Response.of(organisation_view(found), etag=f'"{found.version}"')


@routes.post(
    f"{ROOT}/organisations/<organisation_id>/merge",
    policy="administer",
    body=Merge,
    answers=MergeView,
)
def merge_organisation(call: Call, organisation_id: str) -> Response:
    """Propose to merge it into another, for a second administrator to release; or go on with a merge under way."""
    sent, clerk = call.json(Merge), clerk_of(call)
    found = mergers.merge(clerk, organisation_id, sent.into, sent.reason, call.if_match)
    view = merge_view(found, mergers.left(clerk, organisation_id))
    return Response.of(view, etag=f'"{found.version}"')
