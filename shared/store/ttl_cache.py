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
        now = time.monotonic()
        known = self._copies.get(name)
        if known and now - known[0] < FRESH:
            return known[1]
        if len(self._copies) >= MOST:
            self._copies.clear()
        value = read()
        self._copies[name] = now, value
        return value

    def forget(self, name: str) -> None:
        self._copies.pop(name, None)
