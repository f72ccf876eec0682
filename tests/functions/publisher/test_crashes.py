"""The publisher dies at any call and starts again from its checkpoint (battery T8, at pull-request size)."""

import random
from typing import Any

import pytest

from functions.publisher.app import publish
from functions.publisher.parking import Parking
from functions.publisher.topic import Topic
from tests.functions.publisher.conftest import Channel
from tests.functions.streams import Dying, Killed, a_record, an_event

EVENTS = 40
CASES = 7


def history(chance: random.Random) -> list[dict[str, Any]]:
    """Events of several cases, interleaved, each case's own in order."""
    versions = dict.fromkeys((f"a{number}" for number in range(CASES)), 0)
    records = []
    for sequence in range(EVENTS):
        application_id = chance.choice(list(versions))
        versions[application_id] += 1
        records.append(a_record(an_event(application_id, versions[application_id]), sequence))
    return records


def drain(records: list[dict[str, Any]], channel: Channel, chance: random.Random, deaths: int) -> int:
    """Play the stream as Lambda does: the checkpoint moves only when an answer came back."""
    at, died = 0, 0
    while at < len(records):
        sns: Any = channel.sns
        if died < deaths:
            sns = Dying(channel.sns, calls=1, after=chance.random() < 0.5)
        batch = records[at : at + chance.randint(1, 10)]
        try:
            assert (
                publish(batch, Topic(sns, channel.topic_arn), Parking(channel.sqs, channel.parked_url))
                is None
            )
        except Killed:
            died += 1
            continue
        at += len(batch)
    return died


def first_seen(messages: list[dict[str, Any]]) -> dict[str, list[int]]:
    """What a consumer that drops duplicates sees of each case, in order."""
    seen: dict[str, list[int]] = {}
    for message in messages:
        versions = seen.setdefault(message["subject"], [])
        if message["data"]["version"] not in versions:
            versions.append(message["data"]["version"])
    return seen


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_and_each_case_stays_in_order(channel: Channel, seed: int) -> None:
    chance = random.Random(seed)
    records = history(chance)

    drain(records, channel, chance, deaths=chance.randint(1, 12))

    messages = channel.received()
    seen = first_seen(messages)
    assert sum(map(len, seen.values())) == EVENTS
    assert all(versions == sorted(versions) for versions in seen.values())
    assert channel.parked() == []


def test_without_a_death_nothing_is_sent_twice(channel: Channel) -> None:
    chance = random.Random(0)
    records = history(chance)

    drain(records, channel, chance, deaths=0)

    assert len(channel.received()) == EVENTS


@pytest.mark.parametrize("after", [False, True])
def test_a_death_while_parking_parks_again_rather_than_never(channel: Channel, *, after: bool) -> None:
    records = [a_record(an_event(f"a{place}"), place) for place in range(3)]
    records[1]["dynamodb"]["NewImage"]["body"]["S"] = "{"
    sqs: Any = Dying(channel.sqs, calls=1, after=after)

    with pytest.raises(Killed):
        publish(records, channel.topic, Parking(sqs, channel.parked_url))
    assert publish(records, channel.topic, channel.parking) is None

    assert [parked["record"] for parked in channel.parked()] == [records[1]] * (2 if after else 1)
    assert set(first_seen(channel.received())) == {"a0", "a2"}
