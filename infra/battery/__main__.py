"""`make battery`: the tests of the battery at their full size; writes infra/battery/RESULTS.md.

BATTERY=0.1 runs a tenth and only prints; names of parts (`python -m infra.battery T1 T8`) run those alone.
"""

import os
import sys
import time
from collections.abc import Mapping
from typing import Any

import pytest

from infra.battery.parts import PARTS, part_of
from infra.battery.results import Row, written

WORKERS = "2"
OTHERS = "other tests"


class Collected:
    """A plugin of pytest that keeps what the tests report, from all workers."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Row] = {}
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        node = report.nodeid
        self._seconds[node] = self._seconds.get(node, 0.0) + report.duration
        if report.failed:
            self._failed.add(node)
        if report.when != "teardown":
            return
        figures: list[Any] = [value for name, value in report.user_properties if name == "figure"]
        part = part_of(node)
        for figure in figures or [
            {"id": part, "what": f"{PARTS[part].what}: {OTHERS}", "asked": 0, "ran": 1}
        ]:
            self._keep(node, figure)

    def _keep(self, node: str, figure: Mapping[str, Any]) -> None:
        row = self.rows.setdefault((figure["id"], figure["what"]), Row(figure["id"], figure["what"]))
        row.asked = figure["asked"]
        row.ran += figure["ran"]
        row.seconds += self._seconds[node]
        row.seeds |= {figure["seed"]} if figure.get("seed") is not None else set()
        row.notes += [figure["note"]] if figure.get("note") else []
        row.failed += [node.partition("::")[2]] if node in self._failed else []

    def sorted(self) -> list[Row]:
        order = list(PARTS)
        return sorted(self.rows.values(), key=lambda row: order.index(row.id))


def main() -> int:
    chosen = sys.argv[1:] or list(PARTS)
    os.environ.setdefault("BATTERY", "1")
    collected, began = Collected(), time.monotonic()
    options = ["-q", "-n", WORKERS, "--dist", "loadgroup", "-p", "no:cacheprovider"]
    files = [f"tests/{file}" for name in chosen for file in PARTS[name].files]
    code = pytest.main([*options, *files], plugins=[collected])
    seconds = time.monotonic() - began
    sys.stdout.write(written(collected.sorted(), float(os.environ["BATTERY"]), seconds))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
