"""Lambda's way with a batch of stream records: in order, partial failures, retries with back-off, bisect, giving up."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from infra.local.declared import EventSource

log = logging.getLogger(__name__)
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 30.0
_WHOLE_BATCH = 0


class Stopped(Exception):
    """The run ends while a batch waits for its next attempt; the checkpoint stands before it."""


class Pause(Protocol):
    def __call__(self, seconds: float, /) -> bool:
        """Waits and says whether the run has ended meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How one attempt went wrong: the first record that failed, and the exception's kind if there was one."""

    first: int
    unhandled: bool


@dataclass(kw_only=True)
class Delivery:
    """Delivers records of one shard to one function."""

    source: EventSource
    stream_arn: str
    function_arn: str
    shard: str
    invoke: Callable[[str, dict[str, Any]], Any]
    done: Callable[[str], None]
    """Called with a sequence number once that record and all before it are dealt with."""
    give_up: Callable[[dict[str, Any]], None]
    """Called with Lambda's on-failure message."""
    pause: Pause

    def deliver(self, records: Sequence[dict[str, Any]]) -> None:
        """Returns when every record was accepted or given up; raises `Stopped` if the run ends first."""
        attempts = 0
        while records:
            attempts += 1
            failure = self._attempt(records)
            if failure is None:
                self.done(_sequence(records[-1]))
                return
            if failure.first > 0:
                self.done(_sequence(records[failure.first - 1]))
                records, attempts = records[failure.first :], 0
            elif self.source.bisect and len(records) > 1:
                records, attempts = self._first_part(records, failure), 0
                continue
            elif (condition := self._exhausted(records, attempts)) is not None:
                self.give_up(
                    self._on_failure_message(records, failure, condition=condition, attempts=attempts)
                )
                self.done(_sequence(records[-1]))
                return
            if self.pause(min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(max(attempts, 1) - 1, 10))):
                raise Stopped

    def _first_part(self, records: Sequence[dict[str, Any]], failure: Failure) -> Sequence[dict[str, Any]]:
        """Deals with the front of a failed batch on its own and returns the rest: a bisect costs no retry."""
        middle = (len(records) + 1) // 2 if failure.unhandled else 1
        self.deliver(records[:middle])
        return records[middle:]

    def _attempt(self, records: Sequence[dict[str, Any]]) -> Failure | None:
        try:
            result = self.invoke(self.source.function, {"Records": list(records)})
        except Exception:
            log.exception("%s failed, batch of %d at %s", self.source.function, len(records), self.shard)
            return Failure(first=_WHOLE_BATCH, unhandled=True)
        if not self.source.partial_failures:
            return None
        first = first_failed(result, [_sequence(record) for record in records])
        return None if first is None else Failure(first=first, unhandled=False)

    def _exhausted(self, records: Sequence[dict[str, Any]], attempts: int) -> str | None:
        if 0 <= self.source.retries < attempts:
            return "RetryAttemptsExhausted"
        age = time.time() - _arrival(records[0])
        return "RecordAgeExceeded" if 0 <= self.source.longest_age < age else None

    def _on_failure_message(
        self, records: Sequence[dict[str, Any]], failure: Failure, *, condition: str, attempts: int
    ) -> dict[str, Any]:
        """What Lambda sends to the on-failure queue: where the records are, not the records."""
        response: dict[str, Any] = {"statusCode": 200, "executedVersion": "$LATEST"}
        if failure.unhandled:
            response["functionError"] = "Unhandled"
        return {
            "requestContext": {
                "requestId": str(uuid.uuid4()),
                "functionArn": self.function_arn,
                "condition": condition,
                "approximateInvokeCount": attempts,
            },
            "responseContext": response,
            "version": "1.0",
            "timestamp": _iso(time.time(), "milliseconds"),
            "DDBStreamBatchInfo": {
                "shardId": self.shard,
                "startSequenceNumber": _sequence(records[0]),
                "endSequenceNumber": _sequence(records[-1]),
                "approximateArrivalOfFirstRecord": _iso(_arrival(records[0]), "seconds"),
                "approximateArrivalOfLastRecord": _iso(_arrival(records[-1]), "seconds"),
                "batchSize": len(records),
                "streamArn": self.stream_arn,
            },
        }


def first_failed(result: Any, identifiers: Sequence[str]) -> int | None:
    """The index of the lowest failed record; nothing if all succeeded, 0 if the answer names an unknown record."""
    failures = result.get("batchItemFailures") if isinstance(result, dict) else None
    if not failures:
        return None
    try:
        return min(identifiers.index(failure["itemIdentifier"]) for failure in failures)
    except (KeyError, TypeError, ValueError):
        return _WHOLE_BATCH


def _sequence(record: dict[str, Any]) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _arrival(record: dict[str, Any]) -> float:
    return float(record["dynamodb"]["ApproximateCreationDateTime"])


def _iso(seconds: float, precision: str) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec=precision).replace("+00:00", "Z")
