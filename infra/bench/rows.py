"""The table of results: what was measured, the reference of the same run, and what is asked for."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = "| | What | Reference | Ours | Must | Goal | |\n|---|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One budget; `ours` is None where it could not be measured here."""

    key: str
    what: str
    ours: float | None
    must: float | None = None
    goal: float | None = None
    unit: str = ""
    reference: str = "-"
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.ours is None:
            return "not measured"
        if self.must is None:
            return self.note
        if self.ours > self.must:
            over = f"{(self.ours / self.must - 1) * 100:.0f} % over" if self.must else "missed"
            return f"**missed: {over}** {self.note}".strip()
        reached = self.goal is not None and self.ours <= self.goal
        return f"{'goal' if reached else 'met'} {self.note}".strip()

    def line(self) -> str:
        cells = [
            self.key,
            self.what,
            self.reference,
            self._with_unit(self.ours),
            self._with_unit(self.must, "<= "),
            self._with_unit(self.goal, "<= "),
            self.verdict,
        ]
        return "| " + " | ".join(cells) + " |"

    def _with_unit(self, value: float | None, sign: str = "") -> str:
        if value is None:
            return "-"
        digits = 0 if abs(value) >= 100 or value == int(value) else 1  # noqa: PLR2004 -- three figures say enough
        return f"{sign}{value:,.{digits}f} {self.unit}".strip()


def written(rows: Sequence[Row], notes: Sequence[str]) -> str:
    """The whole page, also left in RESULTS.md."""
    processor = next(
        (line.partition(":")[2].strip() for line in _cpu() if line.startswith("model name")),
        platform.machine(),
    )
    now = datetime.now(UTC)
    lines = [
        "# Benchmarks",
        "",
        (
            f"`make bench`, {now:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores of {processor}, "
            f"CPython {platform.python_version()}."
        ),
        "",
        "Minstr are millions of instructions counted by callgrind; they repeat to within a per cent, milliseconds",
        "do not. References are `naive.py` and `light.py` of this folder, run by the same interpreter against the",
        "same table; ours is the artefact as built for this computer, all else as deployed.",
        "",
        HEAD,
        *(row.line() for row in rows),
        "",
        *notes,
        "",
    ]
    page = "\n".join(lines)
    RESULTS.write_text(page)
    return page


def _cpu() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []
