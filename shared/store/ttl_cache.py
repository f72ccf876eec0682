"""What a process read a moment ago, for what it shows; what it decides, it reads anew."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
FRESH = 30.0
"""Seconds a copy may be used."""
MOST = 500
"""Copies kept; then it starts over, which costs one read each."""


class TtlCache(Generic[T]):
    """Copies by name, none older than FRESH seconds."""

    def __init__(self) -> None:
        self._copies: dict[str, tuple[float, T]] = {}

    def of(self, name: str, read: Callable[[], T]) -> T:
        """The copy, or what `read` answers."""
        fresh = self.fresh(name)
        return fresh[0] if fresh else self.keep(name, read())

    def fresh(self, name: str) -> tuple[T] | None:
        """The copy alone in a tuple, for it may be None; None when there is no fresh one."""
        known = self._copies.get(name)
        return (known[1],) if known and time.monotonic() - known[0] < FRESH else None

    def keep(self, name: str, value: T) -> T:
        if len(self._copies) >= MOST:
            self._copies.clear()
        self._copies[name] = time.monotonic(), value
        return value

    def forget(self, name: str) -> None:
        self._copies.pop(name, None)
