"""What people see: one case, their list of cases, its history, and what changed since they last asked."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from shared.actions.policy import POLICY, READS_REVIEWS, View
from shared.actions.steps import Attempt, Offer, offers, seen_by
from shared.actions.submission import submission_facts
from shared.domain import forms
from shared.domain.application import Listed
from shared.domain.case import Case, Request
from shared.domain.events import Event
from shared.domain.people import FEDERATION, Person
from shared.domain.programmes import DIRECTIONS
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.reviews import Review
from shared.domain.words import Words
from shared.domain.workflow import workflow
from shared.store import keys
from shared.store.cases import assignment, listed
from shared.store.codec import Row
from shared.store.stores import Stores
from shared.store.table import Page

BAD_CURSOR = Words("Use next_cursor of the page before.", "请使用上一页的 next_cursor。")
BAD_FILTER = Words("There is no such value.", "没有这个值。")
BAD_SINCE = Words("Give a time like 2026-11-23T08:00:00Z.", "请填写如 2026-11-23T08:00:00Z 的时间。")
OWN_KEY = ("PK", "SK")
KEY_PART = re.compile(r"[!-~]{1,200}")
SETTLED = timedelta(seconds=15)
"""How long a change may be on its way into the table and its index (the functions' timeout)."""
MOST = 1_000
"""No cursor names a later place."""
QUERIES = 80
"""Index pages one list may read: every state of both directions once, and some to skip rows filtered out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case as one person sees it: `case` holds no answer and no review they may not read."""

    case: Case
    view: View
    offers: tuple[Offer, ...]
    decision: Event | None = None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is asked for; `conflicts` are the cases that do not exist for this person."""

    direction: str | None = None
    state: str | None = None
    officer: str | None = None
    cursor: str | None = None
    limit: int = 25
    conflicts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a list."""

    items: tuple[Listed, ...]
    next_cursor: str | None = None


def case(stores: Stores, person: Person, application_id: str, *, at: datetime, fresh: bool = False) -> Seen:
    """One case with the actions open to this person; raises NotFound when it does not exist for them.

    `fresh` reads what was just written; otherwise a copy a few milliseconds old may do.
    """
    found = stores.cases.load(application_id, consistent=fresh)
    view = seen_by(person, found)
    return present(stores, person, found, view, at)


def present(stores: Stores, person: Person, found: Case, view: View, at: datetime) -> Seen:
    """A loaded case without what this person may not see."""
    application = found.application
    attempt = Attempt(stores=stores, person=person, application_id=application.id, name="read", at=at)
    facts: dict[str, object] = {}
    if view == "partner":
        editable = workflow(application.direction).states[application.state].partner_may_edit
        found = replace(found, values=stores.cases.edited(found)) if editable else found
        if application.state == "draft" and "partner_signatory" in person.roles:
            own = stores.people.organisations([application.organisation_id])
            facts = submission_facts(attempt, found, own.get(application.organisation_id))
        if application.submitted_on:
            facts["today"] = datetime.fromisoformat(application.submitted_on).date()
    decision = found.decision or (stores.cases.decision(application) if application.decided else None)
    return Seen(
        case=_redacted(person, found, view),
        view=view,
        offers=() if view == "assigned" else offers(attempt, found, **facts),
        decision=decision if view != "assigned" else None,
        comments=_comments(found) if application.decided and view == "partner" else (),
    )


def _comments(found: Case) -> tuple[str, ...]:
    """What reviewers wrote for the partner: shown after the decision, without names."""
    said = [each.comment_to_partner for each in found.reviews if each.status == "submitted"]
    return tuple(sorted(text for text in said if text))


def _redacted(person: Person, found: Case, view: View) -> Case:
    """Personal answers (class 3) are for the applicant, the federation and the auditor; see the role matrix."""
    values = {} if view == "assigned" else found.values
    if view in ("reviewer", "observer"):
        form = forms.load(found.application.direction, found.application.form_version)
        values = {name: value for name, value in values.items() if form.field(name).sensitivity < 3}  # noqa: PLR2004 -- class 3 is "personal"
    return replace(
        found,
        values=values,
        before={},
        reviews=_reviews(person, found, view),
        requests=_requests(found, view),
        events=found.events if view in READS_REVIEWS else (),
    )


def _requests(found: Case, view: View) -> tuple[Request, ...]:
    """Notes the partner has not sent yet are the partner's own."""
    if view in ("assigned", "observer"):
        return ()
    if view == "partner":
        return found.requests
    return tuple(each if each.answered_at else replace(each, answers={}) for each in found.requests)


def _reviews(person: Person, found: Case, view: View) -> tuple[Review, ...]:
    if view in READS_REVIEWS:
        return found.reviews
    mine = found.review_of(person.id)
    if view not in ("reviewer", "assigned") or mine is None:
        return ()
    if mine.status != "submitted":
        return (mine,)
    return (mine, *(each for each in found.reviews if each.status == "submitted" and each != mine))


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
    events = stores.cases.history(application_id, after, limit)
    if view == "partner":
        return [_for_partner(event) for event in events if _concerns_partner(event)]
    told = [_review_event(found, each) for each in found.reviews if each.submitted_at]
    return sorted([*_between(found, events, told, after, limit), *events], key=lambda event: event.at)


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


def cases(stores: Stores, person: Person, asked: Asked) -> Listing:
    """What this person may see, a page at a time; raises InvalidFields for a cursor or filter that is none."""
    _check(asked)
    start, after = _cursor(asked.cursor)
    if _only_reviews(person):
        return _of_reviewer(stores, person, asked, start)
    sources = _sources(stores, person, asked)
    if start >= max(len(sources), 1) or (after and not sources[start].holds(after)):
        raise _invalid("cursor", BAD_CURSOR)
    items: list[Listed] = []
    for place, row, more in _rows(sources, start, after, asked.limit):
        item = listed(row)
        if _wanted(item, asked):
            items.append(item)
        if len(items) == asked.limit or not more:
            return Listing(items=tuple(items), next_cursor=_next(place, row))
    return Listing(items=tuple(items))


def _of_reviewer(stores: Stores, person: Person, asked: Asked, start: int) -> Listing:
    """A reviewer's list is the assignments; they are few, so a cursor is a place among them."""
    ids = _assigned(stores, person)
    found = [item for item in stores.cases.headers(ids) if _wanted(item, asked)]
    end = start + asked.limit
    cursor = _next(end, {}) if end < len(found) else None
    return Listing(items=tuple(found[start:end]), next_cursor=cursor)


@cache
def _states(direction: str) -> tuple[str, ...]:
    """The states after submission that a case can come to by what people may do today."""
    steps = [
        step for step in workflow(direction).transitions if step.action in POLICY or step.role == "system"
    ]
    known, found = set[str](), {workflow(direction).initial}
    while found:
        known |= found
        found = {step.target for step in steps if step.source in known} - known
    return tuple(state for state in workflow(direction).states if state in known and state != "draft")


@dataclass(frozen=True, slots=True)
class _Source:
    """One partition of an index."""

    stores: Stores
    organisation: str = ""
    direction: str = ""
    state: str = ""

    def holds(self, row: Row) -> bool:
        """Whether a row of a cursor can be one of this partition."""
        if self.organisation:
            return row.keys() == {*OWN_KEY, "PARTY_PK", "PARTY_SK"} and row["PARTY_PK"] == keys.cases_of(
                self.organisation
            )
        place = keys.cases_in(self.direction, self.state)
        return row.keys() == {*OWN_KEY, "STATE_PK", "STATE_SK"} and row["STATE_PK"] == place

    def page(self, limit: int, after: Row | None, since: str = "") -> Page:
        if self.organisation:
            return self.stores.cases.of_organisation(self.organisation, limit, after)
        return self.stores.cases.in_state(self.direction, self.state, limit, after, since=since)

    def since(self, start: datetime) -> Iterator[Listed]:
        """Every case that changed from then on; of a state in order of time, read as far as it is asked for."""
        after: Row | None = None
        while True:
            page = self.page(100, after, keys.instant(start))
            yield from (item for item in map(listed, page.rows) if item.changed_at >= start)
            after = page.after
            if after is None:
                return


def _only_reviews(person: Person) -> bool:
    inside = person.organisation_id is None and "config_admin" not in person.roles
    return inside and "reviewer" in person.roles and not person.holds(FEDERATION | {"auditor", "observer"})


def _assigned(stores: Stores, person: Person) -> list[str]:
    return [review.application_id for review in assignments(stores, person)]


def _sources(stores: Stores, person: Person, asked: Asked) -> list[_Source]:
    """Which index partitions hold this person's cases, in the order they are listed."""
    if person.organisation_id is not None:
        return [_Source(stores, organisation=person.organisation_id)] if person.is_partner else []
    if "config_admin" in person.roles or not person.holds(FEDERATION | {"auditor", "observer"}):
        return []
    return [
        _Source(stores, direction=direction, state=state)
        for direction in ([asked.direction] if asked.direction else DIRECTIONS)
        for state in _states(direction)
        if asked.state in (None, state)
    ]


def _rows(
    sources: list[_Source], start: int, after: Row | None, limit: int
) -> Iterator[tuple[int, Row, bool]]:
    """Rows of one partition after the other; False with the last of a bounded number of pages."""
    queries = 0
    for place in range(start, len(sources)):
        while True:
            page = sources[place].page(limit, after)
            queries += 1
            for number, row in enumerate(page.rows, start=1):
                yield place, row, queries < QUERIES or number < len(page.rows)
            after = page.after
            if after is None:
                break


def _wanted(item: Listed, asked: Asked) -> bool:
    return (
        item.id not in asked.conflicts
        and asked.direction in (None, item.direction)
        and asked.state in (None, item.state)
        and asked.officer in (None, item.officer)
    )


def _check(asked: Asked) -> None:
    if asked.direction and asked.direction not in DIRECTIONS:
        raise _invalid("direction", BAD_FILTER)
    if asked.state and not any(asked.state in workflow(each).states for each in DIRECTIONS):
        raise _invalid("state", BAD_FILTER)


def _invalid(name: str, words: Words) -> InvalidFields:
    return InvalidFields((FieldError(field=name, code="invalid", message=words),))


def _next(place: int, row: Row) -> str:
    kept = {
        name: row[name] for name in (*OWN_KEY, "PARTY_PK", "PARTY_SK", "STATE_PK", "STATE_SK") if name in row
    }
    return base64.urlsafe_b64encode(json.dumps([place, kept]).encode()).decode()


def _cursor(text: str | None) -> tuple[int, Row | None]:
    if text is None:
        return 0, None
    try:
        place, row = json.loads(base64.b64decode(text, altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise _invalid("cursor", BAD_CURSOR) from error
    fine = type(place) is int and 0 <= place < MOST and isinstance(row, dict)
    if not fine or not all(isinstance(value, str) and KEY_PART.fullmatch(value) for value in row.values()):
        raise _invalid("cursor", BAD_CURSOR)
    return place, row


def assignments(stores: Stores, person: Person, limit: int = 100) -> list[Review]:
    """What this reviewer was asked to review and has not declared a conflict on, soonest due first."""
    return [assignment(row) for row in reversed(stores.cases.of_reviewer(person.id, limit, None).rows)]


def changes(
    stores: Stores, person: Person, since: str | None, *, asked: Asked, at: datetime
) -> tuple[list[Listed], str]:
    """Cases whose state changed from `since` (UTC) on, oldest change first, and the time to ask from next.

    What changed within the last seconds is told again, because an earlier change may still be on its way.
    """
    start = _since(since)
    found = sorted(_changed(stores, person, start, asked), key=lambda item: (item.changed_at, item.id))
    page = list(_first(found, asked.limit))
    until = min(page[-1].changed_at + timedelta(microseconds=1), at - SETTLED) if page else start
    return page, max(start, until).isoformat().replace("+00:00", "Z")


def _changed(stores: Stores, person: Person, start: datetime, asked: Asked) -> Iterator[Listed]:
    if _only_reviews(person):
        mine = stores.cases.headers(_assigned(stores, person))
        yield from (item for item in mine if item.changed_at >= start and item.id not in asked.conflicts)
    for source in _sources(stores, person, asked):
        rows = (item for item in source.since(start) if item.id not in asked.conflicts)
        yield from rows if source.organisation else _first(rows, asked.limit)


def _first(items: Iterable[Listed], limit: int) -> Iterator[Listed]:
    """The first of what is in order of time, and with the last of them all of the same instant."""
    last = None
    for place, item in enumerate(items):
        if place >= limit and item.changed_at != last:
            return
        last = item.changed_at
        yield item


def _since(text: str | None) -> datetime:
    if not text:
        return datetime(2000, 1, 1, tzinfo=UTC)
    try:
        given = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise _invalid("since", BAD_SINCE) from error
    if given.tzinfo is None or not 2000 <= given.year < 3000:  # noqa: PLR2004 -- when there are cases
        raise _invalid("since", BAD_SINCE)
    return given.astimezone(UTC)
