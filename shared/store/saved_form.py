"""What somebody typed into a form and did not send, kept so that it need not be typed again: for a day, or as a draft."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.store import keys
from shared.store.codec import pack, unpack
from shared.store.table import Table, put

KEPT = timedelta(hours=24)
"""For what was typed while a session ended."""
LARGEST = 300_000
"""Bytes of an item; DynamoDB allows 400,000."""

Fields = Mapping[str, list[str]]


class Typed:
    """Reads and writes the fields of one form of one person."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def keep(self, person_id: str, path: str, fields: Fields, at: datetime, kept: timedelta = KEPT) -> bool:
        """Keep what was typed; False when it is too much."""
        packed = pack(fields)
        if len(packed) > LARGEST:
            return False
        self._put(_key(person_id, path), packed, at + kept)
        return True

    def of(self, person_id: str, path: str, at: datetime) -> Fields:
        key = _key(person_id, path)
        row = self._table.get([key]).get(key)
        if row is None or int(row["ttl"]) <= at.timestamp():
            return {}
        return {str(name): [str(value) for value in values] for name, values in unpack(row["fields"]).items()}

    def forget(self, person_id: str, path: str, at: datetime) -> None:
        """Blank it at once: the functions that use forms may write items, but not delete any."""
        self._put(_key(person_id, path), b"", at)

    def _put(self, key: keys.Key, packed: bytes, until: datetime) -> None:
        ttl = int(until.timestamp())
        self._table.commit([put({"PK": key.partition, "SK": key.sort, "fields": packed, "ttl": ttl})])


def _key(person_id: str, path: str) -> keys.Key:
    return keys.typed(person_id, hashlib.sha256(path.encode()).hexdigest())
