"""Listens to a client: which calls it makes, what each costs in capacity units, and how many connections it opens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

EVENTS = ("provide-client-params.dynamodb", "after-call")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One call; `units` are what the engine says it consumed, index and table together (0 for other services)."""

    operation: str
    arguments: dict[str, Any]
    units: float

    @property
    def writes(self) -> bool:
        return self.operation in {
            "TransactWriteItems",
            "PutItem",
            "UpdateItem",
            "DeleteItem",
            "BatchWriteItem",
        }


@dataclass(slots=True)
class Recording:
    """The calls made while it ran, in order."""

    calls: list[Recorded] = field(default_factory=list)

    @property
    def operations(self) -> list[str]:
        return [call.operation for call in self.calls]

    @property
    def written(self) -> float:
        return sum(call.units for call in self.calls if call.writes)

    @property
    def read(self) -> float:
        return sum(call.units for call in self.calls if not call.writes)


@contextmanager
def recording(client: Any) -> Iterator[Recording]:
    """Record the calls of one client."""
    found = Recording()
    asked: list[dict[str, Any]] = []

    def ask(params: dict[str, Any], **_: Any) -> None:
        asked.append(dict(params))
        params.setdefault("ReturnConsumedCapacity", "INDEXES")

    def heard(model: Any, parsed: dict[str, Any], **_: Any) -> None:
        arguments = asked.pop() if asked else {}
        found.calls.append(Recorded(model.name, arguments, _units(parsed.get("ConsumedCapacity"))))

    events = client.meta.events
    registered = [*zip(EVENTS, (ask, heard), strict=True)]
    for name, listener in registered:
        events.register(name, listener)
    try:
        yield found
    finally:
        for name, listener in registered:
            events.unregister(name, listener)


def connections(client: Any) -> int:
    """How many connections a client has opened so far."""
    manager = client._endpoint.http_session._manager
    return sum(manager.pools[key].num_connections for key in manager.pools.keys())  # noqa: SIM118 -- no mapping


def _units(consumed: Any) -> float:
    each = consumed if isinstance(consumed, list) else [consumed] if consumed else []
    return float(sum(entry.get("CapacityUnits", 0) for entry in each))
