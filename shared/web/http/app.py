"""The app of every function: routes with their policy row, one refusal map, one log line per request."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler import Response as ResolverResponse

from shared.actions.bounds import is_id
from shared.actions.policy import POLICY
from shared.domain.refusals import Forbidden, NotFound, Refusal, Unauthenticated
from shared.domain.words import Language
from shared.identity import caller_of, check_proof, keep_typed, stay_awake
from shared.language.choice import COOKIE, choose, preferred
from shared.log import logger
from shared.store.keys import Key
from shared.web.http.call import Call
from shared.web.http.compress import WORTHWHILE, accepts_gzip, gzipped
from shared.web.http.csrf import check_same_site
from shared.web.http.edge import check_edge
from shared.web.http.headers import page_headers
from shared.web.http.last_resort import last_resort
from shared.web.http.problem import problem_json, status_of
from shared.web.http.response import Response
from shared.wiring import wiring

if TYPE_CHECKING:
    from pydantic import BaseModel

PROBLEM = "application/problem+json"
API = "/api/"


Handler = Callable[..., Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route and what the API description says of it."""

    method: str
    path: str
    policy: str
    handler: Handler
    page: bool = False
    body: "type[BaseModel] | None" = None
    answers: "type[BaseModel] | None" = None
    status: int = 200
    query: Mapping[str, str] | None = None
    if_match: bool | Literal["optional"] = False
    idempotent: bool = False
    besides: tuple[Key, ...] = ()
    """Items that are read in the one call that says who calls; `call.rows` has those that exist."""


class Routes:
    """The routes of one module; each names its row of the policy table, or the function does not start."""

    def __init__(self, *, page: bool) -> None:
        self.page = page
        self.all: list[Route] = []

    def on(self, method: str, path: str, *, policy: str, **described: Any) -> Callable[[Handler], Handler]:
        if policy not in POLICY:
            raise KeyError(f"{method} {path}: no policy row {policy}")

        def keep(handler: Handler) -> Handler:
            self.all.append(
                Route(method=method, path=path, policy=policy, handler=handler, page=self.page, **described)
            )
            return handler

        return keep

    def get(self, path: str, *, policy: str, **described: Any) -> Callable[[Handler], Handler]:
        return self.on("GET", path, policy=policy, **described)

    def post(self, path: str, *, policy: str, **described: Any) -> Callable[[Handler], Handler]:
        return self.on("POST", path, policy=policy, **described)


