from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from infra.local.declared import EventSource
from infra.local.delivery import Delivery, Stopped, first_failed

SOURCE = EventSource(
    function="publisher",
    source_arn="arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/latest",
    batch_size=10,
    window=0,
    patterns=(),
    partial_failures=True,
    starting_position="TRIM_HORIZON",
    retries=2,
    longest_age=-1,
    bisect=True,
    on_failure_arn="arn:aws:sqs:us-east-1:000000000000:parked",
)


def record(number: int) -> dict[str, Any]:
    return {"dynamodb": {"SequenceNumber": str(number), "ApproximateCreationDateTime": 1_700_000_000.0}}


def numbers(event: dict[str, Any]) -> list[int]:
    return [int(one["dynamodb"]["SequenceNumber"]) for one in event["Records"]]


@dataclass
class Publisher:
    """A function that refuses some records, a number of times each; it stops at the first refusal or raises."""

    refusals: dict[int, int] = field(default_factory=dict)
    raises: bool = False
    batches: list[list[int]] = field(default_factory=list)
    accepted: list[int] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    parked: list[dict[str, Any]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def __call__(self, _name: str, event: dict[str, Any]) -> dict[str, Any]:
        self.batches.append(numbers(event))
        if self.raises and any(self.refusals.get(number, 0) > 0 for number in numbers(event)):
            for number in numbers(event):
                self.refusals[number] = self.refusals.get(number, 0) - 1
            raise RuntimeError("refused")
        for number in numbers(event):
            if self.refusals.get(number, 0) > 0:
                self.refusals[number] -= 1
                return {"batchItemFailures": [{"itemIdentifier": str(number)}]}
            self.accepted.append(number)
        return {"batchItemFailures": []}

    def pause(self, seconds: float, /) -> bool:
        self.pauses.append(seconds)
        return False

    def delivery(self, source: EventSource = SOURCE) -> Delivery:
        return Delivery(
            source=source,
            stream_arn="arn:stream",
            function_arn="arn:function",
            shard="shard-1",
            invoke=self,
            done=self.places.append,
            give_up=self.parked.append,
            pause=self.pause,
        )


def test_a_good_batch_is_delivered_once() -> None:
    publisher = Publisher()

    publisher.delivery().deliver([record(1), record(2)])

    assert (publisher.batches, publisher.places) == ([[1, 2]], ["2"])


def test_delivery_resumes_at_the_record_that_failed() -> None:
    publisher = Publisher(refusals={3: 1})

    publisher.delivery().deliver([record(number) for number in range(1, 6)])

    assert publisher.batches == [[1, 2, 3, 4, 5], [3, 4, 5]]
    assert publisher.accepted == [1, 2, 3, 4, 5]
    assert publisher.places == ["2", "5"]


def test_a_poison_record_is_given_up_alone_and_the_others_go_on_in_order() -> None:
    publisher = Publisher(refusals={2: 99})

    publisher.delivery().deliver([record(number) for number in range(1, 5)])

    assert publisher.accepted == [1, 3, 4]
    (message,) = publisher.parked
    assert message["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert message["requestContext"]["approximateInvokeCount"] == SOURCE.retries + 1
    assert message["DDBStreamBatchInfo"] == {
        "shardId": "shard-1",
        "startSequenceNumber": "2",
        "endSequenceNumber": "2",
        "approximateArrivalOfFirstRecord": "2023-11-14T22:13:20Z",
        "approximateArrivalOfLastRecord": "2023-11-14T22:13:20Z",
        "batchSize": 1,
        "streamArn": "arn:stream",
    }


def test_retries_wait_longer_each_time() -> None:
    publisher = Publisher(refusals={1: 3})

    publisher.delivery(replace(SOURCE, retries=5)).deliver([record(1)])

    assert publisher.pauses == [0.2, 0.4, 0.8]


def test_a_batch_that_raises_is_halved_until_the_poison_stands_alone() -> None:
    publisher = Publisher(refusals={3: 99}, raises=True)

    publisher.delivery().deliver([record(number) for number in range(1, 5)])

    assert publisher.accepted == [1, 2, 4]
    assert publisher.batches == [[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [3], [4]]
    assert publisher.parked[0]["responseContext"]["functionError"] == "Unhandled"


def test_without_bisect_the_whole_batch_is_given_up() -> None:
    publisher = Publisher(refusals={1: 99}, raises=True)

    publisher.delivery(replace(SOURCE, bisect=False)).deliver([record(1), record(2)])

    assert publisher.parked[0]["DDBStreamBatchInfo"]["batchSize"] == 2
    assert publisher.places == ["2"]


def test_a_record_older_than_allowed_is_given_up() -> None:
    publisher = Publisher(refusals={1: 99})

    publisher.delivery(replace(SOURCE, retries=-1, longest_age=60)).deliver([record(1)])

    assert publisher.parked[0]["requestContext"]["condition"] == "RecordAgeExceeded"


def test_the_end_of_the_run_leaves_the_checkpoint_before_the_batch() -> None:
    publisher = Publisher(refusals={1: 99})
    delivery = replace(publisher.delivery(), pause=lambda _seconds: True)

    with pytest.raises(Stopped):
        delivery.deliver([record(1)])

    assert publisher.places == []


@pytest.mark.parametrize(
    ("result", "index"),
    [
        (None, None),
        ({}, None),
        ({"batchItemFailures": []}, None),
        ({"batchItemFailures": [{"itemIdentifier": "c"}, {"itemIdentifier": "b"}]}, 1),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, 0),
        ({"batchItemFailures": [{"wrong": "b"}]}, 0),
        ({"batchItemFailures": [{"itemIdentifier": "unknown"}]}, 0),
    ],
)
def test_the_lowest_failed_record_counts_and_nonsense_fails_the_batch(result: Any, index: int | None) -> None:
    assert first_failed(result, ["a", "b", "c"]) == index
