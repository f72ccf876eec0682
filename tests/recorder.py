"""Listens to a client: which calls it makes, what each costs in capacity units, and how many connections it opens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Recorded:
    """One call; `units` are what the engine says it consumed, index and table together."""

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
    """Record the calls of one client that are answered."""
    found, call = Recording(), client.call

    def heard(operation: str, **arguments: Any) -> dict[str, Any]:
        answer: dict[str, Any] = call(operation, **{"ReturnConsumedCapacity": "INDEXES", **arguments})
        found.calls.append(Recorded(operation, arguments, _units(answer.get("ConsumedCapacity"))))
        return answer

    client.call = heard
    try:
        yield found
    finally:
        client.call = call


def _units(consumed: Any) -> float:
    each = consumed if isinstance(consumed, list) else [consumed] if consumed else []
    return float(sum(entry.get("CapacityUnits", 0) for entry in each))
