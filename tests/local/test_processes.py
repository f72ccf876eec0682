"""Requests are answered side by side in processes of their own, as Lambda's environments would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from infra.local.gateway import Gateway
from infra.local.http_events import Answer, Request
from infra.local.processes import AT_ONCE, Processes
from infra.local.template import load_template

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL = Path(__file__).with_name("small.yaml")
TRIES = 20


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    template = load_template(SMALL)
    behind_routes = {route.function for route in template.routes}
    functions = [each for each in template.functions.values() if each.name in behind_routes]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONLY_HERE", "yes")
        processes = Processes(functions, tmp_path_factory.mktemp("log") / "functions.log")
        processes.start()
    yield Gateway(template.routes, processes.invoke)
    processes.stop()


def asked(gateway: Gateway, trick: str) -> Answer:
    return gateway.answer(Request(method="GET", target=f"/echo/{trick}"))


def processes_of(gateway: Gateway, times: int) -> list[int]:
    """The processes that answer so many requests at the same moment."""
    with ThreadPoolExecutor(times) as threads:
        answers = list(threads.map(lambda _: asked(gateway, "process"), range(times)))
    return [json.loads(each.body)["process"] for each in answers]


def test_requests_are_answered_at_the_same_moment_each_in_a_process_of_its_own(gateway: Gateway) -> None:
    """On a busy machine the last of the processes may still be on its way."""
    tries = (set(processes_of(gateway, AT_ONCE)) for _ in range(TRIES))

    found = next((each for each in tries if len(each) == AT_ONCE), set[int]())

    assert len(found) == AT_ONCE
    assert os.getpid() not in found


def test_a_process_serves_one_after_the_other(gateway: Gateway) -> None:
    found = processes_of(gateway, AT_ONCE * 2)

    assert len(found) == AT_ONCE * 2
    assert len(set(found)) <= AT_ONCE


def test_a_process_has_the_environment_of_the_run(gateway: Gateway) -> None:
    environment = json.loads(asked(gateway, "environment").body)["environment"]

    assert environment["ONLY_HERE"] == "yes"


def test_a_failing_function_is_a_500_and_the_process_goes_on(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    failed = asked(gateway, "fails")

    assert (failed.status, asked(gateway, "x").status) == (500, 200)
    assert "RuntimeError: a bug" in caplog.text


def test_a_process_that_dies_fails_its_request_and_is_replaced(gateway: Gateway) -> None:
    died = asked(gateway, "dies")

    assert (died.status, asked(gateway, "x").status) == (500, 200)


def test_processes_end_with_the_run() -> None:
    """A run that is killed tells nobody; its processes notice."""
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from infra.local.processes import Processes\n"
        "from infra.local.template import load_template\n"
        f"functions = list(load_template(Path({str(SMALL)!r})).functions.values())\n"
        "processes = Processes(functions, Path(os.devnull))\n"
        "name = next(each.name for each in functions if each.handler.endswith('echo'))\n"
        "print(processes.invoke(name, {'rawPath': '/process'})['process'], flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=30
    )
    process = int(run.stdout)

    deadline = time.monotonic() + 5
    while Path(f"/proc/{process}").exists() and "Z" not in status(process):
        assert time.monotonic() < deadline, "a process outlived the run"
        time.sleep(0.05)


def status(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_a_function_that_cannot_be_imported_stops_the_start(tmp_path: Path) -> None:
    [function, *_] = load_template(SMALL).functions.values()
    processes = Processes([replace(function, handler="nowhere.handler")], tmp_path / "functions.log")

    with pytest.raises(BrokenProcessPool):
        processes.start()
    processes.stop()


def test_nothing_begins_after_the_end(tmp_path: Path) -> None:
    [function, *_] = load_template(SMALL).functions.values()
    processes = Processes([function], tmp_path / "functions.log")

    processes.stop()

    with pytest.raises(BrokenProcessPool):
        processes.start()
