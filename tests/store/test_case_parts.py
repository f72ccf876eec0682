"""How a case is read does not depend on luck with the alphabet: its kinds have an order, and its columns one place."""

import inspect
from typing import Any

import pytest

from infra.local.template import table_definition
from shared.store import keys
from shared.store.case_parts import COLUMNS, listed
from tests.stage import Stage

MADE: dict[type, object] = {str: "x", int: 1}
IN_KEYS = {"by-party": set[str](), "by-state": {"state", "changed_at"}}
"""Columns that the index's own keys say."""
NOT_LISTED = {"by-party": {"officer"}, "by-state": {"partner_changed_at"}}
"""A partner is not told who works on a case, and its own time is for it alone."""


def kinds() -> dict[str, str]:
    """The kind of every item in a case's partition, by the function that makes its key."""
    found = {}
    for name, function in inspect.getmembers(keys, inspect.isfunction):
        parameters = inspect.signature(function).parameters
        if function.__module__ == keys.__name__ and next(iter(parameters), "") == "application_id":
            key = function(*(MADE[each.annotation] for each in parameters.values()))
            found[name] = keys.kind(key.sort)
    return found


def test_every_kind_in_a_case_is_read_with_it_or_beside_it_on_purpose() -> None:
    assert set(kinds().values()) == {*keys.PARTS, *keys.BESIDE}


def test_the_parts_of_a_case_stand_in_the_order_of_their_keys() -> None:
    assert list(keys.PARTS) == sorted(keys.PARTS)


@pytest.mark.parametrize("kind", keys.BESIDE)
def test_what_is_not_read_with_a_case_lies_outside_its_parts(kind: str) -> None:
    assert not keys.FIRST_EVENT <= f"{kind}#" <= keys.LAST_PART


@pytest.mark.parametrize("index", ["by-party", "by-state"])
def test_an_index_projects_the_columns_of_lists(index: str) -> None:
    indexes: list[Any] = table_definition()["GlobalSecondaryIndexes"]
    [projected] = [
        set(each["Projection"]["NonKeyAttributes"]) for each in indexes if each["IndexName"] == index
    ]

    assert projected >= set(COLUMNS) - IN_KEYS[index] - NOT_LISTED.get(index, set())


def test_a_list_shows_what_its_case_holds_in_every_column(stage: Stage) -> None:
    """A column that is filled nowhere, or that a row of a list has no place for, shows here."""
    application = stage.do("claim", "officer", stage.case("submitted")).application
    cases = stage.stores.cases
    rows = {
        "by-party": cases.of_organisation("north", 10, None).rows,
        "by-state": cases.in_state("going_out", "screening", 10, None).rows,
    }

    for index, [row] in rows.items():
        shown = listed(row)
        for column in set(COLUMNS) - NOT_LISTED.get(index, set()):
            held = getattr(application, column)
            assert held not in ("", None), column
            assert getattr(shown, column) == held, (index, column)
