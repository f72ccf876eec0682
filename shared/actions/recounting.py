"""What happened to a case, as far as this person may know."""

from dataclasses import replace

from shared.actions.steps import seen_by
from shared.domain.case import Case
from shared.domain.events import Event
from shared.domain.people import Person
from shared.domain.reviews import Review
from shared.domain.workflow import workflow
from shared.store.stores import Stores


def history(
    stores: Stores, person: Person, application_id: str, *, after: int = 0, limit: int = 100
) -> list[Event]:
    """Events of a case, oldest first; reviews handed in are told as events of their own.

    The partner sees its own steps and what changed for it, without names of the federation's people.
    """
    found = stores.cases.load(application_id)
    view = seen_by(person, found)
    if view in ("assigned", "reviewer", "observer"):
        return []
    events = _loaded(found, after, limit) or stores.cases.history(application_id, after, limit)
    if view == "partner":
        return [_for_partner(event) for event in events if _concerns_partner(event)]
    told = [_review_event(found, each) for each in found.reviews if each.submitted_at]
    return sorted([*_between(found, events, told, after, limit), *events], key=lambda event: event.at)


def _loaded(found: Case, after: int, limit: int) -> list[Event]:
    """The page as far as it came with the case, which brings the latest events; empty when some may be missing."""
    if not found.events or found.events[0].version > max(after + 1, 1):
        return []
    return [event for event in found.events if event.version > after][:limit]


def _between(found: Case, events: list[Event], told: list[Event], after: int, limit: int) -> list[Event]:
    """What belongs to this page of the history: after the event it goes on from, up to its last event."""
    first = events[0].at if events else None
    start = next((event.at for event in found.events if event.version == after), first) if after else None
    end = events[-1].at if len(events) == limit else None
    return [each for each in told if (start is None or each.at > start) and (end is None or each.at <= end)]


def _concerns_partner(event: Event) -> bool:
    if event.role.startswith("partner_"):
        return True
    states = workflow(event.direction).states
    before = states[event.previous_state].public if event.previous_state else None
    return states[event.state].public != before


def _for_partner(event: Event) -> Event:
    if event.role.startswith("partner_"):
        return event
    told = {"reason_code", "reason", "fields", "conditions", "snapshot_hash", "round"}
    decided = event.state in ("approved", "rejected") or event.action == "request_info"
    data = {name: value for name, value in event.data.items() if name in told} if decided else {}
    return replace(event, by="", by_name="", data=data)


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
