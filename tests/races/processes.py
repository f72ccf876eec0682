"""Racers in processes of their own, each with its own client of the engine, all let go at one moment."""

import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from shared.domain.case import Case
from shared.domain.refusals import Refusal
from shared.store.stores import Stores
from shared.store.table import Table
from shared.web.http.problem import status_of
from tests.engine import table_client
from tests.races.turns import LONGEST, WRITE, Client

Act = Callable[[Stores], Case]
"""What a racer does; it travels to another process, so it is made of functions that have a name there."""
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.races.acts"])
STARTING = 120.0
"""Seconds until all processes are there, on a busy machine."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a racer was told: an HTTP status, 200 for having its way, and the state of the case it names."""

    status: int
    state: str = ""
    version: int = 0
    application_id: str = ""


class Gate:
    """Opens when as many have come as were told to; closed again by the one who holds the race."""

    def __init__(self) -> None:
        self._come, self._open = CONTEXT.Value("i", 0), CONTEXT.Event()

    def wait(self, parties: int) -> None:
        with self._come.get_lock():
            self._come.value += 1
            if self._come.value >= parties:
                self._open.set()
        if not self._open.wait(LONGEST):
            raise TimeoutError

    def close(self) -> None:
        self._come.value = 0
        self._open.clear()


@dataclass(frozen=True, slots=True)
class Heat:
    """One process's part of a race: the table, how many race in all, and whether all read before any writes."""

    table: str
    parties: int
    met: bool
    acts: Sequence[Act]


class Racers:
    """Processes that wait for races; they end with this one."""

    def __init__(self, endpoint: str, count: int) -> None:
        self._start, self._door = Gate(), Gate()
        pairs = [CONTEXT.Pipe() for _ in range(count)]
        self._pipes = [ours for ours, _ in pairs]
        self._processes = [
            CONTEXT.Process(target=serve, args=(endpoint, theirs, self._start, self._door), daemon=True)
            for _, theirs in pairs
        ]
        for process in self._processes:
            process.start()
        for pipe in self._pipes:
            _received(pipe, STARTING)

    def race(self, table: str, acts: Sequence[Act], *, met: bool) -> list[Told]:
        """What each was told, in the order of the acts; the acts are dealt out like cards."""
        count = len(self._pipes)
        busy = self._pipes[: len(acts)]
        for place, pipe in enumerate(busy):
            pipe.send(Heat(table, len(acts), met, acts[place::count]))
        told: list[Told] = [Told(0)] * len(acts)
        for place, pipe in enumerate(busy):
            told[place::count] = _received(pipe, 3 * LONGEST)
        self._start.close()
        self._door.close()
        return told

    def close(self) -> None:
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join(LONGEST)


def serve(endpoint: str, pipe: "Connection[Any, Any]", start: Gate, door: Gate) -> None:
    """The life of a process: race after race until it is told to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    client = table_client(endpoint)
    pipe.send("here")
    while heat := pipe.recv():
        with ThreadPoolExecutor(len(heat.acts)) as threads:
            found = list(threads.map(partial(_run, client, heat, start, door), heat.acts))
        pipe.send(found)


def _run(client: Any, heat: Heat, start: Gate, door: Gate, act: Act) -> Told | BaseException:
    """One racer; what is no answer of ours is handed to the test as it is."""
    stores = Stores(Table(_meeting(client, heat.parties, door) if heat.met else client, heat.table))
    try:
        start.wait(heat.parties)
        case = act(stores).application
    except Refusal as refusal:
        state, version = getattr(refusal, "state", ""), getattr(refusal, "version", 0)
        return Told(status_of(refusal), state, version)
    except Exception as error:  # noqa: BLE001 -- raised again where the race is held
        return RuntimeError(repr(error))
    return Told(200, case.state, case.version, case.id)


def _meeting(client: Any, parties: int, door: Gate) -> Any:
    """A racer's client whose first write waits until all are about to write."""
    waited: list[str] = []

    def around(name: str, call: Callable[[], Any]) -> Any:
        if name == WRITE and not waited:
            waited.append(name)
            door.wait(parties)
        return call()

    return Client(client, around)


def _received(pipe: "Connection[Any, Any]", seconds: float) -> Any:
    """Raises TimeoutError for a process that never answers, and what went wrong in it."""
    if not pipe.poll(seconds):
        raise TimeoutError
    answer = pipe.recv()
    for each in answer:
        if isinstance(each, BaseException):
            raise each
    return answer
