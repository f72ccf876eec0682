"""One's own absence as JSON."""

from pydantic import BaseModel

from shared.actions import absence
from shared.domain.people import Absence
from shared.web.api.bodies import Day, Id
from shared.web.api.validation import Body
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.wiring import wiring

routes = Routes(page=False)
PATH = "/api/v1/me/absence"


class AbsenceBody(Body):
    """When one is away, both days included, and which colleague hears of one's tasks meanwhile."""

    first: Day
    last: Day
    deputy: Id | None = None


class AbsenceView(BaseModel):
    """When somebody is away; nothing of it when they are not."""

    first: str | None = None
    last: str | None = None
    deputy: str | None = None


@routes.on("PUT", PATH, policy="be_away", body=AbsenceBody, answers=AbsenceView)
def put_absence(call: Call) -> Response:
    """Say when one is away."""
    sent = call.json(AbsenceBody)
    wanted = Absence(first=sent.first, last=sent.last, deputy=sent.deputy or "")
    return _view(absence.be_away(wiring().stores, call.who.person, wanted, call.at).absence)


@routes.on("DELETE", PATH, policy="be_away", status=204)
def end_absence(call: Call) -> Response:
    """Say that one is not away any more."""
    absence.be_back(wiring().stores, call.who.person)
    return Response(status=204)


@routes.get(PATH, policy="be_away", answers=AbsenceView)
def read_absence(call: Call) -> Response:
    """When one is away."""
    return _view(call.who.person.absence)


def _view(own: Absence | None) -> Response:
    if own is None:
        return Response.of(AbsenceView())
    return Response.of(AbsenceView(first=own.first, last=own.last, deputy=own.deputy or None))
