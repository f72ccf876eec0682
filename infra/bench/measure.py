"""One process measured: natively for milliseconds and memory, under callgrind for instructions."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
RUNTIME = (
    "import atexit, collections, contextlib, decimal, importlib, json, logging, math, numbers, os, re, "
    "string, sys, textwrap, threading, time, tokenize, traceback, types, warnings"
)
"""What of the standard library awslambdaric's bootstrap has imported before a handler comes."""
COUNTS = re.compile(r"^summary: (\d+)", re.MULTILINE)
MILLION = 1_000_000
LIMIT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A handler, where its packages are, and the groups of requests it gets."""

    name: str
    path: Sequence[str]
    module: str
    groups: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Native:
    """What one native run showed: by phase CPU and wall milliseconds, memory, answers; and the log it wrote."""

    cpu: Mapping[str, float]
    wall: Mapping[str, float]
    memory: Mapping[str, float]
    answers: Mapping[str, Sequence[Sequence[int]]]
    compiled: Sequence[str]
    log: str


def native(subject: Subject) -> Native:
    """Run it once; milliseconds of a group are the median of its requests, memory is the peak so far in MB."""
    found, log = _run(subject, [])
    phases = {each["name"]: each for each in found["phases"]}
    _check(subject, phases)
    return Native(
        cpu={name: median(each["cpu"]) * 1000 for name, each in phases.items()},
        wall={name: median(each["wall"]) * 1000 for name, each in phases.items() if each["wall"]},
        memory={name: each["memory"] / 1024 for name, each in phases.items() if "memory" in each},
        answers={name: each["answers"] for name, each in phases.items()},
        compiled=found["compiled"],
        log=log,
    )


def instructions(subject: Subject) -> dict[str, float] | None:
    """Millions of instructions: of `start` (the interpreter), `init`, and per request of each group."""
    if shutil.which("valgrind") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts"
        tool = [
            "valgrind",
            "-q",
            "--tool=callgrind",
            "--dump-before=getppid",
            f"--callgrind-out-file={counts}",
        ]
        found, _ = _run(subject, tool)
        _check(subject, {each["name"]: each for each in found["phases"]})
        names = [("start", 1), ("init", 1), *((name, len(events)) for name, events in subject.groups)]
        parts = [_count(Path(f"{counts}.{number}")) for number in range(1, len(names) + 1)]
    return {name: part / MILLION / times for (name, times), part in zip(names, parts, strict=True)}


def runtime() -> float | None:
    """Millions of instructions of the interpreter with what Lambda's runtime imports."""
    if shutil.which("valgrind") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts"
        tool = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={counts}"]
        subprocess.run([*tool, sys.executable, "-I", "-S", "-c", RUNTIME], check=True, timeout=LIMIT)
        return _count(counts) / MILLION


def _count(path: Path) -> int:
    found = COUNTS.search(path.read_text())
    assert found, path
    return int(found[1])


def _run(subject: Subject, tool: Sequence[str]) -> tuple[dict[str, Any], str]:
    with tempfile.TemporaryDirectory() as folder:
        plan, result = Path(folder) / "plan.json", Path(folder) / "result.json"
        groups = [{"name": name, "events": events} for name, events in subject.groups]
        content = {"path": subject.path, "module": subject.module, "groups": groups, "result": str(result)}
        plan.write_text(json.dumps(content))
        command = [*tool, sys.executable, "-I", "-S", str(HERE / "subject.py"), str(plan)]
        ran = subprocess.run(
            command,
            env=dict(subject.environment),
            check=False,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
        if ran.returncode:
            raise RuntimeError(f"{subject.name}: {ran.stderr[-2000:]}")
        return json.loads(result.read_text()), ran.stdout


def _check(subject: Subject, phases: Mapping[str, Any]) -> None:
    """A benchmark of refusals would be a good one, and useless."""
    for name, phase in phases.items():
        wrong = [status for status, _ in phase["answers"] if status is not None and status >= 400]  # noqa: PLR2004 -- an HTTP error
        if wrong:
            raise RuntimeError(f"{subject.name}: {name} was answered {wrong[0]}")
