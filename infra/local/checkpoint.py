"""How far each consumer has read its stream, kept on disk so that a sudden end loses no record."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

FINISHED = "finished"
"""Marks a closed shard that was read to its end."""


class Checkpoint:
    """One small file for all consumers; every change is on disk before the call returns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._places: dict[str, str] = self._read()

    def get(self, consumer: str, stream: str, shard: str) -> str | None:
        """The sequence number of the last record done with, `FINISHED`, or nothing."""
        return self._places.get(_key(consumer, stream, shard))

    def set(self, consumer: str, stream: str, shard: str, place: str) -> None:
        with self._lock:
            self._places[_key(consumer, stream, shard)] = place
            self._write()

    def forget(self) -> None:
        """Everything is read again from the start of the streams; consumers are idempotent."""
        with self._lock:
            self._places.clear()
            self._write()

    def _read(self) -> dict[str, str]:
        try:
            places: dict[str, str] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return places

    def _write(self) -> None:
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(self._places, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _key(consumer: str, stream: str, shard: str) -> str:
    return f"{consumer} {stream} {shard}"
