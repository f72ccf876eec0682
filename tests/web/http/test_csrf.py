"""Forms are taken from our own pages only (T10): for every page route that takes one."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

import pytest

from shared.domain.people import Person, Role
from shared.identity import issue_token
from shared.store.stores import Stores
from shared.web.http.app import App, Route
from tests.client import BASE_URL, COOKIE, Client

DUTIES = ("applications", "approvals", "desk", "people", "register", "reviews")
FORM = "application/x-www-form-urlencoded"


def forms() -> Iterator[Route]:
    """Every page route that changes something."""
    for duty in DUTIES:
        handler: App = import_module(f"functions.{duty}.app").handler
        yield from (route for route in handler.routes if route.page and route.method != "GET")


ROUTES = sorted({route.path for route in forms()})


@pytest.fixture
def client(stores: Stores) -> Client:
    """Somebody who holds every role, so that only the form's origin can be what is refused."""
    every: tuple[Role, ...] = ("partner_editor", "partner_signatory", "programme_officer", "reviewer")
    roles: tuple[Role, ...] = (*every, "compliance_officer", "approver", "senior_approver")
    stores.people.save(Person(id="ann", name="Ann", email="a@example.org", roles=roles))
    stores.people.save(Person(id="bea", name="Bea", email="b@example.org", roles=roles))
    return Client().sign_in(stores, "ann")


def items(stores: Stores) -> list[Any]:
    client: Any = stores.table.client
    found = client.scan(TableName=stores.table.name, ConsistentRead=True)["Items"]
    return sorted(found, key=lambda item: (item["PK"]["S"], item["SK"]["S"]))


def address(path: str) -> str:
    return re.sub(r"<\w+>", "a1", path)


@pytest.mark.parametrize("path", ROUTES)
def test_a_form_that_is_not_ours_changes_nothing(client: Client, stores: Stores, path: str) -> None:
    other = Client().sign_in(stores, "bea")
    stale = Client().sign_in(stores, "ann")
    before, target = items(stores), address(path)

    answers = {
        "no token": client.post(target, {"csrf_token": ""}),
        "another person's token": client.post(target, {"csrf_token": other.csrf}),
        "another session's token": client.post(target, {"csrf_token": stale.csrf}),
        "longer token": client.post(target, {"csrf_token": client.csrf + "0"}),
        "no ASCII": client.post(
            target, {"csrf_token": "\u00e9\ud83c\udf89".encode("utf-16", "surrogatepass").decode("utf-16")}
        ),
        "cross-site": client.post(target, sec_fetch_site="cross-site"),
        "same-site": client.post(target, sec_fetch_site="same-site"),
        "other origin": client.post(target, origin="https://evil.example"),
        "origin like ours": client.post(target, origin=f"{BASE_URL}.evil.example"),
        "opaque origin": client.post(target, origin="null"),
        "plain text": client.post(target, content_type="text/plain"),
        "multipart": client.post(target, content_type="multipart/form-data; boundary=x"),
        "no content type": client.post(target, content_type=""),
    }

    assert {name: answer.status for name, answer in answers.items()} == dict.fromkeys(answers, 403)
    assert items(stores) == before


@pytest.mark.parametrize("path", ROUTES)
def test_no_form_is_taken_from_a_get(client: Client, stores: Stores, path: str) -> None:
    before, fields = items(stores), {"csrf_token": client.csrf, "_method": "POST"}

    client.get(f"{address(path)}?{urlencode(fields)}", x_http_method_override="POST")

    assert items(stores) == before


@pytest.mark.parametrize("path", [path for path in ROUTES if path != "/people/sign-out"])
def test_a_form_without_a_session_leads_to_the_sign_in(client: Client, stores: Stores, path: str) -> None:
    before, program = items(stores), Client(token=issue_token(stores, "ann", at=datetime.now(UTC)))
    token = items(stores)

    answers = [Client().post(address(path)), program.post(address(path))]

    assert [answer.status for answer in answers] == [303, 303]
    assert all(answer.location.startswith("/people/sign-in?next=") for answer in answers)
    assert items(stores) == token != before


def test_a_browser_that_says_nothing_of_its_origin_needs_the_token(client: Client) -> None:
    body = urlencode({"csrf_token": client.csrf, "all": "yes"}).encode()

    with_token = client.send("POST", "/people/inbox", body, {"content-type": FORM})
    without = client.send("POST", "/people/inbox", b"all=yes", {"content-type": FORM})

    assert [with_token.status, without.status] == [303, 403]


def test_a_form_of_garbage_is_refused(client: Client) -> None:
    bodies = [b"\xff\xfe", b"a=%ff&csrf_token=x", b"&".join([b"a=1"] * 3_000), b"a" * 600_000]

    statuses = [client.send("POST", "/people/inbox", body, {"content-type": FORM}).status for body in bodies]

    assert statuses == [400, 400, 400, 413]


def test_somebody_signed_out_may_sign_out(client: Client) -> None:
    assert Client().post("/people/sign-out").status == 303
    assert Client().post("/people/sign-out", origin="https://evil.example").status == 403


def test_the_token_does_not_tell_the_session(client: Client) -> None:
    page = client.get("/people/profile").text

    assert client.csrf in page
    assert client.cookies[COOKIE].rpartition(".")[2] not in page
