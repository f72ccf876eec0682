"""Conditions that forms state as data, and the one small evaluator that reads them.

A condition is `{"field": path, <operator>: operand}`, `{"all": [...]}`, `{"any": [...]}` or
`{"not": {...}}`. Paths are dotted: `ngo_mode.mode`. A missing value meets no operator. The operator
`some_row` has a condition on the columns of a table, which one of its rows must meet.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypedDict

from shared.domain.json_value import JsonValue, Values

Condition = TypedDict(
    "Condition",
    {
        "all": "list[Condition]",
        "any": "list[Condition]",
        "not": "Condition",
        "field": str,
        "equals": str | int | bool,
        "in": list[str],
        "contains": str,
        "over": int,
        "at_most": int,
        "not_zero": bool,
        "some_row": "Condition",
        "sooner_than_days": int,
    },
    total=False,
)
"""A condition as a form's file states it."""

_OPERATORS: Mapping[str, Callable[[object, Condition], bool]] = {
    "equals": lambda value, test: type(value) is type(test["equals"]) and value == test["equals"],
    "in": lambda value, test: value in test["in"],
    "contains": lambda value, test: isinstance(value, list) and test["contains"] in value,
    "over": lambda value, test: isinstance(value, int) and value > test["over"],
    "at_most": lambda value, test: isinstance(value, int) and value <= test["at_most"],
    "not_zero": lambda value, test: isinstance(value, str) and bool(value.strip("0.")) is test["not_zero"],
    "some_row": lambda value, test: any(holds(test["some_row"], row) for row in rows_of(value)),
}


def value_at(values: Values, path: str) -> object:
    """The value at a dotted path, or None where there is none; a number is the place of a row (from 0)."""
    found: object = values
    for name in path.split("."):
        if isinstance(found, list) and name.isdecimal():
            found = found[int(name)] if int(name) < len(found) else None
        else:
            found = found.get(name) if isinstance(found, Mapping) else None
    return found


def rows_of(value: object) -> list[Values]:
    """The rows of a table; none where it has no value."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def holds(condition: Condition, values: Values, today: date | None = None) -> bool:
    """Whether the condition is met; without `today`, dates count as near, so that the question shows."""
    if "all" in condition:
        return all(holds(each, values, today) for each in condition["all"])
    if "any" in condition:
        return any(holds(each, values, today) for each in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], values, today)
    value = value_at(values, condition["field"])
    if value is None:
        return False
    if "sooner_than_days" in condition:
        return _sooner(value, condition["sooner_than_days"], today)
    return all(test(value, condition) for name, test in _OPERATORS.items() if name in condition)


def as_schema(condition: Condition) -> dict[str, JsonValue]:
    """The condition as JSON Schema; what depends on the day is left out (always met)."""
    if "all" in condition:
        return {"allOf": [as_schema(each) for each in condition["all"]]}
    if "any" in condition:
        return {"anyOf": [as_schema(each) for each in condition["any"]]}
    if "not" in condition:
        return {"not": as_schema(condition["not"])}
    schema = _test_schema(condition)
    for name in reversed(condition["field"].split(".")):
        schema = {"type": "object", "properties": {name: schema}, "required": [name]}
    return schema


def fields_of(condition: Condition) -> frozenset[str]:
    """The ids of the fields whose answers decide, without the parts that a path names."""
    inner = [*condition.get("all", ()), *condition.get("any", ())]
    if "not" in condition:
        inner.append(condition["not"])
    own = {condition["field"].partition(".")[0]} if "field" in condition else set()
    return frozenset(own).union(*map(fields_of, inner))


def depends_on_day(condition: Condition) -> bool:
    """Whether the condition cannot be judged without knowing today's date."""
    inner = [*condition.get("all", ()), *condition.get("any", ())]
    inner += [condition[name] for name in ("not", "some_row") if name in condition]
    return "sooner_than_days" in condition or any(depends_on_day(each) for each in inner)


def _test_schema(condition: Condition) -> dict[str, JsonValue]:
    schema: dict[str, JsonValue] = {}
    if "equals" in condition:
        schema["const"] = condition["equals"]
    if "in" in condition:
        schema["enum"] = list(condition["in"])
    if "contains" in condition:
        schema |= {"type": "array", "contains": {"const": condition["contains"]}}
    if "over" in condition:
        schema |= {"type": "integer", "exclusiveMinimum": condition["over"]}
    if "at_most" in condition:
        schema |= {"type": "integer", "maximum": condition["at_most"]}
    if "not_zero" in condition:
        schema |= {"type": "string", "pattern": "[1-9]"}
    if "some_row" in condition:
        schema |= {"type": "array", "contains": as_schema(condition["some_row"])}
    return schema


def _sooner(value: object, days: int, today: date | None) -> bool:
    if today is None or not isinstance(value, str):
        return True
    try:
        return date.fromisoformat(value) < today + timedelta(days=days)
    except ValueError:
        return False
