"""Everything a table holds, and bringing it back to what it held before."""

from collections.abc import Callable
from typing import Any

from shared.store.codec import Plain, Row, from_wire, to_wire, unpack
from shared.store.stores import Stores

Content = dict[tuple[Plain, Plain], Row]
Settle = Callable[[Row], Row]
"""Makes alike what two executions may differ in."""


def contents(stores: Stores) -> Content:
    client: Any = stores.table.client
    pages = client.get_paginator("scan").paginate(TableName=stores.table.name, ConsistentRead=True)
    rows = [from_wire(item) for page in pages for item in page["Items"]]
    return {(row["PK"], row["SK"]): row for row in rows}


def restore(stores: Stores, before: Content) -> None:
    """Undo what was written since; only what changed is touched."""
    client: Any = stores.table.client
    now = contents(stores)
    for partition, sort in now.keys() - before.keys():
        client.delete_item(TableName=stores.table.name, Key=to_wire({"PK": partition, "SK": sort}))
    for place, row in before.items():
        if now.get(place) != row:
            client.put_item(TableName=stores.table.name, Item=to_wire(row))


def settled(content: Content, settle: Settle) -> list[str]:
    """The items as text, in order, once `settle` has made them alike."""
    return sorted(repr(sorted(settle(readable(row)).items())) for row in content.values())


def readable(row: Row) -> Row:
    """An item with its packed contents opened."""
    return {
        name: repr(unpack(value)) if isinstance(value, bytes) and value else value
        for name, value in row.items()
    }
