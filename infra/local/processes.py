"""Plays Lambda's execution environments: processes of their own, each with one request at a time and its own memory."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING, Any

from infra.local.runtime import Runtime

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from infra.local.declared import Function

AT_ONCE = 4
"""Requests that are answered at the same moment, each in a process; the next wait."""
_CONTEXT = get_context("forkserver")
_runtime: Runtime | None = None
"""Of this process, once it is one of these."""


class Processes:
    """The functions behind routes; a fork server imports them once, so that a new process is there at once."""

    def __init__(self, functions: Iterable[Function], log: Path) -> None:
        self._functions, self._log = list(functions), log
        self._making = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._stopped = False
        _CONTEXT.set_forkserver_preload([each.handler.rpartition(".")[0] for each in self._functions])

    def start(self) -> None:
        """Returns when the first process has answered; the environment is the present one from here on.

        Raises what keeps the processes from beginning: BrokenProcessPool for a function that cannot be imported.
        """
        pool = self._running()
        ready, _ = wait([pool.submit(os.getpid) for _ in range(AT_ONCE)], return_when=FIRST_COMPLETED)
        for each in ready:
            each.result()

    def invoke(self, name: str, event: dict[str, Any]) -> Any:
        """What the function returns for this event; raises what it raises.

        A process that died takes the requests under way with it, as an environment of Lambda would; the next find
        new ones.
        """
        pool = self._running()
        try:
            return pool.submit(_invoke, name, event).result()
        except BrokenProcessPool:
            self._forget(pool)
            raise

    def stop(self) -> None:
        """End the processes; none begins afterwards."""
        with self._making:
            self._stopped = True
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _running(self) -> ProcessPoolExecutor:
        with self._making:
            if self._stopped:
                raise BrokenProcessPool
            if self._pool is None:
                arguments = (self._functions, dict(os.environ), self._log)
                self._pool = ProcessPoolExecutor(AT_ONCE, _CONTEXT, initializer=_begin, initargs=arguments)
            return self._pool

    def _forget(self, pool: ProcessPoolExecutor) -> None:
        with self._making:
            if self._pool is pool:
                self._pool = None


def _begin(functions: list[Function], environment: Mapping[str, str], log: Path) -> None:
    """What a new process does first: it ends with the run, leaves the keyboard to it, and prints to the log."""
    global _runtime  # noqa: PLW0603 -- a pool hands its processes nothing else to keep it in
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
    os.environ.clear()
    os.environ.update(environment)
    _runtime = Runtime(functions)
    _runtime.load()


def _end_with_the_run() -> None:
    run = parent_process()
    if run is not None:
        connection.wait([run.sentinel])
    os._exit(1)


def _invoke(name: str, event: dict[str, Any]) -> Any:
    assert _runtime is not None
    return _runtime.invoke(name, event)
