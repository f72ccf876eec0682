from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.checkpoint import Checkpoint
from infra.local.emulator import Emulator
from infra.local.engines import Engines
from infra.local.pump import Pump
from infra.local.template import load_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SMALL = Path(__file__).with_name("small.yaml")
STREAM, QUEUE = "exchange-registry-Echo", "exchange-registry-Other"


@dataclass
class Functions:
    """Both functions of the small template; the stream's passes over what other tests wrote to the same table."""

    partition: str
    streamed: list[str] = field(default_factory=list)
    queued: list[str] = field(default_factory=list)
    poison: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    records: list[dict[str, Any]] = field(default_factory=list)

    def invoke(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        return self._stream(event) if name == STREAM else self._queue(event)

    def _stream(self, event: dict[str, Any]) -> dict[str, Any]:
        for record in event["Records"]:
            key = record["dynamodb"]["Keys"]["SK"]["S"]
            if record["dynamodb"]["Keys"]["PK"]["S"] != self.partition:
                continue
            self.records.append(record)
            if key in self.poison:
                return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
            self.streamed.append(key)
        return {"batchItemFailures": []}

    def _queue(self, event: dict[str, Any]) -> dict[str, Any]:
        self.records += event["Records"]
        failed = [record for record in event["Records"] if record["body"] in self.refused]
        self.queued += [record["body"] for record in event["Records"] if record not in failed]
        return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed]}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    engines = Engines(tmp_path_factory.mktemp("local"))
    engines.start()
    template = load_template(SMALL, endpoint_url=engines.endpoint_url)
    emulator = Emulator(template, engines.endpoint_url, engines.table_url)
    emulator.create_table()
    emulator.create_messaging()
    yield emulator
    engines.stop()


@pytest.fixture
def functions(request: pytest.FixtureRequest) -> Functions:
    return Functions(partition=str(request.node.name))


@contextmanager
def pumping(emulator: Emulator, functions: Functions, state: Path) -> Iterator[None]:
    checkpoint = Checkpoint(state / "checkpoints.json")
    pump = Pump(emulator=emulator, invoke=functions.invoke, checkpoint=checkpoint, state=state)
    pump.start()
    try:
        yield
    finally:
        pump.stop()


def put(emulator: Emulator, partition: str, *sort_keys: str) -> None:
    table = emulator.client("dynamodb")
    for sort_key in sort_keys:
        item = {"PK": {"S": partition}, "SK": {"S": sort_key}, "data": {"B": b"\x00\xff"}}
        table.put_item(TableName=emulator.template.table["TableName"], Item=item)


def eventually(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 8
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_inserted_events_arrive_once_and_in_order(
    emulator: Emulator, functions: Functions, tmp_path: Path
) -> None:
    keys = [f"EVENT#{number:03}" for number in range(60)]

    with pumping(emulator, functions, tmp_path):
        put(emulator, functions.partition, "HEADER", *keys, keys[0])
        eventually(lambda: len(functions.streamed) >= 60)

    assert functions.streamed == keys
    image = functions.records[0]["dynamodb"]["NewImage"]
    assert image == {"PK": {"S": functions.partition}, "SK": {"S": "EVENT#000"}, "data": {"B": "AP8="}}
    assert isinstance(functions.records[0]["dynamodb"]["ApproximateCreationDateTime"], float)


def test_a_second_start_goes_on_where_the_first_ended(
    emulator: Emulator, functions: Functions, tmp_path: Path
) -> None:
    first, second = functions, Functions(partition=functions.partition)

    with pumping(emulator, first, tmp_path):
        put(emulator, functions.partition, "EVENT#1", "EVENT#2")
        eventually(lambda: len(first.streamed) == 2)
    put(emulator, functions.partition, "EVENT#3", "HEADER")
    with pumping(emulator, second, tmp_path):
        eventually(lambda: second.streamed)

    assert second.streamed == ["EVENT#3"]


def test_a_lost_checkpoint_reads_everything_again(
    emulator: Emulator, functions: Functions, tmp_path: Path
) -> None:
    first, second = functions, Functions(partition=functions.partition)

    with pumping(emulator, first, tmp_path):
        put(emulator, functions.partition, "EVENT#1", "EVENT#2")
        eventually(lambda: len(first.streamed) == 2)
    Checkpoint(tmp_path / "checkpoints.json").forget()
    with pumping(emulator, second, tmp_path):
        eventually(lambda: len(second.streamed) == 2)

    assert second.streamed == ["EVENT#1", "EVENT#2"]


def test_a_poison_record_reaches_the_failure_queue_and_the_stream_moves_on(
    emulator: Emulator, functions: Functions, tmp_path: Path
) -> None:
    functions.poison.add("EVENT#2")
    sqs = emulator.client("sqs")

    with pumping(emulator, functions, tmp_path):
        put(emulator, functions.partition, "EVENT#1", "EVENT#2", "EVENT#3")
        eventually(lambda: functions.streamed == ["EVENT#1", "EVENT#3"])
    (message,) = sqs.receive_message(QueueUrl=emulator.template.queues[0].url)["Messages"]

    assert json.loads(message["Body"])["DDBStreamBatchInfo"]["batchSize"] == 1


def test_a_message_that_succeeds_is_deleted_and_one_that_fails_comes_back(
    emulator: Emulator, functions: Functions, tmp_path: Path
) -> None:
    functions.refused.add("bad")
    sqs, inbox = emulator.client("sqs"), emulator.template.queues[1]
    sqs.set_queue_attributes(QueueUrl=inbox.url, Attributes={"VisibilityTimeout": "1"})

    with pumping(emulator, functions, tmp_path):
        for body in ("good", "bad"):
            sqs.send_message(QueueUrl=inbox.url, MessageBody=body)
        eventually(lambda: functions.queued == ["good"])
        functions.refused.clear()
        eventually(lambda: functions.queued == ["good", "bad"])

    assert "Messages" not in sqs.receive_message(QueueUrl=inbox.url)


def test_a_message_to_the_topic_reaches_the_function_by_its_filter(
    emulator: Emulator, functions: Functions, tmp_path: Path
) -> None:
    sns = emulator.client("sns")
    (topic_arn,) = emulator.template.topics.values()

    with pumping(emulator, functions, tmp_path):
        for kind in ("other.thing", "exchange.thing"):
            attributes = {"type": {"DataType": "String", "StringValue": kind}}
            sns.publish(TopicArn=topic_arn, Message=kind, MessageAttributes=attributes)
        eventually(lambda: functions.queued)

    assert functions.queued == ["exchange.thing"]
    assert functions.records[0]["messageAttributes"]["type"]["stringValue"] == "exchange.thing"
    assert functions.records[0]["eventSourceARN"] == emulator.template.queues[1].arn


def test_an_interrupted_batch_is_visible_again_at_the_next_start(
    emulator: Emulator, functions: Functions, tmp_path: Path
) -> None:
    sqs, inbox = emulator.client("sqs"), emulator.template.queues[1]
    sqs.set_queue_attributes(QueueUrl=inbox.url, Attributes={"VisibilityTimeout": "600"})
    sqs.send_message(QueueUrl=inbox.url, MessageBody="interrupted")
    (message,) = sqs.receive_message(QueueUrl=inbox.url)["Messages"]
    (tmp_path / f"in-hand-{QUEUE}.json").write_text(json.dumps([message["ReceiptHandle"]]))

    with pumping(emulator, functions, tmp_path):
        eventually(lambda: functions.queued)

    assert functions.queued == ["interrupted"]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("pump-")]
