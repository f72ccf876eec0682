"""HTTP to API Gateway's event (HTTP API, payload 2.0) and a function's answer back to HTTP."""

from __future__ import annotations

import base64
import json
import time
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote

from infra.local.cloudformation import ACCOUNT

_API = "local"
_TEXT_TYPES = ("application/json", "application/javascript", "application/xml")
_HOP_BY_HOP = frozenset({"connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request as it came over the wire."""

    method: str
    target: str
    """Path and query, still encoded."""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    source_ip: str = "127.0.0.1"
    protocol: str = "HTTP/1.1"

    @property
    def path(self) -> str:
        """The encoded path; an absolute-form target loses scheme and host."""
        return self._parts()[0]

    @property
    def query(self) -> str:
        return self._parts()[1]

    def _parts(self) -> tuple[str, str]:
        target = self.target
        if not target.startswith("/") and "://" in target:
            target = "/" + target.partition("://")[2].partition("/")[2]
        path, _, query = target.partition("#")[0].partition("?")
        return path or "/", query


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP response before it goes over the wire."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def message(status: HTTPStatus, text: str = "") -> Answer:
    """An error API Gateway answers itself."""
    body = json.dumps({"message": text or status.phrase}).encode()
    return Answer(status=status.value, headers=(("content-type", "application/json"),), body=body)


def event_of(request: Request, *, route_key: str, path_parameters: dict[str, str]) -> dict[str, Any]:
    """The event API Gateway sends for this request: headers lower-case and joined, cookies apart, path decoded."""
    headers, cookies = _headers(request)
    path = unquote(request.path, errors="replace")
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _context(request, headers, path=path, route_key=route_key),
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies
    if parameters := _query_parameters(request.query):
        event["queryStringParameters"] = parameters
    if path_parameters:
        event["pathParameters"] = path_parameters
    if request.body:
        event["body"], event["isBase64Encoded"] = _body(request.body, headers)
    return event


def answer_of(result: Any) -> Answer:
    """The response for a function's result; `ValueError` or `TypeError` if it has no valid shape."""
    if not isinstance(result, dict) or "statusCode" not in result:
        return Answer(
            status=200, headers=(("content-type", "application/json"),), body=json.dumps(result).encode()
        )
    body = result.get("body") or ""
    content = base64.b64decode(body, validate=True) if result.get("isBase64Encoded") else str(body).encode()
    headers = [(str(name).lower(), str(value)) for name, value in (result.get("headers") or {}).items()]
    headers = [pair for pair in headers if pair[0] not in _HOP_BY_HOP]
    if not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", "text/plain; charset=utf-8"))
    headers += [("set-cookie", str(cookie)) for cookie in result.get("cookies") or ()]
    for name, value in headers:
        if any(character in name + value for character in "\r\n\0"):
            raise ValueError(f"The header {name!r} would split the response")
    return Answer(status=int(result["statusCode"]), headers=tuple(headers), body=content)


def _headers(request: Request) -> tuple[dict[str, str], list[str]]:
    joined: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in request.headers:
        key = name.lower()
        if key == "cookie":
            cookies.extend(part.strip() for part in value.split(";") if part.strip())
        else:
            joined[key] = f"{joined[key]},{value}" if key in joined else value
    forwarded = joined.get("x-forwarded-for")
    joined["x-forwarded-for"] = f"{forwarded}, {request.source_ip}" if forwarded else request.source_ip
    joined["x-forwarded-proto"] = "http"
    joined["x-forwarded-port"] = joined.get("host", "").rpartition(":")[2] or "80"
    return joined, cookies


def _context(request: Request, headers: dict[str, str], *, path: str, route_key: str) -> dict[str, Any]:
    now = time.time()
    return {
        "accountId": ACCOUNT,
        "apiId": _API,
        "domainName": headers.get("host", "localhost"),
        "domainPrefix": _API,
        "http": {
            "method": request.method,
            "path": path,
            "protocol": request.protocol,
            "sourceIp": request.source_ip,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": str(uuid.uuid4()),
        "routeKey": route_key,
        "stage": "$default",
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "timeEpoch": int(now * 1000),
    }


def _query_parameters(query: str) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _body(body: bytes, headers: dict[str, str]) -> tuple[str, bool]:
    """Text types travel as text, everything else, forms included, as base64: what API Gateway does."""
    kind = headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
    if kind.startswith("text/") or kind in _TEXT_TYPES or kind.endswith(("+json", "+xml")):
        try:
            return body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(body).decode("ascii"), True
