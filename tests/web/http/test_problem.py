"""A table that is busy: whoever asks is told when to ask again, and nothing is said to be broken."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from shared.identity import issue_token
from shared.store.stores import Stores
from shared.wiring import wiring
from tests.builders import NOON, a_person
from tests.client import Client

BUSY = json.dumps({"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "busy"})


class Busy(BaseHTTPRequestHandler):
    """Answers every call as DynamoDB does when a table has more to do than it may."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(400)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(BUSY)))
        self.end_headers()
        self.wfile.write(BUSY.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def busy(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Client, Client]]:
    """An officer's browser and program, and a table that has become busy."""
    stores.people.save(a_person("ann", "programme_officer"))
    browser = Client(language="zh").sign_in(stores, "ann")
    api = Client(token=issue_token(stores, "ann", at=NOON), language="zh")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Busy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with monkeypatch.context() as there:
        there.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{server.server_port}")
        wiring.cache_clear()
        yield browser, api
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("place", ["page", "api"])
def test_a_busy_table_is_answered_with_when_to_try_again(busy: tuple[Client, Client], place: str) -> None:
    browser, api = busy

    reply = browser.get("/desk") if place == "page" else api.get("/api/v1/applications")

    assert reply.status == 429
    assert int(reply.headers["retry-after"]) > 0
    assert place == "page" or reply.json["code"] == "too_many_requests"
