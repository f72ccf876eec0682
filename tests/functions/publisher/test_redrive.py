"""What was set aside gets another chance, once, and nothing gets lost on the way (battery T9)."""

import json

import pytest

from functions.publisher.app import handler
from functions.publisher.parking import packed
from infra.redrive import dead_letters, parked
from shared.domain.events import cloud_event
from tests.functions.publisher.conftest import Channel
from tests.functions.streams import Dying, Killed, a_record, an_event

EVENT = an_event("a1")


def park(channel: Channel, body: str) -> None:
    channel.sqs.send_message(QueueUrl=channel.parked_url, MessageBody=body)


def test_a_record_the_publisher_understands_by_now_is_published_once(channel: Channel) -> None:
    park(channel, json.dumps({"reason": "unknown_schema", "record": a_record(EVENT)}))

    first = parked(channel.sqs, channel.parked_url, channel.topic, wait=0)
    second = parked(channel.sqs, channel.parked_url, channel.topic, wait=0)

    assert (first.moved, first.left) == (1, 0)
    assert (second.moved, second.left) == (0, 0)
    assert channel.received() == [cloud_event(EVENT)]


def test_a_compressed_record_is_published_too(channel: Channel) -> None:
    record = a_record(an_event("a1", data={"long": "x" * 250_000}))
    park(channel, packed(record, "refused"))

    assert parked(channel.sqs, channel.parked_url, channel.topic, wait=0).moved == 1


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"reason":"oversize","keys":{},"left_out":1}', '{"compressed":"AAAA"}']
)
def test_what_still_cannot_be_published_stays(channel: Channel, body: str) -> None:
    park(channel, body)

    result = parked(channel.sqs, channel.parked_url, channel.topic, wait=0)

    assert (result.moved, result.left) == (0, 1)
    assert channel.take(channel.parked_url) == [body]


def test_a_topic_that_is_away_loses_nothing(channel: Channel) -> None:
    handler({"Records": [a_record(EVENT)]}, None)
    park(channel, json.dumps({"record": a_record(EVENT)}))
    channel.sns.delete_topic(TopicArn=channel.topic_arn)

    assert parked(channel.sqs, channel.parked_url, channel.topic, wait=0).left == 1

    assert len(channel.parked()) == 1


def test_dead_letters_go_back_to_their_queue(channel: Channel) -> None:
    for number in range(12):
        park(channel, f"letter {number}")

    assert dead_letters(channel.sqs, channel.parked_url, channel.queue_url, wait=0).moved == 12

    assert sorted(channel.take(channel.queue_url)) == sorted(f"letter {number}" for number in range(12))
    assert channel.take(channel.parked_url) == []


def test_a_death_while_moving_doubles_rather_than_loses(channel: Channel) -> None:
    park(channel, "letter")
    dying = Dying(channel.sqs, calls=3, after=False)

    with pytest.raises(Killed):
        dead_letters(dying, channel.parked_url, channel.queue_url, wait=0)  # type: ignore[arg-type]

    assert channel.take(channel.queue_url) == ["letter"]
    visible = channel.sqs.get_queue_attributes(QueueUrl=channel.parked_url, AttributeNames=["All"])[
        "Attributes"
    ]
    assert visible["ApproximateNumberOfMessagesNotVisible"] == "1"
