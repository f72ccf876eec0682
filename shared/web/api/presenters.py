"""From what a person may see to the public JSON of a case."""

from datetime import datetime
from typing import Any

from shared.actions.engine import AvailableAction
from shared.actions.policy import READS_REVIEWS
from shared.actions.queries.case_view import CaseView
from shared.actions.queries.lists import CaseList
from shared.domain import checklists
from shared.domain.appeals import appeal_until
from shared.domain.application import Application, CaseSummary, label_of
from shared.domain.case import Case, Request
from shared.domain.checklists import Point, Result
from shared.domain.documents import FEDERATION, Document, attached
from shared.domain.events import Event
from shared.domain.reviews import Review
from shared.domain.words import Words
from shared.web.api.schemas import (
    ActionView,
    AppealView,
    ApplicationView,
    Bilingual,
    DecisionView,
    DocumentView,
    EventView,
    ListedView,
    ListView,
    PointView,
    RequestView,
    ReviewView,
    Unmet,
)
from shared.web.http.action_addresses import route_of


def application_view(seen: CaseView) -> ApplicationView:
    application = seen.case.application
    partner = seen.view == "partner"
    return ApplicationView(
        id=application.id,
        number=application.number,
        direction=application.direction,
        programme_id=application.programme_id,
        organisation_id=application.organisation_id,
        state=application.state,
        state_label=state_label(application, public=partner),
        version=application.version,
        form_version=application.form_version,
        left_out=list(application.left_out),
        title=Bilingual(en=application.title_en, zh=application.title_zh),
        created_at=application.created_at,
        changed_at=application.changed_at,
        due=application.due or None,
        submitted_on=application.submitted_on or None,
        snapshot_hash=application.snapshot_hash or None,
        fields=_fields(seen),
        withheld=list(seen.withheld),
        documents=_documents(seen),
        actions=[action_view(application.id, offer) for offer in seen.offers],
        requests=[_request(seen.case, each) for each in seen.case.requests],
        reviews=None if partner else [_review(seen.case, each) for each in seen.case.reviews],
        checklist=_checklist(seen) if seen.view in READS_REVIEWS else None,
        decision=_decision(seen),
        appeal_until=appeal_until(application) or None,
        appeal=_appeal(seen),
        officer_id=None if partner else application.officer or None,
        risk_finding=None if partner else seen.case.risk_found or None,
        urgent=application.urgent,
    )


def document_view(document: Document, at: datetime, *, current: bool) -> DocumentView:
    return DocumentView(
        id=document.id,
        field=document.field,
        name=document.name,
        size=document.size,
        sha256=document.sha256,
        state=document.known_as(at),
        current=current,
        reason=bilingual(document.fault) if document.fault else None,
    )


def _documents(seen: CaseView) -> list[DocumentView]:
    now = attached(seen.case.application.form, seen.case.values)
    return [
        document_view(each, seen.at, current=each.id in now or each.field == FEDERATION)
        for each in seen.case.documents
    ]


def _fields(seen: CaseView) -> dict[str, Any]:
    """The answers; documents have a place of their own."""
    form = seen.case.application.form
    return {
        name: value
        for name, value in seen.case.values.items()
        if name in form.index and form.index[name].kind != "documents"
    }


def action_view(application_id: str, offer: AvailableAction) -> ActionView:
    return ActionView(
        name=offer.name,
        label=bilingual(offer.label),
        href=route_of(application_id, offer.action),
        allowed=offer.allowed,
        unmet=[
            Unmet(code=reason.code, message=bilingual(reason.message), attest=reason.attest)
            for reason in offer.unmet
        ],
    )


def state_label(case: Application | CaseSummary, *, public: bool) -> Bilingual:
    return bilingual(label_of(case, public=public))


def list_view(listing: CaseList, *, public: bool) -> ListView:
    return ListView(
        items=[listed_view(each, public=public) for each in listing.items], next_cursor=listing.next_cursor
    )


def listed_view(item: CaseSummary, *, public: bool) -> ListedView:
    return ListedView(
        id=item.id,
        number=item.number,
        direction=item.direction,
        state=item.state,
        state_label=state_label(item, public=public),
        title=Bilingual(en=item.title_en, zh=item.title_zh),
        changed_at=item.changed_at,
        due=item.due or None,
        programme_id=item.programme_id or None,
        organisation=Bilingual(en=item.partner_en, zh=item.partner_zh) if item.partner_zh else None,
        urgent=item.urgent,
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


def _review(case: Case, review: Review) -> ReviewView:
    written = review.status == "submitted"
    return ReviewView(
        reviewer_id=review.person_id,
        reviewer=review.person_name,
        status=review.status,
        due=review.due,
        submitted_at=review.submitted_at,
        snapshot_hash=review.snapshot_hash,
        stale=case.is_stale(review),
        scores=review.scores,
        recommendation=review.recommendation,
        comment=review.comment if written else None,
        comment_to_partner=review.comment_to_partner if written else None,
    )


def _checklist(seen: CaseView) -> list[PointView]:
    """The points that somebody has said something of, and those that are gone through now."""
    case, application = seen.case, seen.case.application
    known = {each.point: each for each in case.results}
    now = checklists.WORKED_ON.get(application.state, ())
    return [
        _point(guard, point, known.get(point.id), application)
        for guard in checklists.guards()
        for point in checklists.points(guard, application.direction, case.values)
        if point.id in known or guard in now
    ]


def _point(guard: str, point: Point, result: Result | None, application: Application) -> PointView:
    said: dict[str, Any] = (
        {}
        if result is None
        else {
            "outcome": result.outcome,
            "note": result.note,
            "source": result.source,
            "as_of": result.as_of or None,
            "by": result.by,
            "by_name": result.by_name,
            "at": result.at,
            "stale": result.snapshot_hash != application.snapshot_hash,
        }
    )
    return PointView(id=point.id, guard=guard, label=bilingual(point.label), dated=point.dated, **said)


def _request(case: Case, request: Request) -> RequestView:
    before, after = case.corrected(request)
    return RequestView(
        round=request.round,
        items=[{"field": item.field, "message": item.message} for item in request.items],
        message=request.message,
        asked_at=request.asked_at,
        answered_at=request.answered_at,
        cancelled_at=request.cancelled_at,
        answers=request.answers,
        changed=list(request.changed),
        accepted=[each for each in request.fields if case.accepted(request, each)],
        before=before,
        after=after,
    )


def _appeal(seen: CaseView) -> AppealView | None:
    application, event = seen.case.application, seen.appeal
    if not application.appealed_on:
        return None
    said = str(seen.lodged.data.get("reason", "")) if seen.lodged else None
    if event is None:
        return AppealView(lodged_on=application.appealed_on, said=said, outcome="open")
    outcome: Any = event.kind.removeprefix("appeal_").replace("allowed", "upheld")
    reason = event.data.get("reason")
    return AppealView(
        lodged_on=application.appealed_on,
        said=said,
        outcome=outcome,
        at=event.at,
        reason=Bilingual(**reason) if isinstance(reason, dict) else None,
    )


def _decision(seen: CaseView) -> DecisionView | None:
    event = seen.decision
    if event is None:
        return None
    data: dict[str, Any] = dict(event.data)
    return DecisionView(
        outcome=event.state,
        at=event.at,
        snapshot_hash=seen.case.application.snapshot_hash,
        reason_code=data.get("reason_code"),
        reason=Bilingual(**data["reason"]) if "reason" in data else None,
        conditions=data.get("conditions", []),
        comment=data.get("comment"),
        by=event.by or None,
        reviewers_comments=list(seen.comments),
    )
