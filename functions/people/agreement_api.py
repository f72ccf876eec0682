"""Partner agreements as JSON: a partner's own, and all of them for people of the federation."""

from typing import Literal

from pydantic import BaseModel

from shared.actions.queries import agreements
from shared.actions.queries.agreements import Listed
from shared.domain.calendar import day_in_beijing
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.paging import limit_of
from shared.web.http.response import Response
from shared.wiring import wiring

routes = Routes(page=False)
ROOT = "/api/v1/agreements"


class AgreementView(BaseModel):
    """An agreement; `validity` is where it stands today, `ended` why it ended before its last day."""

    id: str
    organisation_id: str
    partner_id: str
    reference: str
    title_en: str
    title_zh: str
    directions: list[str]
    scope: str | None = None
    places_a_year: int | None = None
    valid_from: str
    valid_until: str
    validity: Literal["coming", "valid", "ends_soon", "expired", "ended"]
    ended: str | None = None
    version: int


class AgreementsView(BaseModel):
    """One page of agreements, soonest to end first."""

    items: list[AgreementView]
    next_cursor: str | None = None


@routes.get(
    ROOT, policy="read_registry", answers=AgreementsView, query={"cursor": "string", "limit": "integer"}
)
def list_agreements(call: Call) -> Response:
    """Agreements, soonest to end first; a partner's own come at once."""
    cursor = call.query.get("cursor")
    found, following = agreements.page(wiring().stores, call.who.person, limit=limit_of(call), cursor=cursor)
    return Response.of(AgreementsView(items=[_view(call, each) for each in found], next_cursor=following))


@routes.get(f"{ROOT}/<agreement_id>", policy="read_registry", answers=AgreementView)
def read_agreement(call: Call, agreement_id: str) -> Response:
    """One agreement."""
    return Response.of(_view(call, agreements.one(wiring().stores, call.who.person, agreement_id)))


def _view(call: Call, listed: Listed) -> AgreementView:
    found = listed.agreement
    return AgreementView(
        id=found.id,
        organisation_id=found.organisation_id,
        partner_id=found.partner_id,
        reference=found.reference,
        title_en=found.title_en,
        title_zh=found.title_zh,
        directions=list(found.directions),
        scope=found.scope or None,
        places_a_year=found.places_a_year or None,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        validity=found.validity(day_in_beijing(call.at)),
        ended=found.ended or None,
        version=found.version,
    )
