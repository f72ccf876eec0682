"""The embedded run measured from outside, on loopback, against its budgets (L1)."""

import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from infra.bench.rows import Row
from infra.local.leftovers import free_port
from shared.domain import forms

TIMES = 150
"""An organisation may begin 200 drafts in a day."""
START_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; a figure without a budget is there to be watched."""

    what: str
    ours: float
    unit: str
    must: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The registry as it runs: its address, its demo tokens and how long it took to be ready."""

    connection: HTTPConnection
    tokens: dict[str, str]
    ready: float

    def send(self, method: str, path: str, who: str = "", body: Any = None) -> tuple[bytes, float]:
        """The body of an answer and the milliseconds it took; anything but a success ends the benchmark."""
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        if who:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        started = time.perf_counter()
        self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        taken = (time.perf_counter() - started) * 1000
        if answer.status not in (200, 201):
            raise SystemExit(f"{method} {path}: {answer.status}")
        return content, taken


@contextmanager
def running() -> Iterator[Run]:
    """The embedded run with a state folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port(0)
        environment = {**os.environ, "LOCAL_STATE": folder, "PORT": str(port)}
        started = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "infra.local.run"], env=environment, stdout=subprocess.DEVNULL
        ) as process:
            try:
                yield _ready(port, Path(folder), started)
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(30)


def _ready(port: int, folder: Path, started: float) -> Run:
    while time.perf_counter() - started < START_LIMIT:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/health")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
            continue
        ready = time.perf_counter() - started
        while not (folder / "stack.json").exists():
            time.sleep(0.05)
        people = json.loads((folder / "stack.json").read_text())["people"]
        return Run(connection, {each["username"]: each["token"] for each in people}, ready)
    raise SystemExit("the embedded run did not start")


def measured(run: Run) -> Iterator[Figure]:
    """Every figure, slowest to come first."""
    yield Figure("L1 embedded run ready, demo federation made anew", run.ready, "s", 20)
    fields = forms.example(forms.load("going_out"), today=datetime.now(UTC).date())
    new = {"direction": "going_out", "programme_id": "demo-going-out", "fields": fields}
    targets = (
        ("L1 public start page, p95", ("GET", "/", "", None), 60),
        (
            "API: list of cases for an officer, p95",
            ("GET", "/api/v1/applications?state=submitted", "officer-1", None),
            None,
        ),
        (
            "API: draft of a whole form (about 4 KB) made, p95",
            ("POST", "/api/v1/applications", "north-editor", new),
            None,
        ),
    )
    for what, request, must in targets:
        run.send(*request)
        times = [run.send(*request)[1] for _ in range(TIMES)]
        yield Figure(what, quantiles(times, n=20)[-1], "ms", must)
        yield Figure(what.replace("p95", "p50"), median(times), "ms")
    page, _ = run.send("GET", "/")
    html = gzip.decompress(page)
    yield Figure("Start page, HTML", len(html) / 1024, "KB")
    yield Figure("Start page, gzip", len(page) / 1024, "KB")


def embedded_rows() -> list[Row]:
    with running() as run:
        return [
            Row(key="L1", what=each.what.removeprefix("L1 "), ours=each.ours, must=each.must, unit=each.unit)
            for each in measured(run)
        ]
