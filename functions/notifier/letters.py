"""The words of a letter: number, state and link of a case, never its title, a name or a reason (PIPL class 3-4)."""

from shared.domain.messages import Message
from shared.domain.people import Person
from shared.domain.workflow import states
from shared.language.catalogue import marked, translations
from shared.language.formats import day
from shared.language.notice_words import line
from shared.mail.letter import Letter

SUBJECTS = {
    "task": marked("Your turn: case %(number)s"),
    "alert": marked("Attention: case %(number)s"),
    "news": marked("News of case %(number)s"),
}


def letter(message: Message, person: Person, base_url: str, due: str = "") -> Letter:
    """In the recipient's language, with what there is to do and until when; the state in both, for letters are shown
    to others. Raises Refused.
    """
    _ = translations(person.language).gettext
    state = states(message.direction)[message.state].public
    lines = [
        f"{line(message).within(person.language)}{'。' if person.language == 'zh' else '.'}",
        "",
        _("Case: %(number)s") % {"number": message.number},
        _("State: %(english)s / %(chinese)s") % {"english": state.en, "chinese": state.zh},
        *([_("Due: %(day)s") % {"day": day(due, person.language)}] if due and message.kind == "task" else []),
        f"{base_url}/applications/{message.application_id}",
        "",
        _("You get this letter because you have a part in this case. Please do not answer it."),
    ]
    return Letter(
        to=person.email,
        subject=_(SUBJECTS[message.kind]) % {"number": message.number},
        text="\n".join(lines) + "\n",
        language=person.language,
        person_id=person.id,
    )
