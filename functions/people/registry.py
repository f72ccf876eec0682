"""The partner registry as JSON, for anybody who is signed in."""

from functions.people.registry_schemas import RegistryEntry, RegistryView, entry_view
from shared.actions.queries import organisations
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.paging import limit_of, sought
from shared.web.http.response import Response
from shared.wiring import wiring

routes = Routes(page=False)
ROOT = "/api/v1/organisations"


@routes.get(
    ROOT,
    policy="read_registry",
    answers=RegistryView,
    query={"q": "string", "cursor": "string", "limit": "integer"},
)
def registry(call: Call) -> Response:
    """Member units and partners by name; `q` is what the English name begins with."""
    found, following = organisations.page(
        wiring().stores, limit=limit_of(call), cursor=call.query.get("cursor"), begins=sought(call)
    )
    return Response.of(RegistryView(items=list(map(entry_view, found)), next_cursor=following))


@routes.get(f"{ROOT}/<organisation_id>", policy="read_registry", answers=RegistryEntry)
def registry_entry(call: Call, organisation_id: str) -> Response:  # noqa: ARG001 -- every route takes the call
    """One organisation."""
    return Response.of(entry_view(organisations.one(wiring().stores, organisation_id)))
