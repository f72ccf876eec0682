"""The partner registry: anybody who is signed in reads class 1 of whom the hub works with, and nobody else."""

from datetime import UTC, datetime

import pytest

from shared.domain.people import Organisation
from shared.identity import issue_token
from shared.store.stores import Stores
from tests.builders import a_person, an_organisation
from tests.client import Client
from tests.functions.pages import Browser

DETAILS = {
    "city": "Example City",
    "address": "Secret Road 1",
    "email": "office@example.org",
    "note": "Careful",
}


@pytest.fixture
def known(stores: Stores) -> Organisation:
    organisation = an_organisation("north", details=DETAILS)
    stores.organisations.save(organisation)
    stores.organisations.save(an_organisation("south", standing="proposed"))
    stores.people.save(a_person("editor", "partner_editor", organisation_id="north"))
    return organisation


def test_the_api_lists_whom_the_hub_works_with(stores: Stores, known: Organisation) -> None:
    client = Client(token=issue_token(stores, "editor", at=datetime.now(UTC)))

    found = client.get("/api/v1/organisations").json
    one = client.get("/api/v1/organisations/north")

    assert found["items"] == [one.json]
    assert one.json == {
        "id": "north",
        "kind": "member",
        "name_en": "Example north",
        "name_zh": "示例north",
        "country": "CN",
        "city": "Example City",
        "standing": "active",
    }
    assert client.get("/api/v1/organisations/south").status == 404
    assert client.get("/api/v1/organisations?cursor=x").status == 422
    assert Client().get("/api/v1/organisations").status == 401


def test_the_pages_show_the_same_in_both_languages(stores: Stores, known: Organisation) -> None:
    english, chinese = Browser(stores, "editor"), Browser(stores, "editor", "zh")

    page = english.open("/organisations/north")

    assert ("Example City" in page.text, "Secret Road" in page.text) == (True, False)
    assert "示例north" in chinese.open("/organisations").text
    assert "/organisations/south" not in english.open("/organisations").links
    assert english.client.get("/organisations/south").status == 404
