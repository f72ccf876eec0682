"""The public JSON of inboxes and of people to assign."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shared.actions.inbox import Entry, Inbox
from shared.actions.queries.colleagues import Colleague
from shared.language.notice_words import line
from shared.web.api.validation import Body


class TextView(BaseModel):
    """The same text in both languages."""

    en: str
    zh: str


class NotificationView(BaseModel):
    """One message; `id` is that of the event it tells of, `subject` the kind of event, `state` the state then.

    `open`: it asks for something that nobody has done yet.
    """

    id: str
    at: datetime
    kind: Literal["task", "alert", "news"]
    subject: str
    text: TextView
    application_id: str
    number: str
    direction: str
    state: str
    read: bool
    open: bool
    href: str


class InboxView(BaseModel):
    """One page of the caller's inbox, newest first; `unread` counts the whole inbox."""

    items: list[NotificationView]
    unread: int
    next_cursor: str | None = None


class ReadMessages(Body):
    """Which messages were read: their ids, or all of them."""

    ids: Annotated[list[Annotated[str, Field(max_length=120)]], Field(max_length=100)] = []
    all: bool = False


class ReadView(BaseModel):
    """How many messages this marked, and how many are unread still."""

    marked: int
    unread: int


class ColleagueView(BaseModel):
    """Somebody an officer may assign; `open_load` counts their reviews not handed in."""

    id: str
    name: str
    expertise: list[str]
    open_load: int


class ColleaguesView(BaseModel):
    """Everybody who holds the role, by name."""

    items: list[ColleagueView]


def inbox_view(inbox: Inbox, unread: int) -> InboxView:
    items = [_notification(entry) for entry in inbox.entries]
    return InboxView(items=items, unread=unread, next_cursor=inbox.next_cursor)


def colleagues_view(found: list[Colleague]) -> ColleaguesView:
    return ColleaguesView(
        items=[
            ColleagueView(
                id=each.person.id,
                name=each.person.name,
                expertise=list(each.person.expertise),
                open_load=each.open_load,
            )
            for each in found
        ]
    )


def _notification(entry: Entry) -> NotificationView:
    message = entry.message
    text = line(message)
    return NotificationView(
        id=message.id,
        at=message.at,
        kind=message.kind,
        subject=message.subject,
        text=TextView(en=text.en, zh=text.zh),
        application_id=message.application_id,
        number=message.number,
        direction=message.direction,
        state=message.state,
        read=message.read_at is not None,
        open=entry.open,
        href=f"/api/v1/applications/{message.application_id}",
    )
