from collections.abc import Iterator
from typing import Any

import pytest

from shared.domain.people import Person
from shared.store.stores import Stores
from tests.functions.people.provider import Provider, running


def a_person(**changes: Any) -> Person:
    fields: dict[str, Any] = {"id": "ann", "name": "Ann", "email": "ann@example.org", "roles": ("auditor",)}
    return Person(**{**fields, **changes})


@pytest.fixture
def ann(stores: Stores) -> Person:
    """Somebody with an account."""
    person = a_person()
    stores.people.save(person)
    return person


@pytest.fixture
def provider(stores: Stores, ann: Person, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A sign-in provider that knows Ann as subject-1."""
    with running() as found:
        monkeypatch.setenv("OIDC_ISSUER", found.issuer)
        stores.sessions.know(found.issuer, "subject-1", ann.id)
        yield found


@pytest.fixture
def everything(stores: Stores) -> Any:
    """All items of the table, to compare byte for byte."""

    def read() -> list[Any]:
        client: Any = stores.table.client
        items = client.scan(TableName=stores.table.name, ConsistentRead=True)["Items"]
        return sorted(items, key=lambda item: (item["PK"]["S"], item["SK"]["S"]))

    return read
