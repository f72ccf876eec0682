"""The parts of a deployment that the embedded run plays, as the template declares them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A Lambda function: `handler` is the dotted path of the callable."""

    name: str
    arn: str
    handler: str
    environment: dict[str, str]
    timeout: int
    memory: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route of the HTTP API; method and path are empty for `$default`."""

    method: str
    path: str
    function: str

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}" if self.path else "$default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    name: str
    arn: str
    url: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A bucket as its S3 calls name it: what it tells which queue, and which origins may send to it."""

    name: str
    versioned: bool
    notifications: list[dict[str, Any]]
    cors: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    topic_arn: str
    queue_arn: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSource:
    """An event source mapping; times are seconds, -1 retries or age means for ever, as in Lambda."""

    function: str
    source_arn: str
    batch_size: int
    window: float
    """How long records may gather before they are delivered."""
    patterns: tuple[dict[str, Any], ...]
    partial_failures: bool
    starting_position: str
    retries: int
    longest_age: float
    bisect: bool
    on_failure_arn: str

    @property
    def reads_stream(self) -> bool:
        return ":dynamodb:" in self.source_arn
