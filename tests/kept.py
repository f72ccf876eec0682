"""Cases that were made once by the actions, and are put into the next table as they were: most tests begin with one."""

from collections.abc import Callable
from typing import Any

from shared.domain.case import Case
from shared.store.stores import Stores

Key = tuple[object, ...]
Item = dict[str, Any]
KEPT: dict[Key, tuple[Case, list[Item]]] = {}
HELD: set[tuple[str, Key]] = set()
"""Which table holds which of them already."""
NOT_ITS_OWN = ("LIMIT#",)
"""Partitions that a case only passes by."""


def kept(stores: Stores, key: Key, make: Callable[[], Case]) -> Case:
    """The case of this key, made or put there as it was; `key` is everything that it depends on."""
    held = (stores.table.name, key)
    if key in KEPT and held in HELD:
        _clear(stores, KEPT[key][0])
    HELD.add(held)
    if key not in KEPT:
        before = _items(stores)
        case = make()
        after = {
            place: item for place, item in _items(stores).items() if not place[0].startswith(NOT_ITS_OWN)
        }
        KEPT[key] = case, [item for place, item in after.items() if before.get(place) != item]
        return case
    case, items = KEPT[key]
    client: Any = stores.table.client
    for start in range(0, len(items), 25):
        puts = [{"PutRequest": {"Item": item}} for item in items[start : start + 25]]
        assert not client.batch_write_item(RequestItems={stores.table.name: puts}).get("UnprocessedItems")
    return case


def _items(stores: Stores) -> dict[tuple[str, str], Item]:
    client: Any = stores.table.client
    pages = client.get_paginator("scan").paginate(TableName=stores.table.name, ConsistentRead=True)
    return {(item["PK"]["S"], item["SK"]["S"]): item for page in pages for item in page["Items"]}


def _clear(stores: Stores, case: Case) -> None:
    """Take away what became of it before."""
    client: Any = stores.table.client
    for partition, sort in _items(stores):
        if partition == f"APPLICATION#{case.application.id}":
            client.delete_item(TableName=stores.table.name, Key={"PK": {"S": partition}, "SK": {"S": sort}})
