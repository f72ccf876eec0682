"""The table of results: what was asked for, what was run, and how it ended."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from infra.battery.parts import PARTS

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = "| | What | Asked | Run | Result | Seconds | Seed | On | |\n|---|---|---|---|---|---|---|---|---|"


@dataclass(slots=True)
class Row:
    """One kind of thing done by one part; its seconds are those of the tests that reported it."""

    id: str
    what: str
    asked: int = 0
    ran: int = 0
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0
    seeds: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def result(self) -> str:
        if self.failed:
            return f"**failed: {', '.join(self.failed[:3])}**"
        return "passed" if self.ran >= self.asked else "passed, not all"

    def line(self, day: str) -> str:
        cells = [
            self.id,
            self.what,
            f"{self.asked:,}" if self.asked else "all",
            f"{self.ran:,}",
            self.result,
            f"{self.seconds:,.0f}",
            _range(self.seeds),
            day,
            self.notes[0] if self.notes else "",
        ]
        return "| " + " | ".join(cells) + " |"


def _range(seeds: set[int]) -> str:
    if not seeds:
        return "-"
    return f"{min(seeds)}" if len(seeds) == 1 else f"{min(seeds)} to {max(seeds)}"


def _before() -> list[tuple[str, str]]:
    """The lines of the table as it stands, with the ids of their parts."""
    text = RESULTS.read_text() if RESULTS.exists() else ""
    cells = ((line.split("|")[1].strip(), line) for line in text.splitlines() if line.startswith("|"))
    return [(id_, line) for id_, line in cells if id_ in PARTS]


def written(rows: Sequence[Row], share: float, seconds: float) -> str:
    """The whole page, left in RESULTS.md when its parts were run at full size; other parts keep the lines they have."""
    now = datetime.now(UTC)
    ran = {row.id for row in rows}
    lines_now = [(row.id, row.line(f"{now:%Y-%m-%d}")) for row in rows]
    found = [*lines_now, *(kept for kept in _before() if share >= 1 and kept[0] not in ran)]
    lines = [
        "# Battery",
        "",
        (
            f"`make battery`, {now:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, CPython {platform.python_version()}: "
            f"{', '.join(sorted(ran, key=list(PARTS).index))} at {share:.0%} in {seconds / 60:,.0f} minutes."
        ),
        "",
        "Races are run in processes of their own against the engine of the table. Seconds are those of the tests,",
        "of which two run at a time; a test that reports two figures counts in both. `SEED=n` begins elsewhere.",
        "",
        HEAD,
        *(line for _, line in sorted(found, key=lambda each: list(PARTS).index(each[0]))),
        "",
    ]
    page = "\n".join(lines)
    if share >= 1:
        RESULTS.write_text(page)
    return page
