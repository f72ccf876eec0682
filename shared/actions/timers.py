"""Steps of the workflow that nobody takes: the clock does, once their time is over."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from shared.domain.appeals import over
from shared.domain.calendar import day_in_beijing
from shared.domain.change import transition
from shared.domain.programmes import DIRECTIONS
from shared.domain.refusals import Refusal
from shared.store.case_parts import listed
from shared.store.codec import Row
from shared.store.keys import last_part
from shared.store.stores import Stores

APPEAL_WINDOW = "timer_appeal_window"
MOST = 200
"""Refusals that one run makes final, the oldest first: what has piled up is closed within a few days."""


@dataclass(frozen=True, slots=True)
class Closed:
    """How many refusals were made final; `left` says of each case that could not be read or written what was wrong."""

    done: int
    left: Mapping[str, str]


def close_appeal_windows(stores: Stores, now: Callable[[], datetime]) -> Closed:
    """Make every refusal final that nobody can appeal against any more. Safe to repeat.

    Each is closed at a time of its own, because whoever follows changes counts on them being written by then. One
    that cannot be closed costs no other its turn.
    """
    done, left = 0, {}
    for application_id in list(islice(_refused(stores, day_in_beijing(now())), MOST)):
        try:
            done += _close(stores, application_id, now)
        except (Refusal, KeyError, ValueError) as error:
            left[application_id] = type(error).__name__
    return Closed(done, left)


def _refused(stores: Stores, today: date) -> Iterator[str]:
    """Ids of the refused cases whose time for an appeal is over, by what the index says."""
    for direction in DIRECTIONS:
        after: Row | None = None
        while True:
            page = stores.cases.in_state(direction, "rejected", 100, after)
            yield from (last_part(str(row["PK"])) for row in page.rows if _over(row, today))
            after = page.after
            if after is None:
                break


def _over(row: Row, today: date) -> bool:
    """What the index does not say readably, the case itself has to say."""
    try:
        item = listed(row)
    except ValueError:
        return True
    return over(item.changed_at, possible=bool(item.due), today=today)


def _close(stores: Stores, application_id: str, now: Callable[[], datetime]) -> bool:
    """Whether it was closed now."""
    application = stores.cases.load(application_id).application
    steps, at = application.workflow.transitions_from(application.state, APPEAL_WINDOW), now()
    possible = not application.appealed_on
    if not steps or not over(application.changed_at, possible=possible, today=day_in_beijing(at)):
        return False
    stores.cases.commit(transition(application, steps[0], by="", by_name="", at=at, data={}))
    return True
