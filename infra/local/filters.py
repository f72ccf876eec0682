"""Lambda's event filtering: which records of a source reach the function."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MISSING = object()


def passes(record: Mapping[str, Any], patterns: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the record matches any of the patterns; without patterns everything passes."""
    every = tuple(patterns)
    return not every or any(_matches(record, pattern) for pattern in every)


def _matches(value: Any, pattern: Mapping[str, Any]) -> bool:
    members = value if isinstance(value, dict) else {}
    for key, expected in pattern.items():
        if key == "$or":
            if not any(_matches(value, choice) for choice in expected):
                return False
        elif isinstance(expected, dict):
            if not _matches(members.get(key, _MISSING), expected):
                return False
        elif not any(_fits(members.get(key, _MISSING), rule) for rule in expected):
            return False
    return True


def _fits(value: Any, rule: Any) -> bool:
    if isinstance(value, list):
        return any(_fits(member, rule) for member in value)
    if not isinstance(rule, dict):
        return bool(value == rule) and type(value) is type(rule)
    ((name, argument),) = rule.items()
    if name not in _RULES:
        raise ValueError(f"The embedded run does not know the filter rule {name!r}")
    if name == "exists":
        return (value is not _MISSING) is argument
    return value is not _MISSING and _RULES[name](value, argument)


def _is_none_of(value: Any, excluded: Any) -> bool:
    if isinstance(excluded, dict):
        return not _fits(value, excluded)
    return value not in (excluded if isinstance(excluded, list) else [excluded])


def _is_in_range(value: Any, bounds: list[Any]) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return all(
        _COMPARISONS[sign](value, bound) for sign, bound in zip(bounds[::2], bounds[1::2], strict=True)
    )


_RULES: dict[str, Callable[[Any, Any], bool]] = {
    "exists": lambda _value, _argument: True,
    "prefix": lambda value, start: isinstance(value, str) and value.startswith(start),
    "suffix": lambda value, end: isinstance(value, str) and value.endswith(end),
    "equals-ignore-case": lambda value, text: isinstance(value, str) and value.lower() == text.lower(),
    "anything-but": _is_none_of,
    "numeric": _is_in_range,
}
