"""The inbox and the choice of language as pages."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from shared.actions import inbox
from shared.actions.bounds import is_id
from shared.actions.inbox import Entry
from shared.domain.application import label_of
from shared.domain.messages import Message
from shared.domain.refusals import InvalidFields
from shared.domain.words import Words
from shared.identity import keep_form
from shared.language.catalogue import marked, translations
from shared.language.choice import COOKIE, known
from shared.language.notice_words import happened, line
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.cookies import cookie
from shared.web.http.links import inside
from shared.web.http.response import Response
from shared.web.pages.render import page
from shared.web.pages.shell import Notice, Shell, shell_of
from shared.web.pages.work import home_of, places_of
from shared.wiring import wiring

routes = Routes(page=True)
YEAR = 31_536_000
"""Seconds that a chosen language is remembered in the browser."""
LINES = 25
SAID = {
    "read": marked("The message is marked as read."),
    "all-read": marked("All messages are marked as read."),
    "language": marked("Your language is saved."),
    "session": marked("The session has ended."),
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
def language(call: Call) -> Response:
    """Remember the language in this browser and go back to the page it was chosen on."""
    chosen = known(call.query.get("to"))
    cookies = (cookie(call.base_url, COOKIE, chosen, seconds=YEAR),) if chosen else ()
    return Response.see(inside(call.query.get("next")), cookies=cookies)


@routes.post("/people/language", policy="own_account")
def language_of_form(call: Call) -> Response:
    """Remember the language and what stands in the form of the page it was chosen on, and go back to it."""
    chosen, place = known(call.query.get("to")), inside(call.query.get("next"))
    cookies = (cookie(call.base_url, COOKIE, chosen, seconds=YEAR),) if chosen else ()
    return Response.see(keep_form(call, place), cookies=cookies)


@routes.get("/people/inbox", policy="read_inbox")
def read(call: Call) -> Response:
    """Tasks first, then news; each with one link to its case."""
    cursor, first = call.query.get("cursor"), "cursor" not in call.query
    try:
        found = inbox.read(wiring().stores, call.who.person, limit=LINES, cursor=cursor)
    except InvalidFields:
        return Response.see("/people/inbox")
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
    return Response.page(page("people/inbox.html", context, shell=with_notice(call)))


@routes.get("/people/work", policy="own_account")
def work(call: Call) -> Response:
    """What there is to do for roles whose pages are still to come; anybody else goes to where their work is."""
    if not any(place.href == call.path for place in places_of(call.who.person)):
        return Response.see(home_of(call.who.person))
    return Response.page(page("people/work.html", {}, shell=shell_of(call)))


@routes.post("/people/inbox", policy="read_inbox")
def mark(call: Call) -> Response:
    """Mark one message as read, or all of them."""
    who, one = call.who, call.code("id")
    wanted = frozenset({one}) if one else None
    if one or call.code("all"):
        inbox.mark(
            wiring().stores, who.person.id, wanted, unread=who.unread, conflicts=who.conflicts, at=call.at
        )
    return Response.see(f"/people/inbox?done={'read' if one else 'all-read'}")


@routes.post("/people/inbox/open", policy="read_inbox")
def open_message(call: Call) -> Response:
    """Mark a message as read and go on to its case; what is not in this inbox leads back to it."""
    who, one = call.who, call.code("id")
    inbox.mark(
        wiring().stores, who.person.id, frozenset({one}), unread=1, conflicts=who.conflicts, at=call.at
    )
    application_id = one.partition(":")[0]
    return Response.see(f"/applications/{application_id}" if is_id(application_id) else "/people/inbox")


@routes.get("/people/inbox/open", policy="read_inbox")
def opened_before(call: Call) -> Response:  # noqa: ARG001 -- every route takes the call
    """Should somebody come back to where a message was opened."""
    return Response.see("/people/inbox")


def with_notice(call: Call) -> Shell:
    """The frame of the page, with what was just done."""
    said = SAID.get(call.query.get("done", ""))
    shell = shell_of(call)
    return replace(shell, notice=Notice(translations(call.language).gettext(said))) if said else shell


def _line(call: Call, entry: Entry) -> Line:
    message, application = entry.message, entry.case.application
    label = label_of(application, public=call.who.person.is_partner)
    said = line(message) if entry.open or message.kind == "news" else happened(message)
    return Line(
        message=message,
        text=said.within(call.language),
        about=Words(application.title_en, application.title_zh).within(call.language),
        href=f"/applications/{application.id}",
        state=application.state,
        status=label.within(call.language),
        open=entry.open,
    )
