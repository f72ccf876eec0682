"""One malformed event after the other, each made from its seed and number alone, for any route and any principal."""

import importlib
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from infra.local.http_events import Request, event_of
from infra.local.routing import Router
from infra.local.runtime import LambdaContext
from infra.local.template import Template, load_template
from shared.store.stores import Stores
from shared.web.http.app import Route
from tests.access.table import KINDS, PRINCIPALS, ROLES, STATES, Principal
from tests.access.world import BODIES as ORDINARY
from tests.access.world import MALFORMED, World, routes, sample, world
from tests.client import Client
from tests.fuzz.bodies import BODIES, Good
from tests.fuzz.oddities import ODDITIES

ROUTES = routes()
WRITES = ("POST", "PUT", "PATCH")
RICH: Mapping[str, Any] = {
    "reviews/me": {"conflict": False, "scores": {"need": 5}, "recommendation": "approve", "comment": "a"},
    "approve": {"snapshot_hash": "0", "conditions": [{"text": {"en": "a", "zh": "b"}}], "attest": {"x": "y"}},
    "resubmit": {"answers": [{"field": "need_statement", "message": "x"}]},
    "withdraw": {"reason": "x"},
    "read": {"ids": ["a#b"], "all": False},
    "PATCH": {
        "fields": {"title_en": "x", "participants": 1, "start_date": "2027-03-01", "partner": {"name": "x"}}
    },
    "applications": {"direction": "going_out", "programme_id": "going-out", "fields": {"title_en": "x"}},
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One event, ready to be sent, and how to say which it was."""

    name: str
    function: str
    route: str
    event: dict[str, Any]
    signed_in: bool


@dataclass(frozen=True, slots=True)
class Came:
    """What came back: the function's answer, or what it raised, and the seconds it was busy."""

    answer: Any
    raised: BaseException | None
    seconds: float


def shot(scene: World, seed: int, number: int) -> Shot:
    chance = random.Random(f"{seed}:{number}")
    name = chance.choice(sorted(ROUTES)) if chance.random() < 0.5 else chance.choice(_writing())
    route, principal = ROUTES[name], _principal(chance, name)
    kind = chance.choice(sorted(principal.sees) if principal.sees and chance.random() < 0.7 else KINDS)
    target = sample(route.path, scene.ids.get(kind, MALFORMED))
    client = _client(scene, principal, name, page=route.page)
    make = chance.choice(sorted(BODIES)) if route.method != "GET" or chance.random() < 0.1 else "nothing"
    sent = BODIES[make](chance, _good(chance, scene, route, client, kind))
    event = event_of(_request(route, target, client), route_key=name, path_parameters={})
    event |= {"body": sent.body, "isBase64Encoded": sent.base64}
    event["headers"] |= {"content-type": sent.kind, "if-match": f'"{_version(chance, scene, kind)}"'}
    odd = chance.choice(sorted(ODDITIES)) if make == "nothing" or chance.random() < 0.35 else "nothing_odd"
    ODDITIES[odd](chance, event)
    path = event.pop("path", target)
    method = event["requestContext"]["http"]["method"]
    match = _router().match(method, path)
    assert match
    if path != target:
        moved = event_of(Request(method=method, target=path), route_key=name, path_parameters={})
        event["rawPath"] = event["requestContext"]["http"]["path"] = moved["rawPath"]
    told = f"{seed}:{number} {principal.name} {kind}: {method} {path[:120]} with {make}, {odd}"
    return Shot(told, match.route.function, name, event, principal.known)


def fired(each: Shot) -> Came:
    """Let the function answer; time is that of this thread, so that a busy machine fails nothing."""
    function = _template().functions[each.function]
    module, _, name = function.handler.rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    context = LambdaContext(
        function_name=function.name,
        invoked_function_arn=function.arn,
        memory_limit_in_mb=function.memory,
        deadline=time.monotonic() + function.timeout,
    )
    began = time.thread_time()
    try:
        answer, raised = handler(each.event, context), None
    except Exception as error:  # noqa: BLE001 -- whatever escapes is what the test looks for
        answer, raised = None, error
    return Came(answer, raised, time.thread_time() - began)


@contextmanager
def scene_of(stores: Stores) -> Iterator[World]:
    """The federation of the access matrix."""
    with world(stores) as scene:
        yield scene


def _principal(chance: random.Random, name: str) -> Principal:
    """Mostly somebody who may, for others do not come far."""
    able = [each for each in PRINCIPALS if each.known and each.has(ROLES[name] or "")]
    return chance.choice(able if able and chance.random() < 0.7 else PRINCIPALS)


def _client(scene: World, principal: Principal, name: str, *, page: bool) -> Client:
    if name == "POST /people/sign-out" and principal.known:
        return Client().sign_in(scene.stage.stores, principal.name)
    return scene.client(principal, "en", page=page)


def _request(route: Route, target: str, client: Client) -> Request:
    headers = {"host": "registry.example", "accept-language": client.language}
    if client.token:
        headers["authorization"] = f"Bearer {client.token}"
    if client.cookies:
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return Request(method=route.method, target=target, headers=tuple(headers.items()))


def _good(chance: random.Random, scene: World, route: Route, client: Client, kind: str) -> Good:
    name = route.path.partition("<application_id>/")[2] or route.path.rpartition("/")[2]
    ordinary = ORDINARY.get(route.method, ORDINARY.get(name, {}))
    body = RICH.get(route.method, RICH.get(name, ordinary))
    form = urlencode({"csrf_token": client.csrf, "seen": _version(chance, scene, kind)})
    return Good(body if chance.random() < 0.7 else ordinary, form, route.page)


def _version(chance: random.Random, scene: World, kind: str) -> int:
    if kind not in STATES or chance.random() < 0.2:
        return chance.choice((0, 1, 999_999))
    return scene.stage.stores.cases.load(scene.ids[kind]).application.version


@cache
def _writing() -> tuple[str, ...]:
    return tuple(sorted(name for name, route in ROUTES.items() if route.method in WRITES))


@cache
def _template() -> Template:
    return load_template()


@cache
def _router() -> Router:
    return Router(_template().routes)
