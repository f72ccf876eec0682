"""What people ask for: every route as every role, and every page and route about a case in every state."""

from collections.abc import Collection, Iterator, Mapping

from shared.domain.case import Case
from shared.domain.workflow import Workflow, newest
from shared.store.cases import LATEST
from tests.access.table import ANYBODY, PRINCIPALS, ROLES, SIGNED_IN, Principal
from tests.access.world import World, routes, sample
from tests.client import Client
from tests.iam.clients import both, cold_start
from tests.stage import PATHS, WHO, Stage

NOT_ASKED = "POST /people/sign-out"
"""It would end the session of whoever is asked next."""
READ, DECIDED = "north_review", "north_decided"
Clients = Mapping[str, Mapping[bool, Client]]


def ask_everything(scene: World) -> None:
    """Every route as one principal of every role; what it writes, of cases in which it is loaded in other ways."""
    turned_away: set[tuple[str, bool, bool]] = set()
    for name, route in routes().items():
        like = (route.path.removeprefix("/api/v1").split("/")[1], route.page, ROLES[name] == ANYBODY)
        for principal in _one_of_each() if name != NOT_ASKED else ():
            if not principal.known and like in turned_away:
                continue
            for kind in _kinds(principal, name):
                cold_start()
                scene.ask(principal, route, kind, "en")
        turned_away.add(like)


def _kinds(principal: Principal, route: str) -> tuple[str, ...]:
    """Kinds of cases; those who take steps look at pages in every state besides."""
    if "<application_id>" not in route:
        return ("",)
    meant = principal.known and ROLES[route] != SIGNED_IN and principal.has(ROLES[route])
    if route.startswith("GET"):
        return (READ, DECIDED) if ROLES[route] == SIGNED_IN and principal.known else (READ,)
    if not meant:
        return (READ,)
    return (READ, DECIDED, "missing", *(("north_draft",) if principal.organisation else ()))


def look_at_every_state(stage: Stage) -> None:
    """Every page and route about a case, in every state, as those who take steps; after a long time as everybody."""
    clients = {role: both(stage, who) for role, who in WHO.items()}
    takers = {"reviewer"}.union(*(_takers(newest("going_out"), state) for state in PATHS))
    for state in PATHS:
        _look(clients, stage.case(state), takers)
    for state, roles in _different():
        _look(clients, stage.case(state, "inviting_in"), roles)
    old = stage.case("approved")
    for _ in range(LATEST):
        old = stage.arrange(old)
    _look(clients, old, WHO)
    clients["programme_officer"][True].get(f"/desk?number={old.application.number}")


def _look(clients: Clients, case: Case, roles: Collection[str]) -> None:
    for name, route in routes().items():
        if route.method != "GET" or "<application_id>" not in route.path:
            continue
        for role in roles:
            if ROLES[name] == SIGNED_IN or role in ROLES[name].split():
                clients[role][route.page].get(sample(route.path, case.application.id))


def _takers(flow: Workflow, state: str) -> set[str]:
    return {step.role for step in flow.transitions if step.source == state} & WHO.keys()


def _different() -> Iterator[tuple[str, Collection[str]]]:
    """Where the direction that invites is different, and for whom: its form is written, or other steps follow."""
    out, back = newest("going_out"), newest("inviting_in")
    for state in PATHS:
        if _following(out, state) != _following(back, state):
            yield state, WHO
        elif back.states[state].partner_may_edit:
            yield state, ("partner_editor", "partner_signatory")


def _following(flow: Workflow, state: str) -> set[str]:
    return {step.action for step in flow.transitions if step.source == state}


def _one_of_each() -> Iterator[Principal]:
    """One principal of every role, and those who are nobody."""
    seen: set[str] = set()
    for principal in PRINCIPALS:
        if not principal.roles or principal.roles not in seen:
            seen.add(principal.roles)
            yield principal
