"""What the person at the keyboard sees: the address, the accounts, and one line per failure."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


class Console:
    """Keeps the terminal for people: what functions print goes to a log file."""

    def __init__(self, log: Path) -> None:
        self._terminal: TextIO = sys.stdout
        self._file = log.open("a", encoding="utf-8", buffering=1)
        self._previous = sys.stdout
        sys.stdout = self._file
        everything = logging.StreamHandler(self._file)
        everything.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        briefly = _OneLine(self._terminal, log)
        self._handlers: list[logging.Handler] = [everything, briefly]
        for handler in self._handlers:
            logging.getLogger("infra.local").addHandler(handler)

    def say(self, text: str) -> None:
        print(text, file=self._terminal, flush=True)

    def table(self, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Rows under a heading, in columns as wide as they need to be."""
        lines = [tuple(heading), *map(tuple, rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            self.say(
                "  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            )

    def close(self) -> None:
        for handler in self._handlers:
            logging.getLogger("infra.local").removeHandler(handler)
        sys.stdout = self._previous
        self._file.close()


class _OneLine(logging.Handler):
    """The first line of each error and where to read the rest."""

    def __init__(self, terminal: TextIO, log: Path) -> None:
        super().__init__(logging.ERROR)
        self._terminal, self._log = terminal, log

    def emit(self, record: logging.LogRecord) -> None:
        cause = f": {record.exc_info[1]!r}" if record.exc_info else ""
        print(f"  ! {record.getMessage()}{cause} (see {self._log})", file=self._terminal, flush=True)


def welcome(console: Console, *, base_url: str, mail_url: str, people: Sequence[Mapping[str, Any]]) -> None:
    """The address and the demo accounts."""
    console.say("")
    console.say(f"  Exchange registry   {base_url}")
    console.say(f"  Mail it has sent    {mail_url}")
    console.say("")
    rows = [(row["username"], row["password"], ", ".join(row["roles"]) or "-") for row in people]
    for row in people:
        if link := row.get("invitation"):
            console.say(f"  Open once, as {row['username']}: {link}")
            console.say("")
    if rows:
        console.table(("User name", "Password", "Roles"), rows)
        console.say("")
