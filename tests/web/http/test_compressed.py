"""Answers compressed for those who take it, whatever their type."""

import pytest

from shared.store.stores import Stores
from tests.client import Client


@pytest.mark.parametrize("target", ["/", "/api/v1/openapi.json"])
def test_a_compressed_answer_says_the_same(stores: Stores, target: str) -> None:
    plain = Client().get(target)

    compressed = Client().get(target, accept_encoding="gzip")

    assert (plain.status, compressed.status) == (200, 200)
    assert compressed.headers["content-encoding"] == "gzip"
    assert compressed.text == plain.text
