"""Programmes (calls): a direction, a window in which applications are taken, and a number of places."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Direction = Literal["going_out", "inviting_in"]
DIRECTIONS: tuple[Direction, ...] = ("going_out", "inviting_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One call; `opens` and `closes` are ISO dates, both inclusive; `taken` counts approved cases."""

    id: str
    direction: Direction
    title_en: str
    title_zh: str
    opens: str
    closes: str
    quota: int
    taken: int = 0

    def is_open(self, today: date) -> bool:
        return self.opens <= today.isoformat() <= self.closes
