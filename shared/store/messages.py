"""Inboxes in the table: a message is added once, however often its event is delivered, and counted until it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.messages import Mail, Message
from shared.store import keys
from shared.store.codec import Codec, Row
from shared.store.table import Table, Taken, Write, put, update

MESSAGE = Codec(Message, ("read_at", "mail"))
AT_ONCE = 50
"""Messages marked in one transaction (DynamoDB allows 100 writes)."""


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages newest first and the key to go on from, or None at the end."""

    messages: list[Message]
    after: Row | None


class Messages:
    """Reads and writes inboxes; `COUNTERS` of a person holds how many messages are unread."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, message: Message) -> bool:
        """Put a message into the inbox of its person; False when it is there already."""
        message_key = keys.message(message.person_id, message.at, message.id)
        counted = update(keys.counters(message.person_id), "ADD unread :one", one=1)
        try:
            self._table.commit([put(MESSAGE.row(message_key, message), new=True), counted])
        except Taken:
            return False
        return True

    def get(self, person_id: str, at: datetime, message_id: str) -> Message | None:
        key = keys.message(person_id, at, message_id)
        row = self._table.get([key]).get(key)
        return MESSAGE.value(row) if row else None

    def page(self, person_id: str, limit: int, after: Row | None = None) -> MessagePage:
        """One page of an inbox, newest first."""
        page = self._table.query(
            keys.messages(person_id), limit=limit, after=after, newest_first=True, consistent=True
        )
        return MessagePage([MESSAGE.value(row) for row in page.rows], page.after)

    def mark_read(self, messages: Sequence[Message], at: datetime) -> int:
        """Mark messages of one person as read; those read already count no second time. Returns how many changed."""
        unread = [message for message in messages if message.read_at is None]
        done = 0
        while unread:
            some = unread[:AT_ONCE]
            counted = update(keys.counters(some[0].person_id), "ADD unread :fewer", fewer=-len(some))
            try:
                self._table.commit([*(_read(message, at) for message in some), counted])
            except Taken as taken:
                unread.remove(some[taken.index])
            else:
                done += len(some)
                unread = unread[AT_ONCE:]
        return done

    def mark_mail(self, message: Message, before: Mail, after: Mail) -> bool:
        """Move the e-mail of a message on; False when it is no longer where it was believed to be."""
        key = keys.message(message.person_id, message.at, message.id)
        try:
            self._table.commit(
                [update(key, "SET mail = :after", "mail = :before", before=before, after=after)]
            )
        except Taken:
            return False
        return True


def _read(message: Message, at: datetime) -> Write:
    key = keys.message(message.person_id, message.at, message.id)
    condition = "attribute_exists(PK) AND attribute_not_exists(read_at)"
    return update(key, "SET read_at = :at", condition, at=at.isoformat())
