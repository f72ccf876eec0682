"""The public JSON of a case: what the contract promises, from what a person may see of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from shared.actions.reading import Listing, Seen
from shared.actions.steps import Offer
from shared.domain.application import Listed
from shared.domain.case import Request
from shared.domain.events import Event
from shared.domain.reviews import Review
from shared.domain.words import Words
from shared.domain.workflow import workflow

DUTY: Mapping[str, str] = {
    "submit": "applications",
    "withdraw": "applications",
    "resubmit": "applications",
    "discard": "applications",
    "claim": "desk",
    "request_info": "desk",
    "propose_ineligible": "desk",
    "accept_for_review": "desk",
    "close_review": "desk",
}
"""Which function takes an action; all others are the approvals'."""


class Bilingual(BaseModel):
    """A text in both languages."""

    en: str
    zh: str


class Unmet(BaseModel):
    """Why an action is not possible, or (`attest`) what has to be stated with it."""

    code: str
    message: Bilingual
    attest: bool = False


class ActionView(BaseModel):
    """One action of the present state for this caller: POST its body to `href` with `If-Match`."""

    name: str
    label: Bilingual
    method: str = "POST"
    href: str
    allowed: bool
    unmet: list[Unmet]


class ReviewView(BaseModel):
    """One review; before it is handed in only its status and due day."""

    reviewer_id: str
    reviewer: str
    status: str
    due: str
    submitted_at: datetime | None = None
    snapshot_hash: str | None = None
    scores: dict[str, int] | None = None
    recommendation: str | None = None
    comment: str | None = None
    comment_to_partner: str | None = None


class DecisionView(BaseModel):
    """How the case was decided; `by` and `comment` are for the federation only."""

    outcome: str
    at: datetime
    snapshot_hash: str | None = None
    reason_code: str | None = None
    reason: Bilingual | None = None
    conditions: list[dict[str, Any]] = []
    comment: str | None = None
    by: str | None = None
    reviewers_comments: list[str] = []


class RequestView(BaseModel):
    """One round of asking for information."""

    round: int
    items: list[dict[str, str]]
    message: str
    asked_at: datetime
    answered_at: datetime | None = None
    answers: dict[str, str] = {}
    changed: list[str] = []


class ApplicationView(BaseModel):
    """One case as the caller may see it."""

    id: str
    number: str
    direction: str
    programme_id: str
    organisation_id: str
    state: str
    state_label: Bilingual
    version: int
    form_version: int
    title: Bilingual
    created_at: datetime
    changed_at: datetime
    due: str | None = None
    submitted_on: str | None = None
    snapshot_hash: str | None = None
    fields: dict[str, Any]
    actions: list[ActionView]
    requests: list[RequestView] = []
    reviews: list[ReviewView] | None = None
    decision: DecisionView | None = None
    officer_id: str | None = None


class ListedView(BaseModel):
    """One row of a list of cases."""

    id: str
    number: str
    direction: str
    state: str
    state_label: Bilingual
    title: Bilingual
    changed_at: datetime
    due: str | None = None
    programme_id: str | None = None
    organisation: Bilingual | None = None


class ListView(BaseModel):
    """One page; pass `next_cursor` back as `cursor` for the next."""

    items: list[ListedView]
    next_cursor: str | None = None


class ChangesView(BaseModel):
    """Cases whose state changed, oldest first; pass `next_since` back as `since`."""

    items: list[ListedView]
    next_since: str


class EventView(BaseModel):
    """One entry of a case's history."""

    version: int
    type: str
    action: str
    at: datetime
    state: str
    previous_state: str | None = None
    role: str
    by: str | None = None
    by_name: str | None = None
    data: dict[str, Any]


class HistoryView(BaseModel):
    """The history of a case, oldest first."""

    items: list[EventView]


