from __future__ import annotations

import json
import socket
import threading
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.declared import Route
from infra.local.gateway import BODY_LIMIT, Gateway, GatewayServer
from infra.local.http_events import Request
from infra.local.routing import Router
from infra.local.runtime import Runtime
from infra.local.template import load_template

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL = Path(__file__).with_name("small.yaml")


@pytest.fixture(scope="module")
def gateway() -> Gateway:
    template = load_template(SMALL)
    runtime = Runtime(template.functions.values())
    runtime.load()
    return Gateway(template.routes, runtime.invoke)


@pytest.fixture(scope="module")
def port(gateway: Gateway) -> Iterator[int]:
    server = GatewayServer(gateway, port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def event_for(gateway: Gateway, target: str, **options: Any) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(gateway.answer(Request(method="GET", target=target, **options)).body)
    return event


def raw(port: int, text: bytes) -> bytes:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def test_the_path_arrives_decoded_and_the_query_as_it_was(gateway: Gateway) -> None:
    event = event_for(gateway, "/echo/%E5%8C%97%20x?a=1&a=%E4%BA%AC&b=x+y&c")

    assert event["rawPath"] == event["requestContext"]["http"]["path"] == "/echo/北 x"
    assert event["pathParameters"] == {"proxy": "北 x"}
    assert event["rawQueryString"] == "a=1&a=%E4%BA%AC&b=x+y&c"
    assert event["queryStringParameters"] == {"a": "1,京", "b": "x y", "c": ""}
    assert event["routeKey"] == "ANY /echo/{proxy+}"


def test_headers_are_lower_case_and_joined_and_cookies_stand_apart(gateway: Gateway) -> None:
    headers = (("Host", "h:1"), ("X-A", "1"), ("x-a", "2"), ("Cookie", "a=1; b=2"), ("cookie", "c=3"))

    event = event_for(gateway, "/echo/x", headers=headers)

    assert event["headers"]["x-a"] == "1,2"
    assert event["cookies"] == ["a=1", "b=2", "c=3"]
    assert "cookie" not in event["headers"]
    assert event["requestContext"]["domainName"] == "h:1"


def test_what_is_absent_is_left_out(gateway: Gateway) -> None:
    event = event_for(gateway, "/echo/x")

    assert not {"cookies", "queryStringParameters", "body"} & event.keys()


@pytest.mark.parametrize(
    ("kind", "body", "expected", "encoded"),
    [
        ("application/json", b'{"a":1}', '{"a":1}', False),
        ("application/merge-patch+json", "北".encode(), "北", False),
        ("application/x-www-form-urlencoded", b"a=1", "YT0x", True),
        ("application/pdf", b"%PDF", "JVBERg==", True),
        ("text/plain", b"\xff\x00", "/wA=", True),
    ],
)
def test_only_text_types_travel_as_text(
    gateway: Gateway, kind: str, body: bytes, expected: str, *, encoded: bool
) -> None:
    event = event_for(gateway, "/echo/x", headers=(("Content-Type", kind),), body=body)

    assert (event["body"], event["isBase64Encoded"]) == (expected, encoded)


def test_the_function_gets_a_context(gateway: Gateway) -> None:
    event = event_for(gateway, "/echo/x")

    assert event["function"] == "exchange-registry-Echo"
    assert 9_000 < event["milliseconds"] <= 10_000


@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("GET", "/a/b", "GET /a/b"),
        ("POST", "/a/b", "ANY /a/{id}"),
        ("GET", "/a/c", "ANY /a/{id}"),
        ("GET", "/a/c/d", "GET /a/{id}/d"),
        ("PUT", "/a/c/d", "ANY /a/{proxy+}"),
        ("GET", "/a/", "$default"),
        ("GET", "/a", "$default"),
        ("GET", "/", "GET /"),
    ],
)
def test_the_most_specific_route_that_takes_the_method_wins(method: str, path: str, key: str) -> None:
    keys = ["$default", "ANY /a/{proxy+}", "ANY /a/{id}", "GET /a/{id}/d", "GET /a/b", "GET /"]
    router = Router(
        Route(method=key.partition(" ")[0] if " " in key else "", path=key.partition(" ")[2], function="f")
        for key in keys
    )

    match = router.match(method, path)

    assert match is not None
    assert match.route.key == key


