"""Requests that take turns: each waits before every call to the table, so that every order of calls can be tried."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from shared.store.stores import Stores
from shared.store.table import Table

LONGEST = 30.0
"""Seconds until a request that never comes to its next call is a failure."""
WRITE = "transact_write_items"
T = TypeVar("T")
Around = Callable[[str, Callable[[], Any]], Any]


class Client:
    """A client of the table inside another one: `around` is given the name of each call and the call itself."""

    def __init__(self, inner: Any, around: Around) -> None:
        self._inner, self._around = inner, around

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return partial(self._called, name) if callable(found) else found

    def _called(self, name: str, **arguments: Any) -> Any:
        return self._around(name, partial(getattr(self._inner, name), **arguments))


def own(stores: Stores, around: Around | None = None) -> Stores:
    """Stores as another function would have them: the same table, nothing remembered."""
    client: Any = Client(stores.table.client, around) if around else stores.table.client
    return Stores(Table(client, stores.table.name))


def together(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Do everything at once, each in a thread of its own."""
    start = threading.Barrier(len(acts))

    def begin(act: Callable[[], T]) -> T:
        start.wait(LONGEST)
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(begin, acts))


def meeting(parties: int) -> Around:
    """Nobody writes for the first time until everybody is about to: all have read the same by then."""
    door, through = threading.Barrier(parties), threading.local()

    def around(name: str, call: Callable[[], Any]) -> Any:
        if name == WRITE and not hasattr(through, "gone"):
            through.gone = True
            door.wait(LONGEST)
        return call()

    return around


class Turns:
    """Lets one request at a time go up to its next call; `given` says whose turn it is, as far as it reaches.

    `taken` has for every turn the place of the one chosen and how many there were to choose from.
    """

    def __init__(self, given: Sequence[int] = ()) -> None:
        self.taken: list[tuple[int, int]] = []
        self._given = tuple(given)
        self._changed = threading.Condition()
        self._waiting: list[int] = []
        self._busy = 0
        self._turn = -1

    def around(self, who: int) -> Around:
        def wait(_name: str, call: Callable[[], Any]) -> Any:
            with self._changed:
                self._waiting.append(who)
                self._pause()
                self._await(lambda: self._turn == who)
                self._turn = -1
            return call()

        return wait

    def run(self, acts: Sequence[Callable[[], T]]) -> list[T]:
        """Do everything in the order of the turns; what an act raises is raised here."""
        self._busy = len(acts)
        with ThreadPoolExecutor(len(acts)) as threads:
            found = [threads.submit(self._ended, act) for act in acts]
            while self._next():
                pass
        return [each.result() for each in found]

    def _ended(self, act: Callable[[], T]) -> T:
        try:
            return act()
        finally:
            with self._changed:
                self._pause()

    def _next(self) -> bool:
        """Give a turn once everybody waits or has ended; False when nobody waits any more."""
        with self._changed:
            self._await(lambda: self._busy == 0)
            if not self._waiting:
                return False
            place = self._given[len(self.taken)] if len(self.taken) < len(self._given) else 0
            self.taken.append((place, len(self._waiting)))
            self._busy += 1
            self._turn = sorted(self._waiting)[place]
            self._waiting.remove(self._turn)
            self._changed.notify_all()
        return True

    def _pause(self) -> None:
        self._busy -= 1
        self._changed.notify_all()

    def _await(self, what: Callable[[], bool]) -> None:
        if not self._changed.wait_for(what, LONGEST):
            raise TimeoutError


def every_order(run: Callable[[Turns], T]) -> Iterator[T]:
    """Run once for every order in which the turns can be taken; orders are found while they are tried."""
    given: list[int] | None = []
    while given is not None:
        turns = Turns(given)
        yield run(turns)
        given = _following(turns.taken)


def _following(taken: Sequence[tuple[int, int]]) -> list[int] | None:
    """The last turn that could have been another's becomes the next one's; what comes after it is open."""
    for last in range(len(taken) - 1, -1, -1):
        place, count = taken[last]
        if place + 1 < count:
            return [*(each for each, _ in taken[:last]), place + 1]
    return None


class Picture:
    """Everything a table holds, to return to after each run and to compare runs by."""

    def __init__(self, stores: Stores) -> None:
        self._table = stores.table
        self._items = self._scanned()

    def now(self) -> str:
        """The whole table as one text."""
        found = self._scanned()
        return json.dumps([found[key] for key in sorted(found)], sort_keys=True, default=bytes.hex)

    def restore(self) -> None:
        """Bring the table back to what it was."""
        now = self._scanned()
        wrong: list[Any] = [
            {"PutRequest": {"Item": item}} for key, item in self._items.items() if now.get(key) != item
        ]
        wrong += [
            {"DeleteRequest": {"Key": {"PK": {"S": key[0]}, "SK": {"S": key[1]}}}}
            for key in now
            if key not in self._items
        ]
        for start in range(0, len(wrong), 25):
            requests: Any = {self._table.name: wrong[start : start + 25]}
            self._table.client.batch_write_item(RequestItems=requests)

    def _scanned(self) -> dict[tuple[str, str], Any]:
        """Raises AssertionError when the table has outgrown one page, which none of these does."""
        answer: Any = self._table.client.scan(TableName=self._table.name, ConsistentRead=True)
        assert "LastEvaluatedKey" not in answer
        return {(item["PK"]["S"], item["SK"]["S"]): item for item in answer["Items"]}
