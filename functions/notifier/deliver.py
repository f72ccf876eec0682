"""Tells everybody concerned about one event: in the inbox exactly once, by letter at most once."""

from dataclasses import dataclass
from datetime import datetime

from functions.notifier.letters import letter
from shared.actions.audience import audience
from shared.actions.balance import keep_balance
from shared.domain.case import Case
from shared.domain.events import Event
from shared.domain.messages import Mail, Message
from shared.domain.notifications import Notice
from shared.domain.people import Person
from shared.domain.refusals import NotFound
from shared.mail.letter import Refused, Transport, Unsent
from shared.store.stores import Stores


@dataclass(frozen=True, slots=True)
class Told:
    """How many people were concerned, and for how many letters somebody must try again."""

    people: int
    unsent: int


def tell(
    stores: Stores,
    mail: Transport | None,
    base_url: str,
    application_id: str,
    version: int,
    now: datetime,
) -> Told:
    """IdempotentRequest at any point. Raises NotFound when the table knows no such event."""
    case = stores.cases.load(application_id)
    event = _event(stores, case, version)
    concerned = audience(stores, case, event)
    messages = [_message(event, notice, by_mail=mail is not None) for notice in concerned]
    added = [stores.messages.add(message) for message in messages]
    stores.state_counts.count(event, now)
    keep_balance(stores, case, event)
    if mail is None:
        return Told(len(concerned), 0)
    unsent = 0
    for notice, message, new in zip(concerned, messages, added, strict=True):
        unsent += not _post(stores, mail, base_url, notice.person, message, due=_due(case, event), new=new)
    return Told(len(concerned), unsent)


def _event(stores: Stores, case: Case, version: int) -> Event:
    """What the table says happened; the message only says that something did."""
    found = next((event for event in case.events if event.version == version), None)
    if found is None:
        older = stores.cases.history(case.application.id, version - 1, 1)
        found = next((event for event in older if event.version == version), None)
    if found is None:
        raise NotFound
    return found


def _due(case: Case, event: Event) -> str:
    """The day a task is due, as long as the case still stands where the event left it."""
    return case.application.due if case.application.version == event.version else ""


def _message(event: Event, notice: Notice, *, by_mail: bool) -> Message:
    return Message(
        id=event.id,
        person_id=notice.person.id,
        at=event.at,
        kind=notice.kind,
        subject=notice.subject,
        application_id=event.application_id,
        number=event.number,
        direction=event.direction,
        state=event.state,
        mail="pending" if by_mail else "none",
    )


def _post(
    stores: Stores, mail: Transport, base_url: str, person: Person, message: Message, *, due: str, new: bool
) -> bool:
    """Claim, send, say so; False when the letter may be tried again.

    What is found `sending` was claimed by an attempt that never told its end: it may have left, so it is not sent.
    """
    stands: Mail = "pending" if new else _stands(stores, message)
    if stands == "sending":
        stores.messages.mark_mail(message, "sending", "uncertain")
    if stands != "pending" or not stores.messages.mark_mail(message, "pending", "sending"):
        return True
    try:
        mail.send(letter(message, person, base_url, due))
    except Unsent:
        stores.messages.mark_mail(message, "sending", "pending")
        return False
    except Refused:
        stores.messages.mark_mail(message, "sending", "refused")
        return True
    stores.messages.mark_mail(message, "sending", "sent")
    return True


def _stands(stores: Stores, message: Message) -> Mail:
    found = stores.messages.get(message.person_id, message.at, message.id)
    return found.mail if found else "none"
