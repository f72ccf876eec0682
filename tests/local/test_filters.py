from __future__ import annotations

from typing import Any

import pytest

from infra.local.filters import passes

EVENT = {"eventName": "INSERT", "dynamodb": {"Keys": {"SK": {"S": "EVENT#000001"}}, "size": 7}}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"eventName": ["INSERT", "MODIFY"]}, True),
        ({"eventName": ["REMOVE"]}, False),
        ({"dynamodb": {"Keys": {"SK": {"S": [{"prefix": "EVENT#"}]}}}}, True),
        ({"dynamodb": {"Keys": {"PK": {"S": [{"prefix": "EVENT#"}]}}}}, False),
        ({"dynamodb": {"Keys": {"SK": {"S": [{"suffix": "1"}]}}}}, True),
        ({"dynamodb": {"size": [{"numeric": [">", 5, "<=", 7]}]}}, True),
        ({"dynamodb": {"size": [{"numeric": ["=", 8]}]}}, False),
        ({"dynamodb": {"OldImage": [{"exists": False}]}}, True),
        ({"eventName": [{"exists": True}]}, True),
        ({"eventName": [{"anything-but": ["REMOVE"]}]}, True),
        ({"eventName": [{"anything-but": {"prefix": "INS"}}]}, False),
        ({"eventName": [{"equals-ignore-case": "insert"}]}, True),
        ({"$or": [{"eventName": ["REMOVE"]}, {"dynamodb": {"size": [7]}}]}, True),
        ({"dynamodb": {"size": ["7"]}}, False),
    ],
)
def test_a_record_passes_when_every_part_of_a_pattern_fits(
    pattern: dict[str, Any], *, expected: bool
) -> None:
    assert passes(EVENT, [pattern]) is expected


def test_one_pattern_of_several_is_enough_and_none_lets_all_pass() -> None:
    assert passes(EVENT, [{"eventName": ["REMOVE"]}, {"eventName": ["INSERT"]}])
    assert passes(EVENT, [])


def test_an_unknown_rule_is_an_error_rather_than_a_silent_miss() -> None:
    with pytest.raises(ValueError, match="cidr"):
        passes(EVENT, [{"eventName": [{"cidr": "10.0.0.0/8"}]}])
