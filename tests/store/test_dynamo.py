"""The client of the table against a server that fails as DynamoDB and networks do, and against what the SDK does."""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import botocore.session
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as SdkCredentials

from shared.domain.refusals import Conflict
from shared.store.dynamo import ATTEMPTS, Dynamo, Failed
from shared.store.keys import Key
from shared.store.signature import Credentials, Signer
from shared.store.table import Table, Taken, put
from shared.wiring import Wiring

AT = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)
HANG_UP = -1
THROTTLED = (400, {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException"})
BUSY = (500, {"__type": "com.amazonaws.dynamodb.v20120810#InternalServerError"})
NO_JSON = (503, "<html>Service Unavailable</html>")
WRONG = (400, {"__type": "com.amazon.coral.validate#ValidationException", "message": "secret 王秀英"})
FINE: tuple[int, Any] = (200, {"Responses": {}})
Step = tuple[int, Any]


@dataclass
class Server:
    """What it is to answer, in order (then FINE), and what it was sent."""

    address: str = ""
    script: list[Step] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    peers: set[Any] = field(default_factory=set)


@contextmanager
def serving(*script: Step) -> Iterator[Server]:
    server = Server(script=list(script))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            server.sent.append(json.loads(body))
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            server.peers.add(self.client_address)
            status, answer = server.script.pop(0) if server.script else FINE
            if status == HANG_UP:
                self.close_connection = True
                return
            content = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the standard library's name
            logging.getLogger(__name__).debug(format, *args)

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server.address = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def signer(credentials: Credentials | None = None) -> Signer:
    who = credentials or Credentials("AKIDEXAMPLE", "secret")
    return Signer(service="dynamodb", region="us-east-1", credentials=lambda: who)


def client_of(server: Server) -> Dynamo:
    return Dynamo(server.address, signer())


@pytest.mark.parametrize("token", [None, "session-token"])
@pytest.mark.parametrize("body", [b"{}", '{"a":"志愿者"}'.encode()])
def test_it_signs_as_the_sdk_does(token: str | None, body: bytes) -> None:
    headers = signer(Credentials("AKIDEXAMPLE", "secret", token)).headers("db.example", "V.Query", body, AT)

    request = AWSRequest("POST", "https://db.example/", data=body)
    for name in ("content-type", "x-amz-date", "x-amz-target"):
        request.headers[name] = headers[name]
    request.context["timestamp"] = headers["x-amz-date"]
    sdk = SigV4Auth(SdkCredentials("AKIDEXAMPLE", "secret", token), "dynamodb", "us-east-1")
    if token:
        request.headers["X-Amz-Security-Token"] = token
    signature = sdk.signature(sdk.string_to_sign(request, sdk.canonical_request(request)), request)

    assert headers["authorization"].rpartition("=")[2] == signature
    assert headers.get("x-amz-security-token") == token


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "cn-north-1", "cn-northwest-1"])
def test_it_goes_where_the_sdk_goes(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_REGION", region)
    sdk: Any = botocore.session.get_session().create_client(
        "dynamodb", region_name=region, aws_access_key_id="a", aws_secret_access_key="b"
    )

    assert f"https://{Wiring().dynamo._host}" == sdk.meta.endpoint_url


def test_credentials_of_the_environment_need_no_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "SESSION_TOKEN": "c"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    wiring = Wiring()

    assert wiring._credentials() == Credentials("a", "b", "c")
    assert "_session" not in vars(wiring)


def test_credentials_kept_elsewhere_are_found_by_the_sdk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "credentials").write_text("[default]\naws_access_key_id = a\naws_secret_access_key = b\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)

    assert Wiring()._credentials() == Credentials("a", "b", None)


def test_a_call_says_what_it_is_and_who_calls() -> None:
    with serving() as server:
        client_of(server).query(TableName="t", Limit=1)

    headers = server.headers[0]
    assert server.sent == [{"TableName": "t", "Limit": 1}]
    assert headers["x-amz-target"] == "DynamoDB_20120810.Query"
    assert headers["content-type"] == "application/x-amz-json-1.0"


@pytest.mark.parametrize("step", [THROTTLED, BUSY, NO_JSON, (HANG_UP, None)])
def test_what_passes_is_tried_again(step: Step) -> None:
    with serving(step, step, (200, {"Items": [1]})) as server:
        answer = client_of(server).query(TableName="t")

    assert answer == {"Items": [1]}
    assert server.sent == [{"TableName": "t"}] * 3


def test_all_attempts_of_a_transaction_are_one_transaction() -> None:
    with serving(BUSY, (HANG_UP, None)) as server:
        client = client_of(server)
        client.transact_write_items(TransactItems=[])
        client.transact_write_items(TransactItems=[])

    tokens = [each["ClientRequestToken"] for each in server.sent]
    assert tokens[0] == tokens[1] == tokens[2] != tokens[3]


@pytest.mark.parametrize(("step", "code"), [(THROTTLED, "ThrottlingException"), (NO_JSON, "503")])
def test_what_does_not_pass_in_time_is_a_failure_with_its_code(step: Step, code: str) -> None:
    with serving(*[step] * ATTEMPTS) as server, pytest.raises(Failed) as failure:
        client_of(server).query(TableName="t")

    assert failure.value.code == code
    assert len(server.sent) == ATTEMPTS


def test_when_nothing_answers_the_network_says_so() -> None:
    with serving(*[(HANG_UP, None)] * ATTEMPTS) as server, pytest.raises(ConnectionError):
        client_of(server).query(TableName="t")

    assert len(server.sent) == ATTEMPTS


def test_a_wrong_call_is_not_repeated_and_its_text_is_not_told() -> None:
    with serving(WRONG) as server, pytest.raises(Failed) as failure:
        client_of(server).query(TableName="t")

    assert str(failure.value) == "Query: ValidationException"
    assert len(server.sent) == 1


def cancelled(*codes: str) -> Step:
    reasons = [{"Code": code} for code in codes]
    kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"
    return 400, {"__type": kind, "CancellationReasons": reasons}


def test_a_refused_condition_is_told_at_once_and_by_its_place() -> None:
    with serving(cancelled("None", "ConditionalCheckFailed")) as server, pytest.raises(Taken) as taken:
        Table(client_of(server), "t").commit([put({"PK": "a"}), put({"PK": "b"}, new=True)])

    assert (taken.value.index, len(server.sent)) == (1, 1)


def test_a_transaction_that_met_another_is_begun_anew() -> None:
    with serving(cancelled("TransactionConflict")) as server:
        Table(client_of(server), "t").commit([put({"PK": "a"})])

    tokens = {each["ClientRequestToken"] for each in server.sent}
    assert (len(server.sent), len(tokens)) == (2, 2)


def test_a_transaction_cancelled_for_another_reason_is_a_bug() -> None:
    with serving(cancelled("ValidationError")) as server, pytest.raises(Failed):
        Table(client_of(server), "t").commit([put({"PK": "a"})])


def test_a_transaction_that_never_gets_a_turn_is_a_conflict() -> None:
    with serving(*[cancelled("TransactionConflict")] * 6) as server, pytest.raises(Conflict):
        Table(client_of(server), "t").commit([put({"PK": "a"})])


def test_one_connection_serves_many_calls() -> None:
    with serving(THROTTLED) as server:
        client = client_of(server)
        for _ in range(5):
            client.query(TableName="t")

    assert (client.opened, len(server.peers)) == (1, 1)


def test_a_connection_that_died_while_waiting_costs_no_answer() -> None:
    with serving() as server:
        client = client_of(server)
        client.query(TableName="t")
        client._idle[0].sock.close()

        assert client.query(TableName="t") == FINE[1]

    assert client.opened == 2


def test_threads_do_not_share_a_connection_at_once() -> None:
    with serving() as server:
        client = client_of(server)
        found: list[Any] = []
        threads = [
            threading.Thread(target=lambda: found.extend(client.query(TableName="t") for _ in range(20)))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert found == [FINE[1]] * 160
    assert client.opened <= 8


def test_bytes_and_other_characters_arrive_as_they_were() -> None:
    with serving() as server:
        Table(client_of(server), "t").commit(
            [put({"PK": "志愿者", "content": b"\x00\xff", "n": 7, "on": True})]
        )

    [item] = [each["Put"]["Item"] for each in server.sent[0]["TransactItems"]]
    assert item == {"PK": {"S": "志愿者"}, "content": {"B": "AP8="}, "n": {"N": "7"}, "on": {"BOOL": True}}


def test_what_was_left_unread_is_asked_for_again() -> None:
    item = {"PK": {"S": "a"}, "SK": {"S": "b"}, "content": {"B": "AP8="}}
    left: Step = (200, {"Responses": {}, "UnprocessedKeys": {"t": {"Keys": []}}})
    with serving(left, (200, {"Responses": {"t": [item]}})) as server:
        found = Table(client_of(server), "t").get([Key("a", "b")])

    assert found == {Key("a", "b"): {"PK": "a", "SK": "b", "content": b"\x00\xff"}}
