"""The inbox and the choice of language as pages."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from functions.people.wording import happened, line
from shared.actions import inbox
from shared.actions.inbox import Entry
from shared.domain.messages import Message
from shared.domain.refusals import InvalidFields
from shared.domain.words import Words
from shared.domain.workflow import workflow
from shared.language.catalogue import marked, translations
from shared.language.choice import COOKIE, known
from shared.web.call import Call
from shared.web.cookies import cookie
from shared.web.edge import Answer, Routes
from shared.web.links import inside
from shared.web.render import page
from shared.web.shell import Notice, Shell, shell_of
from shared.wiring import wiring

routes = Routes(page=True)
YEAR = 31_536_000
"""Seconds that a chosen language is remembered in the browser."""
LINES = 25
SAID = {
    "read": marked("The message is marked as read."),
    "all-read": marked("All messages are marked as read."),
    "language": marked("Your language is saved."),
    "revoked": marked("The token is revoked. Nothing that uses it works any more."),
}
"""What `?done=` of these pages says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message as the page shows it."""

    message: Message
    text: str
    about: str
    href: str
    state: str
    status: str
    open: bool

    @property
    def unread(self) -> bool:
        return self.message.read_at is None


@routes.get("/people/language", policy="sign_in")
def language(call: Call) -> Answer:
    """Remember the language in this browser and go back to the page it was chosen on."""
    chosen = known(call.query.get("to"))
    cookies = (cookie(call.base_url, COOKIE, chosen, seconds=YEAR),) if chosen else ()
    return Answer.see(inside(call.query.get("next")), cookies=cookies)


@routes.get("/people/inbox", policy="read_inbox")
def read(call: Call) -> Answer:
    """Tasks first, then news; each with one link to its case."""
    cursor, first = call.query.get("cursor"), "cursor" not in call.query
    try:
        found = inbox.read(wiring().stores, call.who.person, limit=LINES, cursor=cursor)
    except InvalidFields:
        return Answer.see("/people/inbox")
    lines = [_line(call, entry) for entry in found.entries]
    context = {
        "tasks": [each for each in lines if each.open],
        "news": [each for each in lines if not each.open],
        "unread": call.who.unread,
        "next_href": f"/people/inbox?{urlencode({'cursor': found.next_cursor})}"
        if found.next_cursor
        else None,
        "first_href": None if first else "/people/inbox",
    }
    return Answer.page(page("people/inbox.html", context, shell=with_notice(call)))


@routes.post("/people/inbox", policy="read_inbox")
def mark(call: Call) -> Answer:
    """Mark one message as read, or all of them."""
    who, one = call.who, call.sent("id")
    wanted = frozenset({one}) if one else None
    if one or call.sent("all"):
        inbox.mark(wiring().stores, who.person.id, wanted, unread=who.unread, at=call.at)
    return Answer.see(f"/people/inbox?done={'read' if one else 'all-read'}")


def with_notice(call: Call) -> Shell:
    """The frame of the page, with what was just done."""
    said = SAID.get(call.query.get("done", ""))
    shell = shell_of(call)
    return replace(shell, notice=Notice(translations(call.language).gettext(said))) if said else shell


def _line(call: Call, entry: Entry) -> Line:
    message, application = entry.message, entry.case.application
    state = workflow(application.direction).states.get(application.state)
    label = (state.public if call.who.person.is_partner else state.label) if state else None
    said = line(message) if entry.open or message.kind == "news" else happened(message)
    return Line(
        message=message,
        text=said.within(call.language),
        about=Words(application.title_en, application.title_zh).within(call.language),
        href=f"/applications/{application.id}",
        state=application.state,
        status=label.within(call.language) if label else "",
        open=entry.open,
    )