def application_view(seen: Seen) -> ApplicationView:
    application = seen.case.application
    partner = seen.view == "partner"
    return ApplicationView(
        id=application.id,
        number=application.number,
        direction=application.direction,
        programme_id=application.programme_id,
        organisation_id=application.organisation_id,
        state=application.state,
        state_label=state_label(application.direction, application.state, public=partner),
        version=application.version,
        form_version=application.form_version,
        title=Bilingual(en=application.title_en, zh=application.title_zh),
        created_at=application.created_at,
        changed_at=application.changed_at,
        due=application.due or None,
        submitted_on=application.submitted_on or None,
        snapshot_hash=application.snapshot_hash or None,
        fields=dict(seen.case.values),
        actions=[action_view(application.id, offer) for offer in seen.offers],
        requests=[_request(each) for each in seen.case.requests],
        reviews=None if partner else [_review(each) for each in seen.case.reviews],
        decision=_decision(seen),
        officer_id=None if partner else application.officer or None,
    )


def action_view(application_id: str, offer: Offer) -> ActionView:
    duty = DUTY.get(offer.name, "approvals")
    return ActionView(
        name=offer.name,
        label=bilingual(offer.label),
        href=f"/api/v1/{duty}/{application_id}/{offer.name}",
        allowed=offer.allowed,
        unmet=[
            Unmet(code=reason.code, message=bilingual(reason.message), attest=reason.attest)
            for reason in offer.unmet
        ],
    )


def state_label(direction: str, state: str, *, public: bool) -> Bilingual:
    known = workflow(direction).states[state]
    return bilingual(known.public if public else known.label)


def list_view(listing: Listing, *, public: bool) -> ListView:
    return ListView(
        items=[listed_view(each, public=public) for each in listing.items], next_cursor=listing.next_cursor
    )


def listed_view(item: Listed, *, public: bool) -> ListedView:
    return ListedView(
        id=item.id,
        number=item.number,
        direction=item.direction,
        state=item.state,
        state_label=state_label(item.direction, item.state, public=public),
        title=Bilingual(en=item.title_en, zh=item.title_zh),
        changed_at=item.changed_at,
        due=item.due or None,
        programme_id=item.programme_id or None,
        organisation=Bilingual(en=item.partner_en, zh=item.partner_zh) if item.partner_zh else None,
    )


def event_view(event: Event) -> EventView:
    return EventView(
        version=event.version,
        type=event.kind,
        action=event.action,
        at=event.at,
        state=event.state,
        previous_state=event.previous_state,
        role=event.role,
        by=event.by or None,
        by_name=event.by_name or None,
        data=event.data,
    )


def bilingual(words: Words) -> Bilingual:
    return Bilingual(en=words.en, zh=words.zh)


def _review(review: Review) -> ReviewView:
    written = review.status == "submitted"
    return ReviewView(
        reviewer_id=review.person_id,
        reviewer=review.person_name,
        status=review.status,
        due=review.due,
        submitted_at=review.submitted_at,
        snapshot_hash=review.snapshot_hash,
        scores=review.scores,
        recommendation=review.recommendation,
        comment=review.comment if written else None,
        comment_to_partner=review.comment_to_partner if written else None,
    )


def _request(request: Request) -> RequestView:
    return RequestView(
        round=request.round,
        items=[{"field": item.field, "message": item.message} for item in request.items],
        message=request.message,
        asked_at=request.asked_at,
        answered_at=request.answered_at,
        answers=request.answers,
        changed=list(request.changed),
    )


def _decision(seen: Seen) -> DecisionView | None:
    event = seen.decision
    if event is None:
        return None
    partner = seen.view == "partner"
    data: dict[str, Any] = dict(event.data)
    return DecisionView(
        outcome=event.state,
        at=event.at,
        snapshot_hash=seen.case.application.snapshot_hash,
        reason_code=data.get("reason_code"),
        reason=Bilingual(**data["reason"]) if "reason" in data else None,
        conditions=data.get("conditions", []),
        comment=None if partner else data.get("comment"),
        by=None if partner else event.by,
        reviewers_comments=list(seen.comments),
    )
