import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from functions.publisher.app import handler, publish
from functions.publisher.parking import Parking
from functions.publisher.topic import Topic
from shared.domain.events import cloud_event
from shared.log import logger
from tests.functions.publisher.conftest import Channel
from tests.functions.streams import CANARY, a_record, an_event, number


class Answering:
    """A topic that answers what it is told and remembers what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.asked: list[list[str]] = []

    def publish_batch(self, **arguments: Any) -> Any:
        entries = arguments["PublishBatchRequestEntries"]
        self.asked.append([entry["Id"] for entry in entries])
        answer = self._answers.pop(0) if self._answers else {}
        if isinstance(answer, Exception):
            raise answer
        failed = [{"Id": position, "Code": code, "SenderFault": True} for position, code in answer.items()]
        return {
            "Successful": [{"Id": entry["Id"]} for entry in entries if entry["Id"] not in answer],
            "Failed": failed,
        }


def client_error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "PublishBatch")


def ten() -> list[dict[str, Any]]:
    return [a_record(an_event(f"a{place}"), place) for place in range(10)]


def test_an_event_reaches_the_queue_in_its_public_form(channel: Channel) -> None:
    event = an_event()

    answer = handler({"Records": [a_record(event)]}, None)

    assert answer == {"batchItemFailures": []}
    assert channel.received() == [cloud_event(event)]
    assert channel.parked() == []


def test_attributes_serve_filter_policies(channel: Channel) -> None:
    channel.sqs.create_queue(QueueName="other")
    channel.sns.subscribe(
        TopicArn=channel.topic_arn,
        Protocol="sqs",
        Endpoint="arn:aws:sqs:eu-central-1:123456789012:other",
        Attributes={
            "RawMessageDelivery": "true",
            "FilterPolicy": json.dumps(
                {
                    "type": ["exchange.application.approved"],
                    "direction": ["inviting_in"],
                    "state": ["approved"],
                    "organisation_id": ["o2"],
                }
            ),
        },
    )
    wanted = an_event("a2", kind="approved", state="approved", direction="inviting_in", organisation_id="o2")

    handler({"Records": [a_record(an_event(), 1), a_record(wanted, 2)]}, None)

    url = channel.sqs.get_queue_url(QueueName="other")["QueueUrl"]
    assert [json.loads(body)["id"] for body in channel.take(url)] == ["a2:2"]


def test_ten_records_are_one_call() -> None:
    topic = Answering()

    assert publish(ten(), Topic(topic, "arn"), Parking(None, "")) is None  # type: ignore[arg-type]

    assert topic.asked == [[str(place) for place in range(10)]]


def test_a_batch_larger_than_ten_is_sent_in_order() -> None:
    topic = Answering()
    records = [a_record(an_event(version=version), version) for version in range(1, 24)]

    publish(records, Topic(topic, "arn"), Parking(None, ""))  # type: ignore[arg-type]

    assert [len(call) for call in topic.asked] == [10, 10, 3]
    assert [place for call in topic.asked for place in call] == [str(place) for place in range(23)]


@pytest.mark.parametrize("name", ["MODIFY", "REMOVE"])
def test_changes_and_removals_are_ignored(channel: Channel, name: str) -> None:
    assert handler({"Records": [a_record(an_event(), name=name)]}, None) == {"batchItemFailures": []}
    assert channel.received() == channel.parked() == []


def test_an_item_removed_by_its_ttl_has_no_image_and_is_ignored(channel: Channel) -> None:
    record = a_record(an_event(), name="REMOVE")
    del record["dynamodb"]["NewImage"]

    assert handler({"Records": [record]}, None) == {"batchItemFailures": []}
    assert channel.received() == channel.parked() == []


def test_other_items_are_ignored(channel: Channel) -> None:
    record = a_record(an_event())
    record["dynamodb"]["Keys"]["SK"]["S"] = "HEADER"

    assert handler({"Records": [record]}, None) == {"batchItemFailures": []}
    assert channel.received() == channel.parked() == []


@pytest.mark.parametrize("failed", [client_error("Throttled"), EndpointConnectionError(endpoint_url="x")])
def test_a_topic_that_is_away_stops_the_batch_at_its_first_record(failed: Exception) -> None:
    stopped = publish(ten(), Topic(Answering(failed), "arn"), Parking(None, ""))  # type: ignore[arg-type]

    assert stopped == number(0)


def test_of_several_failures_the_lowest_is_named() -> None:
    topic = Answering({"7": "InternalError", "3": "Throttled"})

    assert publish(ten(), Topic(topic, "arn"), Parking(None, "")) == number(3)  # type: ignore[arg-type]


def test_nothing_is_sent_after_a_call_that_failed() -> None:
    topic = Answering({"3": "InternalError"})
    records = [a_record(an_event(version=version), version - 1) for version in range(1, 24)]

    assert publish(records, Topic(topic, "arn"), Parking(None, "")) == number(3)  # type: ignore[arg-type]
    assert len(topic.asked) == 1


def test_an_entry_the_topic_will_never_take_is_parked(channel: Channel) -> None:
    records = ten()

    assert publish(records, Topic(Answering({"4": "InvalidParameter"}), "arn"), channel.parking) is None  # type: ignore[arg-type]

    assert channel.parked() == [{"reason": "refused", "record": records[4]}]


def test_a_call_refused_for_one_entry_is_taken_apart(channel: Channel) -> None:
    bad = client_error("InvalidParameterValue")
    topic = Answering(bad, {}, {}, bad)
    records = ten()

    assert publish(records, Topic(topic, "arn"), channel.parking) is None  # type: ignore[arg-type]

    assert channel.parked() == [{"reason": "refused", "record": records[2]}]
    assert [len(call) for call in topic.asked] == [10] + [1] * 10


def test_poison_behind_a_transient_failure_waits_for_its_turn(channel: Channel) -> None:
    records = ten()
    records[5]["dynamodb"]["NewImage"]["body"]["S"] = "{"

    stopped = publish(records, Topic(Answering({"3": "InternalError"}), "arn"), channel.parking)  # type: ignore[arg-type]

    assert stopped == number(3)
    assert channel.parked() == []


def test_a_parking_queue_that_is_away_stops_the_batch(channel: Channel) -> None:
    records = ten()
    records[5]["dynamodb"]["NewImage"]["body"]["S"] = "{"

    stopped = publish(records, channel.topic, Parking(channel.sqs, channel.parked_url + "-not-there"))

    assert stopped == number(5)


def test_a_batch_is_one_lean_line(channel: Channel, caplog: pytest.LogCaptureFixture) -> None:
    records = ten()
    records[1]["dynamodb"]["NewImage"]["body"]["S"] = "{" + CANARY

    handler({"Records": records}, None)

    [line] = [logger.registered_handler.format(record) for record in caplog.records]
    said = json.loads(line)
    assert (said["records"], said["sent"], said["parked"], said["stopped"]) == (10, 9, 1, False)
    assert CANARY not in line
    assert len(line) <= 250


def test_parked_records_are_counted_and_nothing_personal_is_said(
    channel: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    records = ten()
    records[1]["dynamodb"]["NewImage"]["body"]["S"] = "{" + CANARY

    handler({"Records": records}, None)

    [line] = [line for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    metric = json.loads(line)
    assert metric["ParkedRecords"] == 1
    assert metric["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "ExchangeRegistry"
    assert CANARY not in line
    assert CANARY not in json.dumps(channel.received(), ensure_ascii=False)


def test_a_batch_that_stops_is_counted_for_the_alarm(
    channel: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    channel.sns.delete_topic(TopicArn=channel.topic_arn)

    answer = handler({"Records": ten()}, None)

    [line] = [line for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert answer == {"batchItemFailures": [{"itemIdentifier": number(0)}]}
    assert json.loads(line)["PublishFailures"] == 1
