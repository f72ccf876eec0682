"""Many new items at once: 25 in a call, and nothing is asked first."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from shared.store.stores import Stores
from shared.store.table import Table, Write


class Bulk(Table):
    """Keeps new items until there are enough of them; other writes are left out."""

    def __init__(self, table: Table) -> None:
        super().__init__(table.client, table.name)
        self.waiting: list[Any] = []

    def commit(self, writes: Iterable[Write]) -> None:
        self.waiting += [
            {"PutRequest": {"Item": write.arguments["Item"]}} for write in writes if write.kind == "Put"
        ]
        if len(self.waiting) >= 25:
            self.flush()

    def flush(self) -> None:
        for start in range(0, len(self.waiting), 25):
            some = self.waiting[start : start + 25]
            answer = self.client.batch_write_item(RequestItems={self.name: some})
            assert not answer.get("UnprocessedItems")
        self.waiting = []


@contextmanager
def bulk(stores: Stores) -> Iterator[Stores]:
    """Stores whose writes are in the table once the block has ended."""
    table = Bulk(stores.table)
    yield Stores(table)
    table.flush()
