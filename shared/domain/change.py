"""What happens to a case: the next state or a new fact, each with the one event that says so."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Unpack

from shared.domain.application import Application, Fields, label_of
from shared.domain.calendar import day_in_beijing
from shared.domain.events import Event
from shared.domain.json_value import Values
from shared.domain.workflow import State, Transition, definitions


class Moved(Fields, total=False):
    """What a merge of organisations changes besides."""

    organisation_id: str
    partner_en: str
    partner_zh: str
    signed_for: str
    came_from: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an action did: the case as it was, as it is, and the one event that says so."""

    before: Application | None
    after: Application
    event: Event


def transition(
    application: Application,
    step: Transition,
    *,
    by: str,
    by_name: str,
    at: datetime,
    data: Values,
    **changes: Unpack[Fields],
) -> Change:
    """Take a transition whose guards are met: the next state, its due day, and the event."""
    target = application.workflow.states[step.target]
    urgent = changes.get("urgent", application.urgent)
    days = application.days_for(step.target)
    due = "" if days is None else _day(at, _term(days, target, urgent=urgent))
    fields: Fields = {"due": due, "shown_as": "", **changes}
    after = replace(
        application,
        state=step.target,
        version=application.version + 1,
        partner_version=application.version_for_partner,
        partner_changed_at=application.partner_changed_at or application.changed_at,
        changed_at=at,
        **fields,
    )
    if _tells_partner(step, application, after):
        after = replace(after, partner_version=after.partner_version + 1, partner_changed_at=at)
    kind = definitions().actions[step.action].event
    return Change(
        before=application,
        after=after,
        event=_event(application, after, kind, step.action, step.role, by, by_name, at, data),
    )


def _tells_partner(step: Transition, before: Application, after: Application) -> bool:
    """What the partner did, what it is asked, and what changed the label that it reads."""
    if step.role.startswith("partner_") or definitions().actions[step.action].tells_partner:
        return True
    return label_of(before, public=True) != label_of(after, public=True)


def _term(days: int, target: State, *, urgent: bool) -> int:
    """Days for a turn; the federation's own are halved for an urgent case, the partner's are not."""
    return (days + 1) // 2 if urgent and not target.partner_may_edit else days


def _day(at: datetime, days: int) -> str:
    return (day_in_beijing(at) + timedelta(days=days)).isoformat()


def record(
    application: Application,
    kind: str,
    *,
    by: str,
    by_name: str,
    role: str,
    at: datetime,
    data: Values,
    **changes: Unpack[Moved],
) -> Change:
    """A fact that leaves the state as it is, and the partner none the wiser: reviewers changed, conflict declared."""
    first = application.version == 0
    known = 1 if first else application.version_for_partner
    after = replace(application, version=application.version + 1, partner_version=known, **changes)
    event = _event(application, after, kind, kind, role, by, by_name, at, data)
    return Change(before=None if first else application, after=after, event=event)


def _event(
    before: Application,
    after: Application,
    kind: str,
    action: str,
    role: str,
    by: str,
    by_name: str,
    at: datetime,
    data: Values,
) -> Event:
    return Event(
        application_id=after.id,
        version=after.version,
        public_version=after.version_for_partner,
        told_partner=not before.version or after.version_for_partner > before.version_for_partner,
        kind=kind,
        action=action,
        state=after.state,
        previous_state=before.state if before.version else None,
        at=at,
        by=by,
        by_name=by_name,
        role=role,
        direction=after.direction,
        number=after.number,
        organisation_id=after.organisation_id,
        programme_id=after.programme_id,
        regions=tuple(after.place.split()),
        data=dict(data),
    )
