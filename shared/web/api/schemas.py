"""The public JSON of a case: the models that the contract promises."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel


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
    """One review; before it is handed in only its status and due day; `stale`: it names an earlier content."""

    reviewer_id: str
    reviewer: str
    status: str
    due: str
    submitted_at: datetime | None = None
    snapshot_hash: str | None = None
    stale: bool = False
    scores: dict[str, int] | None = None
    recommendation: str | None = None
    comment: str | None = None
    comment_to_partner: str | None = None


class PointView(BaseModel):
    """One point of a checklist that belongs to `guard`, and what was found of it; `stale`: of an earlier content.

    `outcome` is none while nobody has said anything. `source` and `as_of` (ISO date) say where it was read and when;
    a point that is `dated` wants both.
    """

    id: str
    guard: str
    label: Bilingual
    dated: bool = False
    outcome: Literal["clear", "not_needed", "not_clear"] | None = None
    note: str = ""
    source: str = ""
    as_of: str | None = None
    by: str | None = None
    by_name: str | None = None
    at: datetime | None = None
    stale: bool = False


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


class AppealView(BaseModel):
    """An appeal against a refusal: the day (ISO date) it was lodged, and once it was heard how it ended and why.

    `said` is what the applicant wrote, for themselves and for those of the federation who read appeals.
    """

    lodged_on: str
    said: str | None = None
    outcome: Literal["open", "upheld", "dismissed", "withdrawn"]
    at: datetime | None = None
    reason: Bilingual | None = None


class RequestView(BaseModel):
    """One round of asking for information; `before` and `after` hold the answers that it changed.

    `accepted` are the items whose answers will do, for the federation and auditors.
    """

    round: int
    items: list[dict[str, str]]
    message: str
    asked_at: datetime
    answered_at: datetime | None = None
    cancelled_at: datetime | None = None
    answers: dict[str, str] = {}
    changed: list[str] = []
    accepted: list[str] = []
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}


class DocumentView(BaseModel):
    """A file: `field` is the question that it answers, or `federation`; it can be opened once it is `clean`.

    `size` is in bytes and `sha256` in hexadecimal digits; `reason` says why it was refused. One that is not `current`
    was part of an earlier version of the application.
    """

    id: str
    field: str
    name: str
    size: int
    sha256: str
    state: Literal["scanning", "held", "clean", "refused"]
    current: bool = True
    reason: Bilingual | None = None


class ApplicationView(BaseModel):
    """One case as the caller may see it; `withheld` names answers that were given but are not for this caller."""

    id: str
    number: str
    direction: str
    programme_id: str
    organisation_id: str
    state: str
    state_label: Bilingual
    version: int
    form_version: int
    left_out: list[str] = []
    title: Bilingual
    created_at: datetime
    changed_at: datetime
    due: str | None = None
    submitted_on: str | None = None
    snapshot_hash: str | None = None
    fields: dict[str, Any]
    withheld: list[str] = []
    documents: list[DocumentView] = []
    actions: list[ActionView]
    requests: list[RequestView] = []
    reviews: list[ReviewView] | None = None
    checklist: list[PointView] | None = None
    decision: DecisionView | None = None
    appeal_until: str | None = None
    appeal: AppealView | None = None
    officer_id: str | None = None
    risk_finding: str | None = None
    urgent: bool = False


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
    urgent: bool = False


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
    data: Mapping[str, Any]


class HistoryView(BaseModel):
    """One page of the history of a case, oldest first; pass `next_cursor` back as `after`."""

    items: list[EventView]
    next_cursor: str | None = None
