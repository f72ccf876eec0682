"""The words of a letter: number, state and link of a case, never its title, a name or a reason (PIPL class 3-4)."""

from shared.domain.messages import Message
from shared.domain.people import Person
from shared.domain.workflow import workflow
from shared.language.catalogue import marked, translations
from shared.mail.letter import Letter

SENTENCES = {
    ("submitted", "news"): marked("We have received the application."),
    ("resubmitted", "news"): marked("We have received your answers."),
    ("information_requested", "task"): marked("The federation needs more information from you."),
    ("withdrawn", "news"): marked("The application was withdrawn."),
}
OTHERWISE = {
    "task": marked("It is your turn to act on this case."),
    "alert": marked("Something about this case needs your attention."),
    "news": marked("There is news of this case."),
}
SUBJECTS = {
    "task": marked("Your turn: case %(number)s"),
    "alert": marked("Attention: case %(number)s"),
    "news": marked("News of case %(number)s"),
}


def letter(message: Message, person: Person, base_url: str) -> Letter:
    """In the recipient's language; the state in both, for letters are shown to others. Raises Refused."""
    _ = translations(person.language).gettext
    state = workflow(message.direction).states[message.state].public
    sentence = SENTENCES.get((message.subject, message.kind), OTHERWISE[message.kind])
    lines = [
        _(sentence),
        "",
        _("Case: %(number)s") % {"number": message.number},
        _("State: %(english)s / %(chinese)s") % {"english": state.en, "chinese": state.zh},
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
