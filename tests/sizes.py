"""How much of each test is run: a part by `make test`, all of it by `make battery`; the tests are the same."""

import os
from dataclasses import dataclass

SHARE = float(os.environ.get("BATTERY") or 0)
"""The share of the whole battery: BATTERY=1 is all of it, 0.1 a tenth, 0 (or unset) what `make test` runs."""
SEED = int(os.environ.get("SEED") or 1)
"""Where everything drawn at random begins."""


@dataclass(frozen=True, slots=True)
class Size:
    """How often something is done: usually, and in the whole battery."""

    usual: int
    full: int

    @property
    def now(self) -> int:
        return max(1, round(self.full * SHARE)) if SHARE else self.usual

    def lots(self, most: int) -> list[tuple[int, int]]:
        """A seed for each part, and its size: parts of at most so many, to share among workers."""
        now = self.now
        parts = -(-now // most)
        return [(SEED + part, min(most, now - part * most)) for part in range(parts)]


DECISION_ROUNDS = Size(3, 2_000)
DECISION_PROCESSES = 32 if SHARE else 2
REPEAT_ROUNDS = Size(1, 100)
PLACES_ROUNDS = Size(1, 100)
PLACES = (1, 5, 50) if SHARE else (1, 5)
WALK_STEPS = Size(60, 2_000)
PUBLISHER_DEATHS = Size(6, 1_000)
POISON_BATCH = Size(20, 100)
OUTAGES = Size(1, 10)
"""For each rate of failure."""
MARKUP_TURNS = Size(1, 44)
VIEW_STEP = 1 if SHARE else 5
"""Of the views that everybody has of every case one in so many is looked at."""
CELL_STEP = 1 if SHARE else 7
"""Of the cells of the access matrix one in so many is tried; every route, principal and kind of case has its turns."""
MALFORMED_EVENTS = Size(700, 100_000)
CONSUMER_EVENTS = Size(150, 5_000)
CONTRACT_EXAMPLES = Size(8, 1_000)
PAGE_LANGUAGES = 2 if SHARE else 1
CHECK_STEP = 1 if SHARE else 3
"""Of the authorisation checks of the actions one in so many is taken away."""
PAIR_STEP = 1 if SHARE else 3
"""Of the pairs of writes one in so many meets in every order."""
PAGE_STEP = 1 if SHARE else 4
"""Of the pages of each person one in so many is looked at."""
EVERY_LONG_CRASH = 1 if SHARE else 35
"""Paths with a few calls for each recipient are tried at one call in so many."""
