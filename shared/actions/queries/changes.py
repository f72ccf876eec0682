"""What changed since somebody last asked, oldest change first."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from shared.actions.queries.partitions import assigned, only_reviews, sources_of
from shared.domain.application import CaseSummary
from shared.domain.people import Person
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.store.stores import Stores

BAD_SINCE = Words("Give a time like 2026-11-23T08:00:00Z.", "请填写如 2026-11-23T08:00:00Z 的时间。")
SETTLED = timedelta(seconds=15)
"""How long a change may be on its way into the table and its index (the functions' timeout)."""


def changes(
    stores: Stores, person: Person, since: str | None, *, limit: int, conflicts: frozenset[str], at: datetime
) -> tuple[list[CaseSummary], str]:
    """Cases whose state changed from `since` (UTC) on, oldest change first, and the time to ask from next.

    What changed within the last seconds is told again, because an earlier change may still be on its way.
    """
    start = _since(since)
    changed = _changed(stores, person, start, limit, conflicts)
    page = list(_first(sorted(changed, key=lambda item: (item.changed_at, item.id)), limit))
    until = min(page[-1].changed_at + timedelta(microseconds=1), at - SETTLED) if page else start
    return page, max(start, until).isoformat().replace("+00:00", "Z")


def _changed(
    stores: Stores, person: Person, start: datetime, limit: int, conflicts: frozenset[str]
) -> Iterator[CaseSummary]:
    if only_reviews(person):
        mine = stores.cases.headers(assigned(stores, person))
        yield from (item for item in mine if item.changed_at >= start and item.id not in conflicts)
    for source in sources_of(stores, person):
        at_once = 100 if source.organisation else limit + 1
        rows = (item for item in source.since(start, at_once) if item.id not in conflicts)
        yield from rows if source.organisation else _first(rows, limit)


def _first(items: Iterable[CaseSummary], limit: int) -> Iterator[CaseSummary]:
    """The first of what is in order of time, and with the last of them all of the same instant."""
    last = None
    for place, item in enumerate(items):
        if place >= limit and item.changed_at != last:
            return
        last = item.changed_at
        yield item


def _since(text: str | None) -> datetime:
    if not text:
        return datetime(2000, 1, 1, tzinfo=UTC)
    try:
        given = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise _bad_since() from error
    if given.tzinfo is None or not 2000 <= given.year < 3000:  # noqa: PLR2004 -- when there are cases
        raise _bad_since()
    return given.astimezone(UTC)


def _bad_since() -> InvalidFields:
    return InvalidFields((FieldError(field="since", code="invalid", message=BAD_SINCE),))
