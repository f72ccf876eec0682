"""The words of a reminder: what ends, when, and where to see to it; no name of a person stands in it."""

from shared.domain.people import Person
from shared.domain.reminders import Reminder
from shared.language.catalogue import marked, translations
from shared.language.formats import day
from shared.mail.letter import Letter

SUBJECTS = {
    "mandate": marked("A mandate to sign ends on %(day)s"),
    "agreement": marked("A partner agreement ends on %(day)s"),
}
OWN_MANDATE = marked(
    "Your mandate to sign for your organisation ends on %(day)s. After that day you cannot submit applications. Ask the federation to renew it."
)
WORDS = {
    "mandate": marked(
        "The mandate of somebody who signs for an organisation ends on %(day)s. Renew it, or invite somebody else to sign."
    ),
    "agreement": marked(
        "A partner agreement ends on %(day)s. Applications can name it until then. Renew it in time."
    ),
}


def letter(reminder: Reminder, person: Person, base_url: str) -> Letter:
    """In the recipient's language. Raises Refused for an address that cannot be one."""
    _ = translations(person.language).gettext
    until = {"day": day(reminder.until, person.language)}
    own = person.id == reminder.subject_id
    lines = [
        _(OWN_MANDATE if own else WORDS[reminder.subject]) % until,
        "",
        base_url + _place(reminder, own=own),
        "",
        _("You get this letter because you have a part in this. Please do not answer it."),
    ]
    return Letter(
        to=person.email,
        subject=_(SUBJECTS[reminder.subject]) % until,
        text="\n".join(lines) + "\n",
        language=person.language,
        person_id=person.id,
    )


def _place(reminder: Reminder, *, own: bool) -> str:
    if reminder.subject == "agreement":
        return f"/agreements/{reminder.subject_id}"
    return "/people/profile" if own else f"/admin/people/{reminder.subject_id}"
