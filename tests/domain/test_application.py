import json
from collections.abc import Iterator
from typing import Any

import pytest

from shared.domain.application import canonical, content_hash
from shared.domain.case_number import ALPHABET, is_number, number
from shared.domain.change import record
from shared.domain.json_value import Values
from tests.builders import NOON, an_application

NUMBERS = ("GO-26-7K3MQ", "IN-26-ZZZZZ", "GO-30-22222", "IN-41-Y2Z9A", "GO-10-ABCDE")
YEAR = range(3, 5)
RANDOM = range(6, 12)


def made(text: str) -> str:
    """The whole case number that begins like this."""
    direction = "going_out" if text.startswith("GO") else "inviting_in"
    return number(direction, int(text[3:5]), text[6:])


def changed(text: str, place: int, character: str) -> str:
    return text[:place] + character + text[place + 1 :]


def wrong_characters(text: str) -> Iterator[str]:
    for place in (*YEAR, *RANDOM):
        for character in "0123456789" if place in YEAR else ALPHABET + "01ILOabz ":
            if character != text[place]:
                yield changed(text, place, character)


def swaps(text: str) -> Iterator[str]:
    for place in range(len(text) - 1):
        if text[place] != text[place + 1]:
            yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_case_number_carries_direction_year_and_check_character(text: str) -> None:
    assert made(text)[:-1] == text
    assert is_number(made(text))


@pytest.mark.parametrize("text", NUMBERS)
def test_every_single_wrong_character_is_found(text: str) -> None:
    assert [wrong for wrong in wrong_characters(made(text)) if is_number(wrong)] == []


@pytest.mark.parametrize("text", NUMBERS)
def test_every_swap_of_neighbours_is_found(text: str) -> None:
    assert [wrong for wrong in swaps(made(text)) if is_number(wrong)] == []


@pytest.mark.parametrize(
    "text", ["", "GO", "GO-26-7K3MQ", "XX-26-7K3MQU", "GO-26-7K3MQ-", "1" * 12, "GO-２6-7K3MQU"]
)
def test_what_has_another_shape_is_no_case_number(text: str) -> None:
    assert not is_number(text)


def test_a_case_number_does_not_tell_how_many_cases_there_are() -> None:
    assert set(ALPHABET).isdisjoint("01IO")
    assert len(ALPHABET) ** 5 > 28_000_000


def test_the_same_content_is_spelt_in_one_way_only() -> None:
    values: Values = {"title_zh": "示例", "headcount": 2, "declarations": ["truthful"]}

    spelt = canonical(an_application(form_version=2), values)

    assert spelt == canonical(
        an_application(form_version=2, version=9, state="screening"), dict(reversed(list(values.items())))
    )
    assert spelt.decode() == (
        '{"direction":"going_out","fields":{"declarations":["truthful"],"headcount":2,"title_zh":"示例"},'
        '"form_version":2,"organisation_id":"north","programme_id":"going-out"}'
    )
    assert json.loads(spelt)["fields"] == values


@pytest.mark.parametrize(
    "other",
    [
        {"organisation_id": "south"},
        {"programme_id": "another"},
        {"direction": "inviting_in"},
        {"form_version": 1},
    ],
)
def test_the_hash_names_the_content_and_whose_it_is(other: dict[str, Any]) -> None:
    values = {"headcount": 2}

    assert content_hash(an_application(), values) != content_hash(an_application(**other), values)
    assert content_hash(an_application(), values) != content_hash(an_application(), {"headcount": "2"})


def test_a_note_leaves_state_term_and_time_of_the_state_as_they_are() -> None:
    before = an_application(due="2026-11-25")

    change = record(
        before, "reviewers_changed", by="ann", by_name="Ann", role="programme_officer", at=NOON, data={}
    )

    assert (change.after.state, change.after.due, change.after.changed_at) == (
        "submitted",
        "2026-11-25",
        NOON,
    )
    assert (change.after.version, change.event.version) == (3, 3)
    assert change.event.previous_state == change.event.state
