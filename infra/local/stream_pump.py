"""Reads the table's stream shard by shard, parents first, and delivers what passes the filter in order."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from infra.local.checkpoint import FINISHED
from infra.local.delivery import Delivery, Stopped
from infra.local.filters import passes

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from infra.local.checkpoint import Checkpoint
    from infra.local.declared import EventSource

_IDLE_SECONDS = 0.1
_LOOK_FOR_SHARDS_SECONDS = 5.0
_PAGE = 1000
_LOST_PLACE = ("TrimmedDataAccessException", "ExpiredIteratorException", "ResourceNotFoundException")


@dataclass(kw_only=True)
class StreamPump:
    """One stream to one function."""

    source: EventSource
    streams: Any
    table_name: str
    function_arn: str
    invoke: Callable[[str, dict[str, Any]], Any]
    checkpoint: Checkpoint
    give_up: Callable[[dict[str, Any]], None]
    stop: threading.Event
    _iterators: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Reads until the run ends; an error leaves the checkpoint where it is and comes out of here."""
        self._iterators.clear()
        stream_arn = self._stream_arn()
        looked = float("-inf")
        while not self.stop.is_set():
            if time.monotonic() - looked > _LOOK_FOR_SHARDS_SECONDS:
                self._open_shards(stream_arn)
                looked = time.monotonic()
            try:
                read = [self._read(stream_arn, shard) for shard in list(self._iterators)]
            except Stopped:
                return
            if self.source.window or not any(read):
                self.stop.wait(max(_IDLE_SECONDS, self.source.window))

    def _stream_arn(self) -> str:
        streams = self.streams.list_streams(TableName=self.table_name)["Streams"]
        return str(streams[-1]["StreamArn"])

    def _open_shards(self, stream_arn: str) -> None:
        """Finds new shards; a child waits until its parent has been read to the end."""
        shards = self._shards(stream_arn)
        unfinished = {shard for shard, _ in shards if self._place(stream_arn, shard) != FINISHED}
        for shard, parent in shards:
            if shard in unfinished and shard not in self._iterators and parent not in unfinished:
                self._iterators[shard] = self._iterator(stream_arn, shard)

    def _shards(self, stream_arn: str) -> list[tuple[str, str | None]]:
        found: list[tuple[str, str | None]] = []
        after: dict[str, str] = {}
        while True:
            page = self.streams.describe_stream(StreamArn=stream_arn, **after)["StreamDescription"]
            found += [(shard["ShardId"], shard.get("ParentShardId")) for shard in page["Shards"]]
            if "LastEvaluatedShardId" not in page:
                return found
            after = {"ExclusiveStartShardId": page["LastEvaluatedShardId"]}

    def _iterator(self, stream_arn: str, shard: str) -> str:
        place = self._place(stream_arn, shard)
        where = {"StreamArn": stream_arn, "ShardId": shard}
        if place is not None:
            options = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": place}
            try:
                return str(self.streams.get_shard_iterator(**where, **options)["ShardIterator"])
            except self.streams.exceptions.ClientError as error:
                if error.response["Error"]["Code"] not in _LOST_PLACE:
                    raise
        start = "TRIM_HORIZON" if place is not None else self.source.starting_position
        return str(self.streams.get_shard_iterator(**where, ShardIteratorType=start)["ShardIterator"])

    def _read(self, stream_arn: str, shard: str) -> bool:
        """Reads one page and delivers it; says whether there was anything."""
        page = self.streams.get_records(ShardIterator=self._iterators[shard], Limit=_PAGE)
        records = [self._event_record(record, stream_arn) for record in page["Records"]]
        wanted = [record for record in records if passes(record, self.source.patterns)]
        done = partial(self.checkpoint.set, self.source.function, stream_arn, shard)
        for start in range(0, len(wanted), self.source.batch_size):
            self._delivery(stream_arn, shard, done).deliver(wanted[start : start + self.source.batch_size])
            if self.stop.is_set():
                raise Stopped
        if records and (not wanted or wanted[-1] is not records[-1]):
            done(records[-1]["dynamodb"]["SequenceNumber"])
        if following := page.get("NextShardIterator"):
            self._iterators[shard] = following
        else:
            del self._iterators[shard]
            done(FINISHED)
        return bool(records)

    def _delivery(self, stream_arn: str, shard: str, done: Callable[[str], None]) -> Delivery:
        return Delivery(
            source=self.source,
            stream_arn=stream_arn,
            function_arn=self.function_arn,
            shard=shard,
            invoke=self.invoke,
            done=done,
            give_up=self.give_up,
            pause=self.stop.wait,
        )

    def _place(self, stream_arn: str, shard: str) -> str | None:
        return self.checkpoint.get(self.source.function, stream_arn, shard)

    def _event_record(self, record: dict[str, Any], stream_arn: str) -> dict[str, Any]:
        plain: dict[str, Any] = as_json(record)
        return {**plain, "eventSourceARN": stream_arn}


def as_json(value: Any) -> Any:
    """What botocore read, the way Lambda's JSON carries it: bytes as base64, times as seconds."""
    if isinstance(value, dict):
        return {key: as_json(member) for key, member in value.items()}
    if isinstance(value, list):
        return [as_json(member) for member in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.timestamp() if isinstance(value, datetime) else value
