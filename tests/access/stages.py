"""A stage outside pytest: a table of its own on an engine of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from shared.store.stores import Stores
from shared.store.table import Table
from tests.engine import definition, table_client, table_engine
from tests.stage import Stage


@contextmanager
def staged() -> Iterator[Stage]:
    """A small federation; gone with its engine afterwards."""
    with table_engine() as address:
        client = table_client(address)
        client.create_table(**{**definition(), "TableName": "staged"})
        yield Stage(Stores(Table(client, "staged"))).furnish()
