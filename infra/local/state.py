"""The folder that holds everything the embedded run remembers: one run at a time, and only what it wrote itself."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path
from typing import IO, Any

from infra.local.engines import StartError

FORMAT = "exchange-registry local state 1\n"


class State:
    """The state folder, locked while this process lives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock: IO[str] | None = None

    def open(self) -> None:
        """Makes or recognises the folder and locks it; `StartError` names `make reset` where that helps."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self.folder / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise StartError(
                f"The state folder {self.folder} cannot be used ({error.strerror}): run `make reset`."
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(
                "The registry is already running from this folder; stop that run first."
            ) from None
        self._recognise()

    def write(self, name: str, content: Any) -> None:
        """Replaces one JSON file at once; only this person may read it, because it may hold passwords."""
        path = self.folder / name
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.chmod(0o600)
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=2)
            file.write("\n")
        fresh.replace(path)

    def close(self) -> None:
        if self._lock is not None:
            self._lock.close()

    def _recognise(self) -> None:
        marker = self.folder / "format"
        if marker.is_file() and marker.read_text(encoding="utf-8", errors="replace") == FORMAT:
            return
        if any(entry.name != "lock" for entry in self.folder.iterdir()):
            raise StartError(f"{self.folder} holds something this version did not write: run `make reset`.")
        marker.write_text(FORMAT, encoding="utf-8")
