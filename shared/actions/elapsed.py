"""Steps of the workflow that nobody takes: the clock does, once their time is over."""

from collections.abc import Iterator
from datetime import UTC, datetime

from shared.actions.queries.partitions import Source
from shared.domain.appeals import appeal_until
from shared.domain.calendar import day_in_beijing
from shared.domain.change import transition
from shared.domain.programmes import DIRECTIONS
from shared.domain.refusals import Conflict
from shared.store.stores import Stores

APPEAL_WINDOW = "timer_appeal_window"
OPEN_TO_APPEAL = "rejected"
BEGINNING = datetime.min.replace(tzinfo=UTC)


def close_appeal_windows(stores: Stores, at: datetime) -> int:
    """Make every refusal final that nobody can appeal against any more; how many. Safe to repeat."""
    return sum(_close(stores, each, at) for each in list(_over(stores, at)))


def _over(stores: Stores, at: datetime) -> Iterator[str]:
    """Ids of the refused cases whose last day is past, or that never had one."""
    today = day_in_beijing(at).isoformat()
    for direction in DIRECTIONS:
        for each in Source(stores, direction=direction, state=OPEN_TO_APPEAL).since(BEGINNING):
            if each.due < today:
                yield each.id


def _close(stores: Stores, application_id: str, at: datetime) -> bool:
    """Whether it was closed now; a case that moves meanwhile is looked at again on the next day."""
    application = stores.cases.load(application_id).application
    steps = application.workflow.transitions_from(application.state, APPEAL_WINDOW)
    if not steps or appeal_until(application) >= day_in_beijing(at).isoformat():
        return False
    change = transition(application, steps[0], by="", by_name="", at=at, data={})
    try:
        stores.cases.commit(change)
    except Conflict:
        return False
    return True
