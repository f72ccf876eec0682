"""The history of the administration: what was done, by whom and when, for administrators and auditors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shared.actions.admin.clerk import Clerk, refused
from shared.actions.cursors import BAD_CURSOR, after_of, cursor_of
from shared.domain.administration import AdminEvent, Subject
from shared.domain.calendar import BEIJING
from shared.store import keys
from shared.store.administration import FIRST, LAST

AT_ONCE = 100
"""Events read in one call where a filter lets only some of them through."""
READS = 10
"""Such calls for one page: a filter that matches rarely goes on by its cursor."""
EXPORTED = 5_000
"""Events of an export."""
EXPORT_AT_ONCE, EXPORT_READS = 500, 30
"""Three times as many are looked at for them: within seconds, and within the time a function has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of the history is looked at; `first_day` and `last_day` are days in Beijing, both inclusive."""

    subject: Subject | None = None
    subject_id: str = ""
    by: str = ""
    first_day: date | None = None
    last_day: date | None = None
    newest_first: bool = False

    @property
    def start(self) -> datetime:
        return _midnight(self.first_day) if self.first_day else FIRST

    @property
    def end(self) -> datetime:
        """The first instant that is too late."""
        return _midnight(self.last_day + timedelta(days=1)) if self.last_day else LAST

    @property
    def sifts(self) -> bool:
        """Whether events are left out that the days let in."""
        return bool(self.subject or self.subject_id or self.by)

    def admits(self, event: AdminEvent) -> bool:
        return (
            self.subject in (None, event.subject)
            and self.subject_id in ("", event.subject_id)
            and self.by in ("", event.by)
        )

    def holds(self, sort: str) -> bool:
        """Whether a place in the history lies within the days."""
        return keys.instant(self.start) <= sort <= keys.instant(self.end)


EVERYTHING = Asked()


def page(
    clerk: Clerk, asked: Asked = EVERYTHING, *, limit: int, cursor: str | None = None
) -> tuple[list[AdminEvent], str | None]:
    """One page, which may be short or empty and go on; raises Forbidden, InvalidFields (cursor)."""
    clerk.check("read_administration")
    after = after_of(cursor)
    if after and not asked.holds(after):
        raise refused("cursor", "invalid", BAD_CURSOR)
    found: list[AdminEvent] = []
    for events, following in _read(clerk, asked, after, AT_ONCE if asked.sifts else limit + 1, READS):
        found += filter(asked.admits, events)
        if len(found) > limit:
            return found[:limit], cursor_of(
                keys.administration(found[limit - 1].at, found[limit - 1].id).sort
            )
        after = following
    return found, cursor_of(after)


def export(clerk: Clerk, asked: Asked) -> tuple[list[AdminEvent], bool]:
    """At most EXPORTED events, and whether there may be more; raises Forbidden."""
    clerk.check("read_administration")
    found: list[AdminEvent] = []
    more = False
    for events, following in _read(clerk, asked, None, EXPORT_AT_ONCE, EXPORT_READS):
        found += filter(asked.admits, events)
        more = following is not None
        if len(found) > EXPORTED:
            return found[:EXPORTED], True
    return found, more


def _read(
    clerk: Clerk, asked: Asked, after: str | None, at_once: int, reads: int
) -> Iterator[tuple[list[AdminEvent], str | None]]:
    """So many pages of the table at most."""
    for _ in range(reads):
        events, after = clerk.stores.administration.history(
            at_once, after, start=asked.start, end=asked.end, newest_first=asked.newest_first
        )
        yield events, after
        if after is None:
            return


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)
