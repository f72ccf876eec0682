"""Dataclasses to JSON and back: what a field's annotation promises is checked when it is read."""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]
_JSON = {"Mapping": Mapping, "Sequence": Sequence, "JsonValue": object}
"""What `JsonValue` is made of: a `Mapping` is any JSON object, as it is."""


class Unreadable(ValueError):
    """What is stored is not what the dataclass promises; says which field, never what stood there."""


def plain(value: Any) -> Any:
    """JSON of a value; fields that hold their default are left out."""
    if isinstance(value, str | int | None):
        return value
    kind: Any = type(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if hasattr(kind, "__dataclass_fields__"):
        held = ((name, getattr(value, name), default) for name, default in _defaults(kind))
        return {name: plain(each) for name, each, default in held if each != default}
    raise TypeError(kind)


@cache
def reader(kind: Any) -> Reader:
    """What turns JSON into this dataclass; a member without a field is left out. Raises Unreadable."""
    hints = get_type_hints(kind, localns=_JSON)
    readers = {each.name: _reader(hints[each.name]) for each in fields(kind)}

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Unreadable(kind.__name__)
        held = {}
        for name, each in value.items():
            if name in readers:
                try:
                    held[name] = readers[name](each)
                except (TypeError, ValueError) as error:
                    raise Unreadable(f"{kind.__name__}.{name}") from error
        try:
            return kind(**held)
        except TypeError as error:
            raise Unreadable(f"{kind.__name__}: {error}") from error

    return read


@cache
def _defaults(kind: Any) -> list[tuple[str, Any]]:
    return [
        (each.name, each.default if each.default_factory is MISSING else each.default_factory())
        for each in fields(kind)
    ]


def _reader(hint: Any) -> Reader:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _one_of(frozenset(inner))
    if origin is tuple:
        return _tuple(_reader(inner[0]))
    if origin is Mapping:
        return _exactly(dict)
    if origin is dict:
        return _members(_reader(inner[1]))
    if origin in (Union, types.UnionType):
        [known] = [_reader(each) for each in inner if each is not types.NoneType]
        return lambda value: None if value is None else known(value)
    return _SIMPLE[hint] if hint in _SIMPLE else reader(hint)


def _exactly(kind: type) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise Unreadable(kind.__name__)
        return value

    return read


def _one_of(known: frozenset[Any]) -> Reader:
    def read(value: Any) -> Any:
        if value not in known:
            raise Unreadable("unknown value")
        return value

    return read


def _tuple(each: Reader) -> Reader:
    listed = _exactly(list)
    return lambda value: tuple(map(each, listed(value)))


def _members(each: Reader) -> Reader:
    mapped = _exactly(dict)
    return lambda value: {name: each(held) for name, held in mapped(value).items()}


_SIMPLE: Mapping[Any, Reader] = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    datetime: datetime.fromisoformat,
}
