"""Runs inside the process that is measured: `python -I -S subject.py PLAN` imports one handler and sends it requests.

It imports nothing but what Lambda's own runtime has imported before the handler comes. `os.getppid` marks where
a phase begins: callgrind is told to write its counts whenever it is entered.
"""

import importlib
import json
import os
import sys
import time
from typing import Any


class Context:
    """What Lambda gives every handler."""

    function_name = "bench"
    function_version = "$LATEST"
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:bench"
    memory_limit_in_mb = 1024
    aws_request_id = "00000000-0000-0000-0000-000000000000"
    log_group_name = log_stream_name = "bench"

    def get_remaining_time_in_millis(self) -> int:
        return 15_000


def main(plan_path: str) -> None:
    with open(plan_path, encoding="utf-8") as file:  # noqa: PTH123 -- pathlib is no part of the runtime
        plan = json.load(file)
    sys.path[:0] = plan["path"]
    compiled: list[str] = []
    sys.addaudithook(lambda name, given: compiled.append(str(given[1])) if name == "compile" else None)
    begun = time.process_time()
    os.getppid()
    handler = importlib.import_module(plan["module"]).handler
    phases: list[dict[str, Any]] = [
        {"name": "init", "cpu": [time.process_time() - begun], "wall": [], "answers": []}
    ]
    for group in plan["groups"]:
        os.getppid()
        phases.append(sent(handler, group))
        phases[-1]["memory"] = peak()
    os.getppid()
    found = {"phases": phases, "compiled": [name for name in compiled if name.endswith((".py", ".html"))]}
    with open(plan["result"], "w", encoding="utf-8") as file:  # noqa: PTH123 -- as above
        json.dump(found, file)


def peak() -> int:
    """The most memory this process held, in KB; getrusage would count the parent it was forked from."""
    with open("/proc/self/status", encoding="utf-8") as file:  # noqa: PTH123 -- as above
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


def sent(handler: Any, group: dict[str, Any]) -> dict[str, Any]:
    """What the requests of one group cost, one by one, in CPU and wall seconds."""
    cpu, wall, answers = [], [], []
    context = Context()
    for event in group["events"]:
        cpu_before, before = time.process_time(), time.perf_counter()
        answer = handler(event, context)
        wall.append(time.perf_counter() - before)
        cpu.append(time.process_time() - cpu_before)
        answers.append([answer.get("statusCode"), len(answer.get("body") or "")])
    return {"name": group["name"], "cpu": cpu, "wall": wall, "answers": answers}


if __name__ == "__main__":
    main(sys.argv[1])
