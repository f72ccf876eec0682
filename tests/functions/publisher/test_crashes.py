"""The publisher dies at any call and starts again from its checkpoint (battery T8)."""

import random
from typing import Any

import pytest

from functions.publisher.app import publish
from functions.publisher.parking import Parking
from functions.publisher.topic import Topic
from tests.figures import Report
from tests.functions.publisher.conftest import Channel
from tests.functions.streams import Dying, Killed, Taking, a_record, an_event
from tests.sizes import PUBLISHER_DEATHS

EVENTS = 200
CASES = 30
LOT = 50
LOTS = PUBLISHER_DEATHS.lots(LOT)


def history(chance: random.Random) -> list[dict[str, Any]]:
    """Events of several cases, interleaved, each case's own in order."""
    versions = dict.fromkeys((f"a{number}" for number in range(CASES)), 0)
    records = []
    for sequence in range(EVENTS):
        application_id = chance.choice(list(versions))
        versions[application_id] += 1
        records.append(a_record(an_event(application_id, versions[application_id]), sequence))
    return records


def drain(records: list[dict[str, Any]], taking: Taking, chance: random.Random, deaths: int) -> int:
    """Play the stream as Lambda does: the checkpoint moves only when an answer came back, and some are lost."""
    outside: Any = taking
    at, died = 0, 0
    while at < len(records):
        dying: Any = outside
        if died < deaths:
            dying = Dying(outside, calls=chance.randint(1, 3), after=chance.random() < 0.5)
        batch = records[at : at + chance.randint(1, 30)]
        answered = died >= deaths or chance.random() < 0.8
        try:
            assert publish(batch, Topic(dying, "arn"), Parking(outside, "url")) is None
        except Killed:
            answered = False
        at += len(batch) if answered else 0
        died += not answered
    return died


def first_seen(messages: list[dict[str, Any]]) -> dict[str, list[int]]:
    """What a consumer that drops duplicates sees of each case, in order."""
    seen: dict[str, list[int]] = {}
    for message in messages:
        versions = seen.setdefault(message["subject"], [])
        if message["data"]["version"] not in versions:
            versions.append(message["data"]["version"])
    return seen


@pytest.mark.parametrize(("first", "runs"), LOTS, ids=[f"from seed {LOT * seed}" for seed, _ in LOTS])
def test_nothing_is_lost_and_each_case_stays_in_order(figure: Report, first: int, runs: int) -> None:
    sent = died = 0
    for seed in range(LOT * first, LOT * first + runs):
        chance, taking = random.Random(seed), Taking()

        died += drain(history(chance), taking, chance, deaths=chance.randint(1, 12))

        seen = first_seen(taking.published)
        assert sum(map(len, seen.values())) == EVENTS, seed
        assert all(versions == sorted(versions) for versions in seen.values()), seed
        assert taking.parked == []
        sent += len(taking.published)

    twice = f"{died} deaths in the first {runs}, {sent / runs / EVENTS - 1:.0%} sent again"
    figure("T8", f"runs of {EVENTS} events", PUBLISHER_DEATHS.full, runs, seed=LOT * first, note=twice)


def test_without_a_death_nothing_is_sent_twice() -> None:
    chance, taking = random.Random(0), Taking()

    drain(history(chance), taking, chance, deaths=0)

    assert len(taking.published) == EVENTS


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
