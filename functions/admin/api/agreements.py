"""Partner agreements over the API: entered, changed, ended early; everybody reads them elsewhere."""

from functions.admin.api.lists import ROOT
from functions.admin.clerk import clerk_of
from functions.admin.schemas.agreements import (
    AdminAgreementView,
    AgreementChange,
    NewAgreement,
    agreement_view,
)
from functions.admin.schemas.bodies import GivenReason
from shared.actions.admin import agreements
from shared.domain.agreements import Agreement
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response

routes = Routes(page=False)
ONE = f"{ROOT}/agreements/<agreement_id>"


@routes.post(
    f"{ROOT}/agreements", policy="administer", body=NewAgreement, answers=AdminAgreementView, status=201
)
def add_agreement(call: Call) -> Response:
    """Enter an agreement; either party is named by its identifier or its exact name."""
    found = agreements.add(clerk_of(call), call.json(NewAgreement).root)
    return _answer(found, status=201, location=f"/api/v1/agreements/{found.id}")


@routes.on("PATCH", ONE, policy="administer", body=AgreementChange, answers=AdminAgreementView, if_match=True)
def change_agreement(call: Call, agreement_id: str) -> Response:
    """Merge answers; a renewal is a later `valid_until`."""
    changes = call.json(AgreementChange).root
    return _answer(agreements.change(clerk_of(call), agreement_id, changes, call.seen))


@routes.post(
    f"{ONE}/end", policy="administer", body=GivenReason, answers=AdminAgreementView, if_match="optional"
)
def end_agreement(call: Call, agreement_id: str) -> Response:
    """Say that it holds no more before its last day; cases that name it go on."""
    reason = call.json(GivenReason).reason
    return _answer(agreements.end(clerk_of(call), agreement_id, reason, call.if_match))


def _answer(found: Agreement, status: int = 200, **headers: str) -> Response:
    return Response.of(agreement_view(found), status=status, etag=f'"{found.version}"', **headers)
