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
    (("config_admin", "compliance_officer"), "/approvals"),
)


@pytest.mark.parametrize(("roles", "home"), HOMES)
def test_whoever_has_a_list_is_led_to_it(stores: Stores, roles: tuple[Role, ...], home: str) -> None:
    stores.people.save(a_person("somebody", *roles))
    client = Client().sign_in(stores, "somebody")

    assert client.get("/people/sign-in").location == home
    if "config_admin" not in roles:
        assert client.get("/people/work").location == home


@pytest.mark.parametrize(
    ("role", "said"), [("config_admin", "Administration"), ("invitation_signatory", "Invitation letters")]
)
def test_whoever_has_none_yet_is_told_what_will_be_there(stores: Stores, role: Role, said: str) -> None:
    stores.people.save(a_person("somebody", role))
    client = Client().sign_in(stores, "somebody")

    assert client.get("/people/sign-in").location == "/people/work"
    assert said in Page(client.get("/people/work")).text
