"""A list of many organisations or people costs what a short one does, and a change is one transaction."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.identity import issue_token
from shared.store.stores import Stores
from tests.builders import a_person, an_organisation
from tests.client import Client
from tests.functions.admin.conftest import ORGANISATION, PERSON, PROGRAMME
from tests.recorder import recording

MANY = 400
LISTS = ("organisations", "people")
CHANGES: dict[str, Any] = {"organisations": ORGANISATION, "people": PERSON, "programmes": PROGRAMME}


@pytest.fixture
def admin(stores: Stores) -> Client:
    stores.people.save(a_person("admin", "config_admin"))
    return Client(token=issue_token(stores, "admin", at=datetime.now(UTC)))


def cost(stores: Stores, act: Callable[[], Any]) -> tuple[list[str], float]:
    """The calls of a request, and what they read and write."""
    with recording(stores.table.client) as heard:
        assert act().status in (200, 201)
    return heard.operations, sum(call.units for call in heard.calls)


def crowd(stores: Stores, count: int) -> None:
    for number in range(count):
        stores.people.save(a_person(f"p{number:04}", "reviewer"))
        stores.organisations.save(an_organisation(f"o{number:04}"))


@pytest.mark.parametrize("kind", LISTS)
def test_a_page_of_many_costs_what_a_page_of_few_does(stores: Stores, admin: Client, kind: str) -> None:
    crowd(stores, 30)
    few = cost(stores, lambda: admin.get(f"/api/v1/admin/{kind}"))
    found = cost(stores, lambda: admin.get(f"/api/v1/admin/{kind}?q=example"))
    crowd(stores, MANY)

    many = cost(stores, lambda: admin.get(f"/api/v1/admin/{kind}"))

    assert few[0] == found[0] == many[0] == ["BatchGetItem", "Query", "BatchGetItem"]
    assert many[1] <= few[1] + 1


@pytest.mark.parametrize("kind", CHANGES)
def test_something_new_is_one_transaction(stores: Stores, admin: Client, kind: str) -> None:
    operations, _ = cost(stores, lambda: admin.call("POST", f"/api/v1/admin/{kind}", CHANGES[kind]))

    reviewers = ["Query"] if kind == "programmes" else []  # who may be in its pool
    assert operations == ["BatchGetItem", *reviewers, "TransactWriteItems"]
