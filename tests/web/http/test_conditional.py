"""Requests with conditions (RFC 9110): HEAD as GET, and the tags that a change is based on."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.case import Case
from shared.identity import issue_token
from shared.store.stores import Stores
from tests.client import Client
from tests.stage import Stage


@pytest.fixture
def stage(stores: Stores) -> Stage:
    return Stage(stores, at=datetime.now(UTC)).furnish()


@pytest.fixture
def case(stage: Stage) -> Case:
    return stage.case("submitted")


def claim(stage: Stage, case: Case, tag: str | None) -> int:
    api = Client(token=issue_token(stage.stores, "officer", at=stage.at))
    headers: dict[str, Any] = {} if tag is None else {"if_match": tag}
    return api.call("POST", f"/api/v1/desk/{case.application.id}/claim", {}, **headers).status


@pytest.mark.parametrize(
    ("tag", "status"),
    [
        ('"{now}"', 200),
        ("*", 200),
        ('"0", "{now}"', 200),
        ('"0", "999"', 412),
        ('"0"', 412),
        ("{now}", 200),
        (None, 428),
    ],
)
def test_a_change_is_based_on_one_of_its_tags(stage: Stage, case: Case, tag: str | None, status: int) -> None:
    sent = tag and tag.format(now=case.application.version)

    assert claim(stage, case, sent) == status


@pytest.mark.parametrize("found", [True, False])
def test_head_is_get_without_its_body(stage: Stage, case: Case, found: bool) -> None:
    api = Client(token=issue_token(stage.stores, "officer", at=stage.at))
    target = f"/api/v1/applications/{case.application.id if found else 'a' * 26}"

    get, head = api.get(target), api.call("HEAD", target)

    assert (head.status, head.body) == (get.status, b"")
    assert head.headers.get("etag") == get.headers.get("etag")
    assert head.headers["content-type"] == get.headers["content-type"]


def test_head_of_a_page(stage: Stage, case: Case) -> None:
    browser = Client().sign_in(stage.stores, "officer")

    head = browser.send("HEAD", f"/applications/{case.application.id}")

    assert (head.status, head.body) == (200, b"")
