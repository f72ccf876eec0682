"""Reminds people of what ends by itself: once for each day that has one, by letter."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from functions.clock.letters import letter
from shared.domain import reminders
from shared.domain.calendar import day_in_beijing
from shared.domain.people import Person
from shared.domain.reminders import FURTHEST, Reminder
from shared.log import logger
from shared.mail.letter import Refused, Transport, Unsent
from shared.store.stores import Stores


@dataclass(frozen=True, slots=True)
class Reminded:
    """Letters that left, and those that may leave at the next try."""

    sent: int
    unsent: int


def remind(stores: Stores, mail: Transport, base_url: str, now: datetime) -> Reminded:
    """Send what is due and has not been sent; one letter less must not cost the others."""
    today = day_in_beijing(now)
    first, last = today.isoformat(), (today + FURTHEST).isoformat()
    people, agreements = stores.people.mandates(first, last), stores.agreements.ending(first, last)
    outcomes = [
        _post(stores, mail, base_url, each, person, now)
        for each in reminders.due(people, agreements, today)
        for person in _concerned(stores, each)
    ]
    found = Counter(outcomes)
    return Reminded(found["sent"], found["unsent"])


def _concerned(stores: Stores, reminder: Reminder) -> list[Person]:
    """Administrators, who renew it, and whoever signs for its organisations, or whose mandate it is."""
    signing = [
        person
        for organisation_id in reminder.parties
        for person in stores.people.acting_for(organisation_id)
        if "partner_signatory" in person.roles
        if reminder.subject == "agreement" or person.id == reminder.subject_id
    ]
    return [*signing, *stores.people.holding("config_admin")]


def _post(
    stores: Stores, mail: Transport, base_url: str, reminder: Reminder, person: Person, now: datetime
) -> str:
    """Claim, then send: what may have left is never sent again (infra/decisions/0009)."""
    if not stores.reminders.claim(reminder.id, person.id, now):
        return "known"
    try:
        mail.send(letter(reminder, person, base_url))
    except Unsent:
        stores.reminders.give_up(reminder.id, person.id)
        return "unsent"
    except Refused:
        return "refused"
    except Exception as failure:  # noqa: BLE001 -- it may have left; the others wait for theirs
        logger.warning("reminder uncertain", kind=type(failure).__name__)
        return "uncertain"
    return "sent"
