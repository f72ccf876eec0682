from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.people import Role
from shared.identity import issue_token
from shared.store.stores import Stores
from tests.builders import a_person
from tests.client import Client, Reply

ORGANISATION: dict[str, Any] = {
    "kind": "member",
    "name_en": "Example Association",
    "name_zh": "示例协会",
    "country": "CN",
    "uscc": "511000005000000080",
}
PERSON: dict[str, Any] = {
    "name": "Example Newcomer",
    "email": "newcomer@example.org",
    "language": "en",
    "roles": ["programme_officer"],
}
PROGRAMME: dict[str, Any] = {
    "direction": "going_out",
    "line": "general",
    "title_en": "Example programme",
    "title_zh": "示例项目一",
    "opens": "2026-01-01",
    "closes": "2030-12-31",
    "quota": 20,
    "lead_time_days": 30,
}
As = Callable[..., Client]


@pytest.fixture
def as_(stores: Stores) -> As:
    """A client of somebody who holds these roles, made when first asked for."""
    made: dict[str, Client] = {}

    def client(name: str = "admin", *roles: Role) -> Client:
        if name not in made:
            stores.people.save(a_person(name, *(roles or ("config_admin",))))
            made[name] = Client(token=issue_token(stores, name, at=datetime.now(UTC)))
        return made[name]

    return client


def one(client: Client, kind: str, body: dict[str, Any], **changes: Any) -> Any:
    """What the administration answers for something new of this kind."""
    reply = client.call("POST", f"/api/v1/admin/{kind}", {**body, **changes})
    assert reply.status == 201, reply.text
    return reply.json


def patch(client: Client, kind: str, thing: Any, body: dict[str, Any]) -> Any:
    reply = client.call(
        "PATCH", f"/api/v1/admin/{kind}/{thing['id']}", body, if_match=f'"{thing["version"]}"'
    )
    assert reply.status == 200, reply.text
    return reply.json


def codes_of(reply: Reply) -> dict[str, str]:
    """What is wrong with which field."""
    assert reply.status == 422, reply.text
    return {each["field"]: each["code"] for each in reply.json["errors"]}


def joined(stores: Stores, person_id: str) -> None:
    """As if this person had followed their link."""
    person = stores.people.get([person_id])[person_id]
    stores.people.save(replace(person, active=True, invited=False, invitation="", by_hand=False))


def waiting(client: Client) -> list[Any]:
    found: list[Any] = client.get("/api/v1/admin/changes").json["items"]
    return found


def settle(client: Client, change: Any, what: str = "release", **body: Any) -> Any:
    return client.call("POST", f"/api/v1/admin/changes/{change['id']}/{what}", body)
