"""The functions behind a WSGI application: what tools that speak WSGI need to call them in this process."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from tests.client import Client

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: Environ, start: Start) -> Iterable[bytes]:
    """Answer one request as it is sent, but never compressed: such tools read what they are given."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value.encode("latin-1").decode(
            "utf-8", "replace"
        )
        for name, value in environ.items()
        if name.startswith("HTTP_") or name == "CONTENT_TYPE"
    }
    headers.pop("accept-encoding", None)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    path = quote(environ["PATH_INFO"].encode("latin-1"), safe="/~!$&'()*+,;=:@")
    reply = Client().send(
        environ["REQUEST_METHOD"], f"{path}?{environ.get('QUERY_STRING', '')}", body, headers
    )
    known = next(
        (f"{each.value} {each.phrase}" for each in HTTPStatus if each == reply.status), f"{reply.status} ?"
    )
    start(known, [*reply.headers.items()])
    return [reply.body]
