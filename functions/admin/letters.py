"""The letter that invites somebody, sent at once: its link is never stored."""

from dataclasses import dataclass
from datetime import datetime

from functions.admin.clerk import clerk_of
from shared.actions.admin.invitations import LASTING, Invited
from shared.language.catalogue import translations
from shared.language.formats import day
from shared.log import logger
from shared.mail.letter import Letter
from shared.web.http.call import Call
from shared.wiring import wiring


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Whether the letter left; the link is to be handed over where no letters are sent."""

    sent: bool
    until: datetime
    link: str | None


def send(call: Call, invited: Invited) -> Sent:
    """Send the link to whom it is for; it is shown to whoever invited only where no letters are sent."""
    link = f"{call.base_url}{invited.path}"
    until = call.at + LASTING
    mail = wiring().mail
    if mail is None or not clerk_of(call).posts:
        return Sent(sent=False, until=until, link=link)
    try:
        mail.send(letter(invited, link, until))
    except Exception as failure:  # noqa: BLE001 -- whatever kept it, the person is invited and the letter can be sent again
        logger.warning("invitation not sent", kind=type(failure).__name__)
        return Sent(sent=False, until=until, link=None)
    return Sent(sent=True, until=until, link=None)


def letter(invited: Invited, link: str, until: datetime) -> Letter:
    """In the language of whoever is invited. Raises Refused for an address that cannot be one."""
    person = invited.person
    _ = translations(person.language).gettext
    lines = [
        _("You are invited to the exchange registry of the volunteer federation."),
        "",
        _("Open this link and sign in with your own account. It is good once, until %(day)s:")
        % {"day": day(until, person.language)},
        link,
        "",
        _(
            "If you do not expect this letter, do nothing: without the link nobody gets in. Please do not answer it."
        ),
    ]
    return Letter(
        to=person.email,
        subject=_("Your invitation to the exchange registry"),
        text="\n".join(lines) + "\n",
        language=person.language,
        person_id=person.id,
    )