def test_without_a_default_route_an_unknown_path_is_not_found() -> None:
    gateway = Gateway([Route(method="GET", path="/a", function="f")], lambda *_: {"statusCode": 200})

    assert gateway.answer(Request(method="POST", target="/a")).body == b'{"message": "Not Found"}'


def test_cookies_become_headers_of_their_own(gateway: Gateway) -> None:
    answer = gateway.answer(Request(method="GET", target="/echo/cookies"))

    assert answer.status == 303
    assert [value for name, value in answer.headers if name == "set-cookie"] == ["a=1; Path=/", "b=2"]


def test_an_encoded_body_leaves_as_bytes(gateway: Gateway) -> None:
    assert gateway.answer(Request(method="GET", target="/echo/bytes")).body == b"\x89PNG\x00"


@pytest.mark.parametrize("trick", ["fails", "splits", "huge"])
def test_what_lambda_cannot_answer_is_an_internal_error(gateway: Gateway, trick: str) -> None:
    answer = gateway.answer(Request(method="GET", target=f"/echo/{trick}"))

    assert (answer.status, answer.body) == (500, b'{"message": "Internal Server Error"}')


def test_a_ready_made_event_finds_its_route(gateway: Gateway) -> None:
    event = {"rawPath": "/nowhere", "requestContext": {"http": {"method": "GET"}}}

    assert gateway.invoke(event).body == b"nobody is here"


def test_headers_beyond_ten_kilobytes_are_refused(gateway: Gateway) -> None:
    answer = gateway.answer(Request(method="GET", target="/echo/x", headers=(("a", "x" * 10_240),)))

    assert answer.status == 431


def test_one_connection_serves_many_requests(port: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        for method, target, status in [
            ("GET", "/echo/x", 200),
            ("POST", "/echo/nothing", 204),
            ("GET", "/none", 404),
        ]:
            connection.request(method, target, body=b"x" if method == "POST" else None)
            response = connection.getresponse()
            response.read()
            assert response.status == status


def test_head_has_the_length_but_no_body(port: int) -> None:
    head, _, body = raw(port, b"HEAD /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").partition(
        b"\r\n\r\n"
    )

    assert b"content-length: 14" in head
    assert body == b""


def test_a_chunked_body_is_put_together(port: int) -> None:
    head = b"POST /echo/x HTTP/1.1\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

    answer = raw(port, head + b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")

    assert json.loads(answer.partition(b"\r\n\r\n")[2])["body"] == "abcde"


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /echo/x HTTP/9.9\r\n\r\n", b"505"),
        (b"POST /echo/x HTTP/1.1\r\nContent-Length: abc\r\n\r\n", b"400"),
        (b"POST /echo/x HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"POST /echo/x HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (
            b"POST /echo/x HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"400",
        ),
        (b"POST /echo/x HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", b"501"),
        (b"POST /echo/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"400"),
        (b"POST /echo/x HTTP/1.1\r\nContent-Length: 5\r\n\r\nab", b"400"),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET /echo/x HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", b"431"),
        (b"GET /echo/x HTTP/1.1\r\na: " + b"b" * 70_000 + b"\r\n\r\n", b"431"),
        (b"TRACE /echo/x HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
    ],
)
def test_bad_http_gets_a_short_json_answer(port: int, request_text: bytes, status: bytes) -> None:
    head, _, body = raw(port, request_text).partition(b"\r\n\r\n")

    assert head.split(b" ")[1] == status
    assert "message" in json.loads(body)


def test_a_body_beyond_ten_megabytes_is_refused_and_the_client_can_read_it(port: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("POST", "/echo/x", body=b"x" * (BODY_LIMIT + 1))
        response = connection.getresponse()

        assert response.status == 413
        assert response.read() == b'{"message": "Request Entity Too Large"}'
