"""What an answer, a stored part and the data of an event are made of."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

JsonValue: TypeAlias = "str | int | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
Values: TypeAlias = Mapping[str, JsonValue]
"""Answers by the id of their question, or other JSON by name."""
