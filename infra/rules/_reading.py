"""How rules read a template."""

from collections.abc import Iterator
from typing import Any


def reference(value: object) -> str | None:
    """The logical id that a Ref or GetAtt names."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            return name
        case {"Fn::GetAtt": str(dotted)}:
            return dotted.partition(".")[0]
    return None


def statements(node: Any) -> Iterator[dict[str, Any]]:
    """Every policy statement below a node, through whatever conditions wrap it."""
    if isinstance(node, dict):
        if "Effect" in node:
            yield node
        else:
            for member in node.values():
                yield from statements(member)
    elif isinstance(node, list):
        for member in node:
            yield from statements(member)


def many(value: Any) -> list[Any]:
    """A member that may be given alone, as a list."""
    return value if isinstance(value, list) else [value]
