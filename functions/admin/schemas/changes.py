"""What waits for a second administrator, and what was done, as JSON."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from shared.domain.administration import EVENTS, AdminEvent, Proposal
from shared.web.api.schemas import Bilingual


class ProposalView(BaseModel):
    """What somebody proposed: `data` holds the roles, the answers of the programme, or the organisation that stays."""

    id: str
    at: datetime
    by: str
    by_name: str
    kind: Literal["roles", "programme", "merge"]
    subject_id: str
    subject_name: str
    subject_name_zh: str
    data: dict[str, Any]
    state: Literal["waiting", "released", "refused", "withdrawn", "overtaken"]
    reason: str | None = None


class ProposalsView(BaseModel):
    """One page of what waits for a second administrator, oldest first."""

    items: list[ProposalView]
    next_cursor: str | None = None


class AdminEventView(BaseModel):
    """One administrative act."""

    id: str
    at: datetime
    by: str
    by_name: str
    kind: str
    text: Bilingual
    subject: str
    subject_id: str
    subject_name: str
    subject_name_zh: str
    data: dict[str, Any]


class AdminHistoryView(BaseModel):
    """One page of the history of the administration, in the order asked for; it may be empty and go on."""

    items: list[AdminEventView]
    next_cursor: str | None = None


def proposal_view(proposal: Proposal) -> ProposalView:
    return ProposalView(
        id=proposal.id,
        at=proposal.at,
        by=proposal.by,
        by_name=proposal.by_name,
        kind=proposal.kind,
        subject_id=proposal.subject_id,
        subject_name=proposal.name.en,
        subject_name_zh=proposal.name.zh,
        data=dict(proposal.data),
        state=proposal.state,
        reason=proposal.reason or None,
    )


def event_view(event: AdminEvent) -> AdminEventView:
    words = EVENTS[event.kind]
    return AdminEventView(
        id=event.id,
        at=event.at,
        by=event.by,
        by_name=event.by_name,
        kind=event.kind,
        text=Bilingual(en=words.en, zh=words.zh),
        subject=event.subject,
        subject_id=event.subject_id,
        subject_name=event.name.en,
        subject_name_zh=event.name.zh,
        data=dict(event.data),
    )
