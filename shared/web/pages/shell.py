"""What every page shows around its own content."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlencode

from shared.domain.people import Person
from shared.domain.refusals import TooMany
from shared.domain.words import Language
from shared.domain.workflow import definitions
from shared.language.catalogue import marked, translations
from shared.web.pages.work import places_of
from shared.wiring import wiring

if TYPE_CHECKING:
    from shared.web.http.call import Call

DONE: Mapping[str, str] = {
    "create": marked("The draft is ready. Fill in the sections in any order; what you save stays here."),
    "edit": marked("Your answers have been saved."),
    "attach": marked("The file is there. It can be opened once it has been checked."),
    "remove_document": marked("The document has been removed."),
    "change_programme": marked("The draft is for the other programme now. Check the dates."),
    "change_reviewers": marked("The reviewers have been changed."),
    "hand_over": marked("The case is with your colleague now."),
    "accept_answers": marked("The answers are accepted."),
    "check_compliance": marked("What you found is saved."),
    "sign_risk": marked("The risk assessment is signed. Compliance is told."),
    "declare_conflict": marked("Your conflict of interest is recorded. The case no longer exists for you."),
    "deny_conflict": marked("Your declaration is recorded. You can read the case now."),
    "decline_review": marked("You have given the review back. The officer is told and asks somebody else."),
    "keep_review": marked("Your draft is saved. Nobody else sees it."),
    "review": marked("Your review has been handed in."),
    "organisation_added": marked("The organisation has been entered. Invite its people from this page."),
    "organisation_changed": marked("The organisation has been changed."),
    "merge_proposed": marked("The merge waits for a second administrator."),
    "vetted": marked("The organisation is vetted. An administrator lets it in."),
    "declined": marked("The request has been declined."),
    "standing": marked("The standing has been changed."),
    "person_invited": marked("The invitation has been sent."),
    "person_changed": marked("The person has been changed."),
    "person_disabled": marked("The account is disabled. Its sessions and tokens have ended."),
    "person_enabled": marked("The account is open again."),
    "away": marked("Your absence is noted."),
    "back": marked("You are not away any more."),
    "agreement_added": marked("The agreement has been entered. Applications can name it from its first day."),
    "agreement_changed": marked("The agreement has been changed."),
    "agreement_ended": marked("The agreement has ended. No new application can choose it."),
    "programme_proposed": marked("This waits for a second administrator now."),
    "programme_closed": marked("The programme is closed."),
    "released": marked("It has been released and is in force."),
    "refused": marked("It has been refused."),
    "withdrawn_proposal": marked("The proposal has been withdrawn."),
    "confirm_review": marked("Your review still stands, for the content as it is now."),
}
"""What `?done=...` of a page says when it names no action of the workflow, which have words of their own."""


class Link(NamedTuple):
    """Where a piece of navigation leads."""

    text: str
    href: str
    also: str = ""
    """Where else the pages begin that belong to it."""


class Notice(NamedTuple):
    """What the change before this page did, in the reader's language; shown once."""

    text: str
    kind: Literal["done", "note"] = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Who reads the page, in which language, and where: all that base.html needs to know of the request.

    `path` is the current path with its query: the language switch comes back to it. Nobody is signed in while
    `person_name` is empty; then `csrf_token` may be empty too. `acting_as` says for which organisation and in
    which roles, `roles` are role names of actions.json.
    """

    language: Language
    path: str = "/"
    person_name: str = ""
    acting_as: str = ""
    roles: frozenset[str] = frozenset()
    unread: int = 0
    csrf_token: str = ""
    notice: Notice | None = None
    work: tuple[Link, ...] = ()


def shell_of(call: "Call") -> Shell:
    """The frame of a page for whoever calls, with a notice when the address says that something was done."""
    words = translations(call.language)
    notice = _notice(call.query.get("done", ""), call.language)
    query = urlencode({name: value for name, value in call.query.items() if name != "done"})
    path = f"{call.path}?{query}" if query else call.path
    if call.caller is None:
        return Shell(language=call.language, path=path, notice=notice)
    person = call.caller.person
    return Shell(
        language=call.language,
        path=path,
        person_name=person.name,
        acting_as=_acting_as(person, call.language),
        roles=frozenset(person.roles),
        unread=call.caller.unread,
        csrf_token=call.caller.csrf,
        notice=notice,
        work=tuple(Link(words.gettext(place.name), place.href, place.also) for place in places_of(person)),
    )


def _notice(done: str, language: Language) -> Notice | None:
    """What was done just now; anything unknown says nothing."""
    action = definitions().actions.get(done)
    if action and action.done:
        return Notice(action.done.within(language))
    return Notice(translations(language).gettext(DONE[done])) if done in DONE else None


def _acting_as(person: Person, language: Language) -> str:
    """Without the organisation while the table is asked too much: the page that says so has this frame too."""
    held = [definitions().roles[role].within(language) for role in person.roles]
    roles = ("、" if language == "zh" else ", ").join(held)
    if person.organisation_id is None:
        return roles
    try:
        name = wiring().stores.organisations.name_of(person.organisation_id).within(language)
    except TooMany:
        return roles
    return f"{name} · {roles}" if name else roles
