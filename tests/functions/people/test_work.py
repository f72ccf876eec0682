"""Where somebody's day begins: one page for those whose pages are still to come, the lists for all others."""

import pytest

from shared.domain.people import Role
from shared.store.stores import Stores
from tests.builders import a_person
from tests.client import Client
from tests.functions.pages import Page

HOMES: tuple[tuple[tuple[Role, ...], str], ...] = (
    (("programme_officer", "reviewer"), "/desk"),
    (("reviewer", "approver"), "/reviews"),
    (("auditor",), "/applications"),
    (("config_admin",), "/admin/changes"),
)


@pytest.mark.parametrize(("roles", "home"), HOMES)
def test_whoever_has_a_list_is_led_to_it(stores: Stores, roles: tuple[Role, ...], home: str) -> None:
    stores.people.save(a_person("somebody", *roles))
    client = Client().sign_in(stores, "somebody")

    assert client.get("/people/sign-in").location == home
    assert client.get("/people/work").location == home


def test_whoever_has_none_yet_is_told_what_will_be_there(stores: Stores) -> None:
    stores.people.save(a_person("somebody", "invitation_signatory"))
    client = Client().sign_in(stores, "somebody")

    assert client.get("/people/sign-in").location == "/people/work"
    assert "Invitation letters" in Page(client.get("/people/work")).text
