"""What somebody does with their inbox: read it a page at a time, and mark messages as read."""

import base64
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.actions.policy import view_of
from shared.domain.case import Case
from shared.domain.messages import Message
from shared.domain.people import Person
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.store import keys
from shared.store.codec import Row
from shared.store.stores import Stores

PAGES = 20
"""Pages of 100 messages that are looked through for those to mark."""
BAD_CURSOR = Words("Use next_cursor of the page before.", "请使用上一页的 next_cursor。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message beside its case as it stands now; `open`: it still waits for this person."""

    message: Message
    case: Case
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One page, newest first."""

    entries: list[Entry]
    next_cursor: str | None


def read(stores: Stores, person: Person, *, limit: int, cursor: str | None = None) -> Inbox:
    """One page of somebody's own inbox; raises InvalidFields for a cursor that is none.

    Messages about cases that do not exist for this person (any more) are left out.
    """
    page = stores.messages.page(person.id, limit, _after(person.id, cursor))
    reviewer = person.id if "reviewer" in person.roles else None
    cases = stores.cases.standing([each.application_id for each in page.messages], reviewer)
    entries = [
        Entry(message=message, case=case, open=_is_open(message, case, person))
        for message in page.messages
        if (case := cases.get(message.application_id)) and view_of(person, case)
    ]
    following = base64.urlsafe_b64encode(str(page.after["SK"]).encode()).decode() if page.after else None
    return Inbox(entries=entries, next_cursor=following)


def _is_open(message: Message, case: Case, person: Person) -> bool:
    """A task is over when the case has moved on, the person has handed in their review, or has put it aside."""
    mine = case.review_of(person.id)
    done = mine is not None and mine.status == "submitted" and not case.is_stale(mine)
    return (
        message.kind != "news"
        and message.read_at is None
        and message.state == case.application.state
        and not done
    )


def mark(
    stores: Stores,
    person_id: str,
    wanted: Collection[str] | None,
    *,
    unread: int,
    conflicts: frozenset[str],
    at: datetime,
) -> int:
    """Mark messages as read by their event ids, None for all of them; `unread` is how many there can be.

    Returns how many changed; ids that are not in this inbox, or about a case that is gone for this person, change
    nothing.
    """
    done, found, after = 0, 0, None
    for _ in range(PAGES):
        page = stores.messages.page(person_id, 100, after)
        meant = [
            each
            for each in page.messages
            if (wanted is None or each.id in wanted) and each.application_id not in conflicts
        ]
        done, found, after = done + stores.messages.mark_read(meant, at), found + len(meant), page.after
        if after is None or (done >= unread if wanted is None else found >= len(wanted)):
            break
    return done


def forget(stores: Stores, person_id: str, application_id: str, at: datetime) -> None:
    """Nothing of a case counts as unread any more for somebody it no longer exists for."""
    after = None
    for _ in range(PAGES):
        page = stores.messages.page(person_id, 100, after)
        about = [each for each in page.messages if each.application_id == application_id]
        stores.messages.mark_read(about, at)
        after = page.after
        if after is None:
            return


def forget_released(stores: Stores, case: Case, person_ids: Iterable[str], at: datetime) -> None:
    """The same for reviewers who left a case, unless another role still lets them read it."""
    for person in stores.people.get(list(person_ids)).values():
        if view_of(person, case) is None:
            forget(stores, person.id, case.application.id, at)


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
