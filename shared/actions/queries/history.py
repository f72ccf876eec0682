"""What happened to a case, as far as this person may know, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from shared.actions.engine import seen_by
from shared.domain.case import Case
from shared.domain.events import Event
from shared.domain.people import Person
from shared.domain.reviews import Review
from shared.domain.workflow import states
from shared.store.stores import Stores

AT_ONCE = 100
"""Events read in one call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One page, oldest first; `next` is the number of its last event when there are more after it."""

    events: list[Event]
    next: int | None = None


def history(stores: Stores, person: Person, application_id: str, *, after: int = 0, limit: int = 100) -> Past:
    """Events after a number, oldest first; reviews handed in are told as events of their own.

    The partner sees its own steps and what changed for it, numbered for it, without names of the federation's people.
    """
    found = stores.cases.load(application_id)
    view = seen_by(person, found)
    if view in ("assigned", "reviewer", "observer"):
        return Past(events=[])
    if view == "partner":
        told = _told(_events(stores, found, 0))
        return _page(list(islice((event for event in told if event.version > after), limit + 1)), limit)
    events = list(islice(_events(stores, found, max(after - 1, 0)), limit + 2))
    start = events.pop(0).at if events and events[0].version == after else None
    past = _page(events[: limit + 1], limit)
    reviews = [_review_event(found, each) for each in found.reviews if each.submitted_at]
    between = _between(past, reviews, start, first=after == 0)
    return replace(past, events=sorted([*between, *past.events], key=lambda event: event.at))


def _page(events: list[Event], limit: int) -> Past:
    return Past(events=events[:limit], next=events[limit - 1].version if len(events) > limit else None)


def _events(stores: Stores, found: Case, after: int) -> Iterator[Event]:
    """Every event after a version; the case brought the latest, and what is older is read as it is asked for."""
    if found.events and found.events[0].version <= after + 1 and not found.unreadable:
        yield from (event for event in found.events if event.version > after)
        return
    while True:
        events = stores.cases.history(found.application.id, after, AT_ONCE)
        yield from events
        if len(events) < AT_ONCE:
            return
        after = events[-1].version


def _between(past: Past, told: list[Event], start: datetime | None, *, first: bool) -> list[Event]:
    """What belongs to this page of the history: after the event it goes on from, up to its last event."""
    if start is None and past.events and not first:
        start = past.events[0].at
    end = past.events[-1].at if past.next else None
    return [each for each in told if (start is None or each.at > start) and (end is None or each.at <= end)]


def _told(events: Iterator[Event]) -> Iterator[Event]:
    """What the partner is shown; each goes on from the state that the one before it told."""
    state: str | None = None
    for event in events:
        if _concerns_partner(event):
            yield _for_partner(event, state)
            state = event.state


def _concerns_partner(event: Event) -> bool:
    if event.told_partner is not None:
        return event.told_partner
    if event.role.startswith("partner_"):
        return True
    known = states(event.direction)
    before, after = known.get(event.previous_state or ""), known[event.state]
    return event.action != "propose_ineligible" and (before is None or before.public != after.public)


def _for_partner(event: Event, previous: str | None) -> Event:
    numbered = replace(event, version=event.public_version or event.version, previous_state=previous)
    if event.role.startswith("partner_"):
        return numbered
    told = {"reason_code", "reason", "fields", "conditions", "snapshot_hash", "round"}
    decided = event.state in ("approved", "rejected") or event.kind in TOLD_WHY
    data = {name: value for name, value in event.data.items() if name in told} if decided else {}
    return replace(numbered, by="", by_name="", data=data)


TOLD_WHY = frozenset({"information_requested", "request_amended", "appeal_allowed", "appeal_dismissed"})
"""What the federation does besides deciding whose reasons are for the partner."""


def _review_event(found: Case, review: Review) -> Event:
    """A review is written without an event of its own (it changes no state); the history still shows it."""
    application = found.application
    return Event(
        application_id=application.id,
        version=0,
        kind="review_submitted",
        action="review",
        state="under_review",
        previous_state="under_review",
        at=review.submitted_at or review.assigned_at,
        by=review.person_id,
        by_name=review.person_name,
        role="reviewer",
        direction=application.direction,
        number=application.number,
        organisation_id=application.organisation_id,
        programme_id=application.programme_id,
        data={"snapshot_hash": review.snapshot_hash, "recommendation": review.recommendation},
    )