class App:
    """A Lambda handler over routes: who calls, in which language, what may go wrong, and one log line.

    `api` or `pages` names a module whose routes come with the first request for them, and what it imports with them.
    """

    def __init__(self, service: str, *routes: Routes, api: str = "", pages: str = "") -> None:
        self.service = service
        self._app = APIGatewayHttpResolver(serializer=_as_it_is)
        self._app.not_found(self._nothing_here)
        self._route = "none"
        self._later = {True: api, False: pages}
        self._routes: list[Route] = []
        self._add(*routes)

    @property
    def routes(self) -> list[Route]:
        """All of them, those that come later too."""
        self._load(api=True)
        self._load(api=False)
        return self._routes

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        started, self._route = time.perf_counter(), "none"
        answer = self._resolved(event, context)
        http = event.get("requestContext", {}).get("http", {})
        logger.info(
            "request",
            duty=self.service,
            method=http.get("method"),
            route=self._route,
            status=answer.get("statusCode"),
            ms=round((time.perf_counter() - started) * 1000),
            request_id=event.get("requestContext", {}).get("requestId"),
        )
        return answer

    def _resolved(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        api = str(event.get("rawPath")).startswith(API)
        head = _method(event) == "HEAD"
        try:
            self._load(api=api)
            answer = self._app.resolve(_as_get(event) if head else dict(event), context)
        except Exception as error:  # noqa: BLE001 -- nothing a client sends may end without a typed answer
            answer = last_resort(event, error, page=not api)
        return {**answer, "body": "", "isBase64Encoded": False} if head else answer

    def _add(self, *routes: Routes) -> None:
        for route in (route for each in routes for route in each.all):
            self._routes.append(route)
            self._app.route(route.path, method=route.method)(self._bound(route))

    def _load(self, *, api: bool) -> None:
        if module := self._later.pop(api, ""):
            self._add(import_module(module).routes)

    def _bound(self, route: Route) -> Callable[..., ResolverResponse[Any]]:
        def run(**parameters: str) -> ResolverResponse[Any]:
            self._route = f"{route.method} {route.path}"
            call = _call(self._app.current_event.raw_event, route.path, page=route.page)
            try:
                check_edge(call)
                if not all(map(is_id, parameters.values())):
                    raise NotFound
                return _finished(call, _answer(call, route, parameters))
            except Refusal as refusal:
                return _finished(call, _refused(call, refusal, page=route.page))

        return run

    def _nothing_here(self, _error: Exception) -> ResolverResponse[Any]:
        event = self._app.current_event.raw_event
        page = not str(event.get("rawPath")).startswith(API)
        call = _call(event, "none", page=page)
        try:
            check_edge(call)
            raise NotFound
        except Refusal as refusal:
            return _finished(call, _refused(call, refusal, page=page))


def _method(event: Mapping[str, Any]) -> str:
    return str(event.get("requestContext", {}).get("http", {}).get("method", "GET"))


def _as_get(event: Mapping[str, Any]) -> dict[str, Any]:
    """HEAD is GET without the body (RFC 9110 9.3.2)."""
    context = event["requestContext"]
    return {**event, "requestContext": {**context, "http": {**context["http"], "method": "GET"}}}


def _as_it_is(body: Any) -> Any:
    """Bodies are finished here; Powertools would serialise compressed JSON once more."""
    return body


def _call(event: Mapping[str, Any], route: str, *, page: bool) -> Call:
    headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    call = Call(
        event=event,
        caller=None,
        at=datetime.now(UTC),
        language="en",
        route=route,
        base_url=wiring().base_url,
        headers=headers,
    )
    call.language = _language(call, page=page)
    return call


def _language(call: Call, *, page: bool) -> Language:
    """A program says in each request what it reads; a browser is not asked once its person has chosen."""
    account = call.caller.person.language if call.caller else None
    accept = call.headers.get("accept-language")
    if not page:
        return preferred(accept or "") or account or "en"
    return choose(cookie=call.cookies.get(COOKIE), account=account, accept=accept)


def _answer(call: Call, route: Route, parameters: Mapping[str, str]) -> Response:
    public = POLICY[route.policy].public
    call.caller = caller_of(call, page=route.page, policy=route.policy, besides=route.besides)
    call.language = _language(call, page=route.page)
    if call.caller is None and not public:
        raise Unauthenticated(kept=route.page and keep_typed(call))
    if not public:
        stay_awake(call)
    if route.page and route.method != "GET":
        check_same_site(call)
    rule = POLICY[route.policy]
    if call.caller and "application_id" not in parameters and not rule.admits(call.caller.person):
        raise Forbidden
    if rule.proven and route.page and route.method != "GET" and rule.admits(call.who.person):
        check_proof(call)
    return route.handler(call, **parameters)


def _refused(call: Call, refusal: Refusal, *, page: bool) -> Response:
    if page:
        from shared.web.pages.error_page import refused_page  # noqa: PLC0415 -- Jinja is loaded only for pages

        return refused_page(call, refusal)
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(refusal, Unauthenticated) else {}
    if retry_after := getattr(refusal, "retry_after", None):
        headers["Retry-After"] = str(retry_after)
    return Response(problem_json(refusal, call.language), status_of(refusal), PROBLEM, headers)


def _finished(call: Call, answer: Response) -> ResolverResponse[Any]:
    headers = {**page_headers(call.language), **(answer.headers or {})}
    body = answer.body
    if len(body) >= WORTHWHILE and accepts_gzip(call.headers.get("accept-encoding")):
        body, headers["Content-Encoding"] = gzipped(body), "gzip"
    return ResolverResponse(
        status_code=answer.status,
        content_type=answer.content_type,
        body=body,
        headers=headers,
        cookies=list(answer.cookies),  # type: ignore[arg-type]  # finished lines; only their text is used
    )
