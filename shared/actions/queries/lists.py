"""Lists of cases, a page at a time: what to ask for, what comes back, and the cursor between pages."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.actions.queries.partitions import OWN_KEY, Source, assigned, only_reviews, sources_of
from shared.domain.application import CaseSummary
from shared.domain.people import Person
from shared.domain.programmes import DIRECTIONS
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.domain.workflow import states
from shared.store.codec import Row
from shared.store.stores import Stores

BAD_CURSOR = Words("Use next_cursor of the page before.", "请使用上一页的 next_cursor。")
BAD_FILTER = Words("There is no such value.", "没有这个值。")
KEY_PART = re.compile(r"[!-~]{1,200}")
MOST = 1_000
"""No cursor names a later place."""
QUERIES = 80
"""Index pages one list may read: every state of both directions once, and some to skip rows filtered out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """What a list is asked for; `conflicts` are the cases that do not exist for this person."""

    direction: str | None = None
    state: str | None = None
    officer: str | None = None
    cursor: str | None = None
    limit: int = 25
    conflicts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """One page of a list."""

    items: tuple[CaseSummary, ...]
    next_cursor: str | None = None


def cases(stores: Stores, person: Person, asked: ListQuery) -> CaseList:
    """What this person may see, a page at a time; raises InvalidFields for a cursor or filter that is none."""
    _check(asked)
    start, after = _cursor(asked.cursor)
    if only_reviews(person):
        return _of_reviewer(stores, person, asked, start)
    sources = sources_of(stores, person, asked.direction, asked.state)
    if (start or after) and not (start < len(sources) and (not after or sources[start].holds(after))):
        raise _invalid("cursor", BAD_CURSOR)
    items: list[CaseSummary] = []
    for place, row, more in _rows(sources, start, after, asked.limit):
        item = sources[place].item(row)
        if _wanted(item, asked):
            items.append(item)
        if len(items) == asked.limit or not more:
            return CaseList(items=tuple(items), next_cursor=_next(place, row))
    return CaseList(items=tuple(items))


def _of_reviewer(stores: Stores, person: Person, asked: ListQuery, start: int) -> CaseList:
    """A reviewer's list is the assignments; they are few, so a cursor is a place among them."""
    ids = assigned(stores, person)
    found = [item for item in stores.cases.headers(ids) if _wanted(item, asked)]
    end = start + asked.limit
    cursor = _next(end, {}) if end < len(found) else None
    return CaseList(items=tuple(found[start:end]), next_cursor=cursor)


def _rows(
    sources: list[Source], start: int, after: Row | None, limit: int
) -> Iterator[tuple[int, Row, bool]]:
    """Rows of one partition after the other; False with the last of a bounded number of pages."""
    queries = 0
    for place in range(start, len(sources)):
        while True:
            page = sources[place].page(limit, after)
            queries += 1
            for number, row in enumerate(page.rows, start=1):
                yield place, row, queries < QUERIES or number < len(page.rows)
            after = page.after
            if after is None:
                break


def _wanted(item: CaseSummary, asked: ListQuery) -> bool:
    return (
        item.id not in asked.conflicts
        and asked.direction in (None, item.direction)
        and asked.state in (None, item.state)
        and asked.officer in (None, item.officer)
    )


def _check(asked: ListQuery) -> None:
    if asked.direction and asked.direction not in DIRECTIONS:
        raise _invalid("direction", BAD_FILTER)
    if asked.state and not any(asked.state in states(each) for each in DIRECTIONS):
        raise _invalid("state", BAD_FILTER)


def _invalid(name: str, words: Words) -> InvalidFields:
    return InvalidFields((FieldError(field=name, code="invalid", message=words),))


def _next(place: int, row: Row) -> str:
    kept = {
        name: row[name] for name in (*OWN_KEY, "PARTY_PK", "PARTY_SK", "STATE_PK", "STATE_SK") if name in row
    }
    return base64.urlsafe_b64encode(json.dumps([place, kept]).encode()).decode()


def _cursor(text: str | None) -> tuple[int, Row | None]:
    if text is None:
        return 0, None
    try:
        place, row = json.loads(base64.b64decode(text, altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise _invalid("cursor", BAD_CURSOR) from error
    fine = type(place) is int and 0 <= place < MOST and isinstance(row, dict)
    if not fine or not all(isinstance(value, str) and KEY_PART.fullmatch(value) for value in row.values()):
        raise _invalid("cursor", BAD_CURSOR)
    return place, row
