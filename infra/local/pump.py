"""Plays what calls functions besides the API: the table's stream, the queues and the schedules of the template."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from infra.local.queue_pump import QueuePump
from infra.local.stream_pump import StreamPump

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from infra.local.checkpoint import Checkpoint
    from infra.local.declared import EventSource
    from infra.local.emulator import Emulator

log = logging.getLogger(__name__)
_PAUSE_AFTER_ERROR = 1.0
_JOIN_SECONDS = 15.0
_HOUR = 3600.0
"""How often a scheduled function is called here, and once at the start: a laptop is seldom awake at the hour."""


@dataclass(kw_only=True)
class Pump:
    """All event sources and schedules of a template, each in a thread of its own."""

    emulator: Emulator
    invoke: Callable[[str, dict[str, Any]], Any]
    checkpoint: Checkpoint
    state: Path
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Makes the clients here, because making them is not safe in threads, and starts reading."""
        for source in self.emulator.template.event_sources:
            reader = self._stream(source) if source.reads_stream else self._queue(source)
            name = f"pump-{source.function}"
            self._threads.append(threading.Thread(target=self._run, args=(reader,), name=name, daemon=True))
        for function in self.emulator.template.scheduled:
            name = f"pump-{function}"
            self._threads.append(
                threading.Thread(target=self._call, args=(function,), name=name, daemon=True)
            )
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Lets the batches in hand finish, then ends the threads."""
        self._stop.set()
        for thread in self._threads:
            thread.join(_JOIN_SECONDS)

    def _run(self, reader: StreamPump | QueuePump) -> None:
        while not self._stop.is_set():
            try:
                reader.run()
            except Exception as error:
                if self._stop.is_set():
                    return
                log.exception("An event source stumbled over %s and starts again", type(error).__name__)
                self._stop.wait(_PAUSE_AFTER_ERROR)

    def _call(self, function: str) -> None:
        while not self._stop.is_set():
            try:
                self.invoke(function, {})
            except Exception as error:
                log.exception("%s stumbled over %s and is called again later", function, type(error).__name__)
            self._stop.wait(_HOUR)

    def _stream(self, source: EventSource) -> StreamPump:
        template = self.emulator.template
        return StreamPump(
            source=source,
            streams=self.emulator.client("dynamodbstreams"),
            table_name=template.table["TableName"],
            function_arn=template.functions[source.function].arn,
            invoke=self.invoke,
            checkpoint=self.checkpoint,
            give_up=self._sender(source.on_failure_arn),
            stop=self._stop,
        )

    def _queue(self, source: EventSource) -> QueuePump:
        (url,) = (queue.url for queue in self.emulator.template.queues if queue.arn == source.source_arn)
        return QueuePump(
            source=source,
            sqs=self.emulator.client("sqs"),
            queue_url=url,
            invoke=self.invoke,
            in_hand=self.state / f"in-hand-{source.function}.json",
            stop=self._stop,
        )

    def _sender(self, queue_arn: str) -> Callable[[dict[str, Any]], None]:
        urls = [queue.url for queue in self.emulator.template.queues if queue.arn == queue_arn]
        sqs = self.emulator.client("sqs")

        def send(message: dict[str, Any]) -> None:
            log.error("Given up: %s", message["DDBStreamBatchInfo"])
            for url in urls:
                sqs.send_message(QueueUrl=url, MessageBody=json.dumps(message))

        return send
