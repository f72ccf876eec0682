"""A page is read in the language that its person chose, wherever it stands; a program says in each request what it reads."""

import pytest

from shared.language.choice import COOKIE
from shared.store.stores import Stores
from tests.client import Client


@pytest.mark.parametrize("target", ["/", "/help", "/api/v1/docs", "/nothing-here"])
def test_the_language_chosen_counts_before_that_of_the_browser(stores: Stores, target: str) -> None:
    client = Client(language="en")
    client.cookies[COOKIE] = "zh"

    assert '<html lang="zh-Hans-CN">' in client.get(target).text


def test_a_program_is_answered_in_the_language_it_asks_for(stores: Stores) -> None:
    client = Client(language="en")
    client.cookies[COOKIE] = "zh"

    assert client.get("/api/v1/nothing-here").json["title"] == "Not found"
