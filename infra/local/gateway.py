"""The HTTP API on loopback: routes of the template, payload 2.0, API Gateway's limits and its own error answers."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
import time
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

from infra.local.bodies import BadBodyError, read_body
from infra.local.http_events import Answer, Request, answer_of, event_of, message
from infra.local.routing import Router

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from infra.local.declared import Route

log = logging.getLogger(__name__)
HEADER_LIMIT = 10_240
"""Bytes of request line and headers together, as on API Gateway."""
BODY_LIMIT = 10 * 1024 * 1024
RESPONSE_LIMIT = 6 * 1024 * 1024
"""What Lambda may answer."""
_DRAIN_SECONDS = 5.0


class Gateway:
    """Routes plus a way to invoke a function: turns a request into an answer, with or without sockets."""

    def __init__(self, routes: Iterable[Route], invoke: Callable[[str, dict[str, Any]], Any]) -> None:
        self._router = Router(routes)
        self._invoke = invoke

    def answer(self, request: Request) -> Answer:
        """The response API Gateway would give, a failing function included."""
        if _header_size(request) > HEADER_LIMIT:
            return message(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        match = self._router.match(request.method, request.path)
        if match is None:
            return message(HTTPStatus.NOT_FOUND)
        event = event_of(request, route_key=match.route.key, path_parameters=match.parameters)
        return self._invoked(match.route.function, event)

    def invoke(self, event: dict[str, Any]) -> Answer:
        """The response for a ready-made event; the route is found anew from its method and path."""
        http = event["requestContext"]["http"]
        match = self._router.match(http["method"], event["rawPath"])
        if match is None:
            return message(HTTPStatus.NOT_FOUND)
        routed = {**event, "routeKey": match.route.key, "pathParameters": match.parameters}
        return self._invoked(match.route.function, routed)

    def _invoked(self, function: str, event: dict[str, Any]) -> Answer:
        try:
            result = self._invoke(function, event)
        except Exception:
            log.exception("%s failed, request %s", function, event["requestContext"]["requestId"])
            return message(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error")
        try:
            answer = answer_of(result)
        except (TypeError, ValueError):
            log.exception("%s returned something API Gateway cannot send", function)
            return message(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error")
        if len(answer.body) > RESPONSE_LIMIT:
            log.error("%s returned %d bytes, more than Lambda can answer", function, len(answer.body))
            return message(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error")
        return answer


class GatewayServer(ThreadingHTTPServer):
    """The socket side; `serve_forever` in a thread of its own, `shutdown` to end."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, gateway: Gateway, *, port: int, host: str = "127.0.0.1") -> None:
        self.gateway = gateway
        super().__init__((host, port), _Connection)

    def server_bind(self) -> None:
        """Binds without asking a name server who we are, which can take seconds offline."""
        super(ThreadingHTTPServer, self).server_bind()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 -- inherited
        kind, error, trace = sys.exc_info()
        if kind is not None and error is not None and not isinstance(error, OSError):
            log.error("The connection from %s failed", client_address, exc_info=(kind, error, trace))


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 65
    server: GatewayServer
    responses_without_body: ClassVar = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})

    def __getattr__(self, name: str) -> Any:
        """Every method is served the same way; the routes decide."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """What the standard library refuses (bad request line, too many headers) in API Gateway's words."""
        self.close_connection = True
        self._send(_own(HTTPStatus(code)))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name is inherited
        """Functions write their own access line."""

    def _serve(self) -> None:
        try:
            body = read_body(self.rfile, self.headers, limit=BODY_LIMIT)
        except BadBodyError as refused:
            self.close_connection = True
            self._send(_own(refused.status))
            self._drain()
            return
        headers = tuple((name, _decoded(value)) for name, value in self.headers.items())
        request = Request(
            method=self.command,
            target=self.path,
            headers=headers,
            body=body,
            source_ip=str(self.client_address[0]),
            protocol=self.request_version,
        )
        self._send(self.server.gateway.answer(request))

    def _send(self, answer: Answer) -> None:
        """One write per response: head and body leave in the same packet where they fit."""
        bodiless = answer.status in self.responses_without_body or 100 <= answer.status < 200  # noqa: PLR2004
        lines = [f"HTTP/1.1 {answer.status} {_phrase(answer.status)}", f"date: {formatdate(usegmt=True)}"]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        if not bodiless:
            lines.append(f"content-length: {len(answer.body)}")
        if self.close_connection:
            lines.append("connection: close")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")
        silent = bodiless or getattr(self, "command", None) == "HEAD"
        self.wfile.write(head if silent else head + answer.body)

    def _drain(self) -> None:
        """Reads on for a moment after a refusal: closing at once would reset the client before it reads the answer."""
        self.connection.settimeout(1.0)
        deadline = time.monotonic() + _DRAIN_SECONDS
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            while time.monotonic() < deadline and self.rfile.read1(65_536):
                pass


def _own(status: HTTPStatus) -> Answer:
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return message(status, "Request Entity Too Large")
    return message(status)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _decoded(value: str) -> str:
    """Header bytes are read as Latin-1; browsers and API Gateway mean UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _header_size(request: Request) -> int:
    line = len(request.method) + len(request.target) + 12
    return line + sum(len(name) + len(value.encode()) + 4 for name, value in request.headers)
