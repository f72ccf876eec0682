"""A tiny browser and API client: requests go through the routes of template.yaml into the functions of this process."""

import gzip
import importlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from infra.local.http_events import Request, answer_of, event_of
from infra.local.routing import Router
from infra.local.runtime import LambdaContext
from infra.local.template import Template, load_template
from shared.identity import SESSION, csrf_of, open_session
from shared.store.stores import Stores
from shared.web.http.cookies import protected
from shared.web.http.csrf import FIELDS

BASE_URL = "https://registry.example"
COOKIE = protected(BASE_URL, SESSION)
Fields = Mapping[str, str | Sequence[str]]
ANSWERING: ContextVar[str] = ContextVar("ANSWERING", default="")
"""The function whose handler is running, by the name that the template gives it; empty outside of any."""


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        raw = gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body
        return raw.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def location(self) -> str:
        return self.headers["location"]


class Client:
    """Keeps cookies as a browser does; with a `token` it is an API client instead."""

    def __init__(self, *, token: str = "", language: str = "en") -> None:
        self.token, self.language = token, language
        self.cookies: dict[str, str] = {}
        self.address = "127.0.0.1"

    def sign_in(self, stores: Stores, person_id: str, at: datetime | None = None) -> "Client":
        """Give this browser a session, without the way to the sign-in provider."""
        self.cookies[COOKIE] = open_session(stores, person_id, at or datetime.now(UTC)) or ""
        return self

    @property
    def csrf(self) -> str:
        """The form token of the session held."""
        return csrf_of(self.cookies.get(COOKIE, "").rpartition(".")[2])

    def get(self, target: str, **headers: str) -> Reply:
        return self.send("GET", target, headers=headers)

    def post(self, target: str, fields: Fields | None = None, **headers: str) -> Reply:
        """Post a form as a browser does from a page of ours; the token is added unless it is given."""
        form = urlencode({FIELDS[0]: self.csrf, **(fields or {})}, doseq=True)
        own = {
            "content-type": "application/x-www-form-urlencoded",
            "origin": BASE_URL,
            "sec-fetch-site": "same-origin",
        }
        return self.send("POST", target, form.encode(), headers={**own, **headers})

    def call(self, method: str, target: str, body: object = None, **headers: str) -> Reply:
        """Send JSON to the API; header names are written with underscores."""
        raw = b"" if body is None else json.dumps(body).encode()
        return self.send(method, target, raw, headers={"content_type": "application/json", **headers})

    def send(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send anything at all."""
        given = {"host": "registry.example", "accept-language": self.language}
        given |= {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        if self.token:
            given.setdefault("authorization", f"Bearer {self.token}")
        if self.cookies:
            given["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = Request(
            method=method, target=target, headers=tuple(given.items()), body=body, source_ip=self.address
        )
        reply = _answered(request)
        self._keep(reply.cookies)
        return reply

    def _keep(self, cookies: Sequence[str]) -> None:
        for text in cookies:
            for name, morsel in SimpleCookie(text).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value


@contextmanager
def answering(function: str) -> Iterator[None]:
    """What is called meanwhile is called by this function."""
    before = ANSWERING.set(function)
    try:
        yield
    finally:
        ANSWERING.reset(before)


def _answered(request: Request) -> Reply:
    match = _router().match(request.method, request.path)
    assert match, f"no route for {request.method} {request.path}"
    event = event_of(request, route_key=match.route.key, path_parameters=match.parameters)
    function = _template().functions[match.route.function]
    module, _, name = function.handler.rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    context = LambdaContext(
        function_name=function.name,
        invoked_function_arn=function.arn,
        memory_limit_in_mb=function.memory,
        deadline=time.monotonic() + function.timeout,
    )
    with answering(function.name):
        answer = answer_of(handler(event, context))
    cookies = tuple(value for name, value in answer.headers if name == "set-cookie")
    return Reply(answer.status, dict(answer.headers), answer.body, cookies)


@cache
def _template() -> Template:
    return load_template()


@cache
def _router() -> Router:
    return Router(_template().routes)
