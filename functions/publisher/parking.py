"""The queue where records wait that can never be published, whole, until a person has looked."""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

LARGEST = 200_000
"""Bytes of a record that travel as they are; SQS takes 256 KB, an item may have 400."""


class Parking:
    """Parks records in one SQS queue."""

    def __init__(self, client: "SQSClient", queue_url: str) -> None:
        self._client, self._queue_url = client, queue_url

    def park(self, record: object, reason: str) -> bool:
        """Whether the record is now in the queue."""
        try:
            self._client.send_message(QueueUrl=self._queue_url, MessageBody=packed(record, reason))
        except (BotoCoreError, ClientError):
            return False
        return True


def packed(record: object, reason: str) -> str:
    """The record as JSON with the reason; a long one compressed, and of one still too long its keys.

    What is left out stays in the table: events are never deleted.
    """
    raw = json.dumps(record, separators=(",", ":"), default=str)
    if len(raw) <= LARGEST:
        return f'{{"reason":"{reason}","record":{raw}}}'
    compressed = base64.b64encode(zlib.compress(raw.encode(), 9)).decode()
    if len(compressed) <= LARGEST:
        return json.dumps({"reason": reason, "compressed": compressed})
    stream = record.get("dynamodb") if isinstance(record, Mapping) else None
    names = stream.get("Keys") if isinstance(stream, Mapping) else None
    return json.dumps({"reason": reason, "keys": names, "left_out": len(raw)}, default=str)[:LARGEST]


def unpacked(body: str) -> Any:
    """The record that was parked; raises KeyError when only its keys were."""
    parked = json.loads(body)
    if "compressed" in parked:
        return json.loads(zlib.decompress(base64.b64decode(parked["compressed"])))
    return parked["record"]
