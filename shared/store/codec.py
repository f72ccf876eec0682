"""Dataclasses to table items and back: index columns as attributes, all the rest as one JSON text.

A field is written once, in the dataclass; its annotation says how it is read (shared/store/json_types.py).
"""

import base64
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from shared.store.json_types import Unreadable, plain, reader
from shared.store.keys import Key

T = TypeVar("T")
Plain = str | int | bool | bytes
Row = dict[str, Plain]
Wire = dict[str, dict[str, Any]]
WORDS = Path(__file__).with_name("words.1.txt").read_bytes()
"""Names and options of the forms, which stand in every content and need not be written again (RFC 1950 2.2, FDICT).

What is stored names the words that it was packed with: they never change. Other words are a second file, by its number.
"""


class Codec(Generic[T]):
    """Writes one dataclass; `columns` are the fields that become attributes of their own, `packed` compresses the rest."""

    def __init__(self, kind: type[T], columns: tuple[str, ...] = (), *, packed: bool = False) -> None:
        self._kind: Any = kind
        self._columns = columns
        self._packed = packed

    def row(self, key: Key, value: T, **attributes: Plain) -> Row:
        body = plain(value)
        columns = {name: body.pop(name) for name in self._columns if name in body}
        rest: Row = {"content": pack(body)} if self._packed else {"body": dense(body)}
        return {"PK": key.partition, "SK": key.sort, **columns, **attributes, **rest}

    def value(self, row: Mapping[str, Plain]) -> T:
        """Raises Unreadable when the row is not what the dataclass promises."""
        body = self._unpacked(row) if self._packed else json.loads(str(row.get("body", "{}")))
        columns = {name: row[name] for name in self._columns if name in row}
        value: T = reader(self._kind)({**body, **columns})
        return value

    def _unpacked(self, row: Mapping[str, Plain]) -> Any:
        try:
            return unpack(row["content"])
        except (KeyError, TypeError, zlib.error) as error:
            raise Unreadable(self._kind.__name__) from error


def dense(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def pack(value: object) -> bytes:
    """A content as compressed JSON: it is written in whole kilobytes, twice in a transaction."""
    packer = zlib.compressobj(9, zdict=WORDS)
    return packer.compress(dense(value).encode()) + packer.flush()


def unpack(data: Plain) -> Any:
    """The content, packed with or without words known beforehand; raises TypeError for what is none."""
    if not isinstance(data, bytes):
        raise TypeError
    return json.loads(zlib.decompressobj(zdict=WORDS).decompress(data))


def to_wire(row: Mapping[str, Plain]) -> Wire:
    return {name: _attribute(value) for name, value in row.items()}


def from_wire(item: Mapping[str, Mapping[str, Any]]) -> Row:
    return {name: _plain(attribute) for name, attribute in item.items()}


def _attribute(value: Plain) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    return {"B": value} if isinstance(value, bytes) else {"S": value}


def _plain(attribute: Mapping[str, Any]) -> Plain:
    """Bytes are base64 in DynamoDB's JSON, and bytes already where botocore has read it by its description."""
    [(kind, value)] = attribute.items()
    if kind == "B" and isinstance(value, str):
        return base64.b64decode(value)
    return int(value) if kind == "N" else value
