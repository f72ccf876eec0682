"""Poison at every position: what is good is delivered, what is not is parked once and whole (battery T9)."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from functions.publisher.app import handler, publish
from functions.publisher.parking import unpacked
from tests.figures import Report
from tests.functions.publisher.conftest import Channel
from tests.functions.streams import a_record, an_event
from tests.sizes import POISON_BATCH

Record = dict[str, Any]


def not_json(record: Record) -> None:
    record["dynamodb"]["NewImage"]["body"]["S"] = '{"application_id": "a1'


def no_image(record: Record) -> None:
    del record["dynamodb"]["NewImage"]


def not_an_object(record: Record) -> None:
    record["dynamodb"]["NewImage"]["body"]["S"] = "[]"


def no_version(record: Record) -> None:
    body = record["dynamodb"]["NewImage"]["body"]
    body["S"] = body["S"].replace('"version"', '"edition"')


def no_time(record: Record) -> None:
    body = record["dynamodb"]["NewImage"]["body"]
    body["S"] = body["S"].replace("2026-11-23T", "yesterday ")


def no_code(record: Record) -> None:
    body = record["dynamodb"]["NewImage"]["body"]
    body["S"] = body["S"].replace('"o1"', '"o\\ud800\\n1"')


def oversize(record: Record) -> None:
    body = record["dynamodb"]["NewImage"]["body"]
    regions = ",".join(f'"{number:06}"' for number in range(40_000))
    body["S"] = body["S"].replace('"KE"', regions)


POISON: dict[Callable[[Record], None], str] = {
    not_json: "undecodable",
    no_image: "undecodable",
    not_an_object: "unknown_schema",
    no_version: "unknown_schema",
    no_time: "unknown_schema",
    no_code: "unknown_schema",
    oversize: "oversize",
}


@pytest.mark.parametrize("spoil", POISON)
def test_what_can_never_be_published_is_parked_whole_with_its_reason(
    channel: Channel, spoil: Callable[[Record], None]
) -> None:
    bad = a_record(an_event("bad"), 2)
    spoil(bad)

    answer = handler({"Records": [a_record(an_event("a1"), 1), bad, a_record(an_event("a3"), 3)]}, None)

    assert answer == {"batchItemFailures": []}
    assert [message["subject"] for message in channel.received()] == ["a1", "a3"]
    [body] = channel.take(channel.parked_url)
    assert body.startswith(f'{{"reason":"{POISON[spoil]}"') or f'"reason": "{POISON[spoil]}"' in body
    assert unpacked(body) == bad


def test_poison_at_each_position_holds_nothing_up(channel: Channel, figure: Report) -> None:
    """A batch of this size comes in invocations of ten, as the template has it."""
    size = POISON_BATCH.now
    for position in range(size):
        records = [a_record(an_event(f"a{place}"), place) for place in range(size)]
        not_json(records[position])

        for first in range(0, size, 10):
            assert publish(records[first : first + 10], channel.topic, channel.parking) is None
        delivered = [message["subject"] for message in channel.received()]
        assert delivered == [f"a{place}" for place in range(size) if place != position]
        assert [parked["record"] for parked in channel.parked()] == [records[position]]

    figure("T9", "positions of the poison", POISON_BATCH.full, size)


def test_a_record_too_long_for_the_queue_keeps_its_keys(channel: Channel) -> None:
    noise = random.Random(1)
    record = a_record(an_event("bad"))
    record["dynamodb"]["NewImage"]["body"]["S"] = "".join(
        chr(noise.randrange(33, 126)) for _ in range(380_000)
    )

    assert handler({"Records": [record]}, None) == {"batchItemFailures": []}

    [parked] = channel.parked()
    assert parked["keys"] == record["dynamodb"]["Keys"]
    assert parked["left_out"] > 380_000


def test_mutated_events_never_end_in_a_loop(channel: Channel) -> None:
    """Battery T17b: whatever arrives is published, parked or ignored, and the stream moves on."""
    chance = random.Random(17)
    for _ in range(400):
        record = mutated(a_record(an_event(), 7), chance)

        assert handler({"Records": [record]}, None) == {"batchItemFailures": []}
    nothing: list[dict[str, Any]] = [{}, {"Records": None}, {"Records": []}]
    for event in nothing:
        assert handler(event, None) == {"batchItemFailures": []}


def mutated(value: Any, chance: random.Random) -> Any:
    """One place of a nested value replaced, removed or of another kind."""
    strange: list[Any] = [
        None,
        "",
        0,
        -1,
        1e400,
        [],
        {},
        [[]],
        True,
        "\ud800",
        "\x00",
        "9" * 5000,
        {"S": {"S": []}},
    ]
    if isinstance(value, dict) and value and chance.random() < 0.85:
        name = chance.choice(list(value))
        if chance.random() < 0.2:
            return {key: each for key, each in value.items() if key != name}
        return {**value, name: mutated(value[name], chance)}
    if isinstance(value, str) and len(value) > 20 and chance.random() < 0.7:
        place = chance.randrange(len(value))
        return value[:place] + chance.choice(["", '"', "{", "\ud800", "null", "9" * 400]) + value[place + 1 :]
    return chance.choice(strange)
