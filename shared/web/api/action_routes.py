"""The API routes of a function's actions, made from their entries in actions.json."""

from collections.abc import Mapping

from shared.actions.perform import act_of, perform
from shared.domain.workflow import Action, definitions
from shared.web.api.bodies import Attested
from shared.web.api.representation import answered
from shared.web.api.schemas import ApplicationView
from shared.web.http.action_addresses import route_of
from shared.web.http.app import Routes
from shared.web.http.attempt import attempt_of
from shared.web.http.call import Call
from shared.web.http.response import Response


def add_routes(routes: Routes, duty: str, bodies: Mapping[str, type[Attested]]) -> None:
    """A route for every action of a function; `bodies` are those that bring more along than statements."""
    for action in definitions().actions.values():
        if action.duty == duty:
            _add(routes, action, bodies.get(action.name, Attested))


def _add(routes: Routes, action: Action, body: type[Attested]) -> None:
    def take(call: Call, application_id: str) -> Response:
        command = call.json(body).command
        return answered(call, perform(attempt_of(call, application_id, action.name, seen=call.seen), command))

    take.__name__, take.__doc__ = action.name, (act_of(action.name).__doc__ or "").partition("\n")[0]
    route = route_of("<application_id>", action)
    routes.post(route, policy=action.name, body=body, answers=ApplicationView, if_match=True)(take)
