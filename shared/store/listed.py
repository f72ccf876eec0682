"""Rows that only lead to something: places in lists by name, and what only one may have."""

from shared.domain import texts
from shared.store import keys
from shared.store.table import Table, Write, delete, put

LISTED_NAME = 80
"""Characters of a name that a list is sorted by."""


def folded(name: str) -> str:
    """A name as lists sort it and as somebody looks for it."""
    return texts.folded(name).replace("#", "")[:LISTED_NAME]


def leads(key: keys.Key) -> Write:
    """The write of a row that is nothing but its key."""
    return put({"PK": key.partition, "SK": key.sort})


def given_up(table: Table, key: keys.Key, owner: str, owner_id: str) -> list[Write]:
    """The write that gives up what only one may have, if it is theirs: somebody of an earlier version holds none."""
    row = table.get([key]).get(key)
    return [delete(key)] if row and row.get(owner) == owner_id else []
