"""The requests of the benchmark, as API Gateway sends them."""

import json
from collections.abc import Mapping
from typing import Any

from infra.local.http_events import Request, event_of

BASE_URL = "https://registry.example"


def posted(
    target: str, body: object, token: str, *, route: str, version: int | None = None
) -> dict[str, Any]:
    """JSON from a partner system."""
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    if version is not None:
        headers["if-match"] = f'"{version}"'
    raw = json.dumps(body, ensure_ascii=False).encode()
    return _event("POST", target, headers, route, raw)


def read(target: str, cookie: str, *, route: str) -> dict[str, Any]:
    """A page in a browser."""
    return _event("GET", target, {"cookie": cookie, "accept": "text/html"}, route)


def _event(
    method: str, target: str, headers: Mapping[str, str], route: str, body: bytes = b""
) -> dict[str, Any]:
    known = {
        "host": "registry.example",
        "accept-language": "en-GB,en;q=0.8",
        "accept-encoding": "gzip, br",
        "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        **headers,
    }
    request = Request(method=method, target=target, headers=tuple(known.items()), body=body)
    return event_of(request, route_key=route, path_parameters={})
