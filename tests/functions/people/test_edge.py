"""Limits by address behind an edge, where the gateway sees everybody come from the edge."""

from datetime import UTC, datetime

import pytest

from shared.domain.credential import digest_of
from shared.store.limits import SIGN_INS
from shared.store.stores import Stores
from shared.web.http.edge import SECRET, VIEWER
from shared.wiring import wiring
from tests.client import Client
from tests.functions.people.provider import Provider
from tests.limits import used_up

KNOWN = "0123456789abcdef"
CROWDED, QUIET = "203.0.113.7", "198.51.100.8"


def signing_in(viewer: str, secret: str | None) -> int:
    given = {VIEWER: viewer} | ({} if secret is None else {SECRET: secret})
    return Client().send("GET", "/people/sign-in", headers=given).status


def test_the_edge_says_which_address_is_held_up(
    provider: Provider, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(wiring()), "edge_secret", KNOWN)
    used_up(stores, SIGN_INS, digest_of(CROWDED), datetime.now(UTC))

    answers = [signing_in(each, KNOWN) for each in (CROWDED, QUIET, "")]

    assert answers == [429, 303, 303]
    assert provider.asked == {}


def test_where_no_edge_stands_nobody_is_believed(provider: Provider, stores: Stores) -> None:
    """An address that is held up by the limit cannot name another one."""
    used_up(stores, SIGN_INS, digest_of(Client().address), datetime.now(UTC))

    answers = [signing_in(QUIET, secret) for secret in (None, "", KNOWN)]

    assert answers == [429, 429, 429]
    assert provider.asked == {}
