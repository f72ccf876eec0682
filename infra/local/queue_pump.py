"""Reads a queue and hands its messages to a function: what succeeded is deleted, the rest comes back by itself."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra.local.filters import passes
from infra.local.stream_pump import as_json

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from infra.local.declared import EventSource

log = logging.getLogger(__name__)
_LONGEST_BATCH = 10
_IDLE_SECONDS = 0.25
"""Short polls rather than long ones, so that the run stops at once; idle, they cost a few per cent of a core."""


@dataclass(kw_only=True)
class QueuePump:
    """One queue to one function."""

    source: EventSource
    sqs: Any
    queue_url: str
    invoke: Callable[[str, dict[str, Any]], Any]
    in_hand: Path
    """Receipts of the batch being worked on: after a sudden end the next start makes it visible at once."""
    stop: threading.Event

    def run(self) -> None:
        """Reads until the run ends."""
        self._release()
        while not self.stop.is_set():
            received = self.sqs.receive_message(
                QueueUrl=self.queue_url,
                MaxNumberOfMessages=min(self.source.batch_size, _LONGEST_BATCH),
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
            ).get("Messages", [])
            if received:
                self._deliver(received)
            if self.source.window or not received:
                self.stop.wait(max(_IDLE_SECONDS, self.source.window))

    def _deliver(self, messages: list[dict[str, Any]]) -> None:
        self.in_hand.write_text(
            json.dumps([message["ReceiptHandle"] for message in messages]), encoding="utf-8"
        )
        records = [self._event_record(message) for message in messages]
        wanted = [record for record in records if passes(_filterable(record), self.source.patterns)]
        failed = self._failed(wanted) if wanted else set()
        done = [record for record in records if record["messageId"] not in failed]
        if done:
            entries = [
                {"Id": str(place), "ReceiptHandle": record["receiptHandle"]}
                for place, record in enumerate(done)
            ]
            self.sqs.delete_message_batch(QueueUrl=self.queue_url, Entries=entries)
        self.in_hand.unlink()

    def _failed(self, records: list[dict[str, Any]]) -> set[str]:
        """Ids of the messages that must come back; all of them if the answer makes no sense."""
        every = {record["messageId"] for record in records}
        try:
            result = self.invoke(self.source.function, {"Records": records})
        except Exception:
            log.exception("%s failed", self.source.function)
            return every
        if not self.source.partial_failures or not isinstance(result, dict):
            return set()
        failures = result.get("batchItemFailures") or []
        named = {str(failure.get("itemIdentifier")) for failure in failures if isinstance(failure, dict)}
        return named if len(named) == len(failures) and not named - every else every

    def _event_record(self, message: dict[str, Any]) -> dict[str, Any]:
        attributes = as_json(message.get("MessageAttributes", {}))
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": {
                name: {"stringListValues": [], "binaryListValues": [], **_lower_camel(value)}
                for name, value in attributes.items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self.source.source_arn,
            "awsRegion": self.source.source_arn.split(":")[3],
        }

    def _release(self) -> None:
        """Makes the messages of an interrupted batch visible again; receipts that are no longer valid do not matter."""
        if not self.in_hand.exists():
            return
        try:
            receipts = json.loads(self.in_hand.read_text(encoding="utf-8"))
        except ValueError:
            receipts = []
        entries = [
            {"Id": str(place), "ReceiptHandle": receipt, "VisibilityTimeout": 0}
            for place, receipt in enumerate(receipts)
        ]
        if entries:
            self.sqs.change_message_visibility_batch(QueueUrl=self.queue_url, Entries=entries)
        self.in_hand.unlink()


def _filterable(record: dict[str, Any]) -> dict[str, Any]:
    """Filters look into a body that is JSON."""
    try:
        return {**record, "body": json.loads(record["body"])}
    except ValueError:
        return record


def _lower_camel(value: dict[str, Any]) -> dict[str, Any]:
    return {key[0].lower() + key[1:]: member for key, member in value.items()}
