"""What somebody does with their inbox: read it a page at a time, and mark messages as read."""

import base64
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from shared.domain.messages import Message
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.store import keys
from shared.store.codec import Row
from shared.store.stores import Stores

PAGES = 20
"""Pages of 100 messages that are looked through for those to mark."""
BAD_CURSOR = Words("Use next_cursor of the page before.", "请使用上一页的 next_cursor。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One page, newest first."""

    messages: list[Message]
    next_cursor: str | None


def read(stores: Stores, person_id: str, *, limit: int, cursor: str | None = None) -> Inbox:
    """One page of somebody's own inbox; raises InvalidFields for a cursor that is none."""
    page = stores.messages.page(person_id, limit, _after(person_id, cursor))
    following = base64.urlsafe_b64encode(str(page.after["SK"]).encode()).decode() if page.after else None
    return Inbox(messages=page.messages, next_cursor=following)


def mark(stores: Stores, person_id: str, wanted: Collection[str] | None, *, unread: int, at: datetime) -> int:
    """Mark messages as read by their event ids, None for all of them; `unread` is how many there can be.

    Returns how many changed; ids that are not in this inbox change nothing.
    """
    done, found, after = 0, 0, None
    for _ in range(PAGES):
        page = stores.messages.page(person_id, 100, after)
        meant = [each for each in page.messages if wanted is None or each.id in wanted]
        done, found, after = done + stores.messages.mark_read(meant, at), found + len(meant), page.after
        if after is None or (done >= unread if wanted is None else found >= len(wanted)):
            break
    return done


def _after(person_id: str, cursor: str | None) -> Row | None:
    """The key to go on from: only the sort key travels, so that nobody can point into another inbox."""
    if cursor is None:
        return None
    start = keys.messages(person_id)
    try:
        sort = base64.b64decode(cursor, altchars=b"-_", validate=True).decode("ascii")
    except ValueError as error:
        raise _bad_cursor() from error
    if not sort.startswith(start.sort) or len(sort) > 200:  # noqa: PLR2004 -- longer than any key
        raise _bad_cursor()
    return {"PK": start.partition, "SK": sort}


def _bad_cursor() -> InvalidFields:
    return InvalidFields((FieldError(field="cursor", code="invalid", message=BAD_CURSOR),))
