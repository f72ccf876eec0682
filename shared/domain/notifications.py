"""Who is told what when something happens to a case, by the rows of its kind of event in actions.json.

Tasks go to whoever's turn it is, news to those who wait for it. Nobody is told of what they did themselves, but
that a partner gets a receipt; the deputy of an officer who is away hears of it too; nobody of a draft, but its signatory when asked to sign; and whoever has a conflict of interest hears nothing of the case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.domain.appeals import had_part
from shared.domain.application import Application
from shared.domain.calendar import day_in_beijing
from shared.domain.events import Event
from shared.domain.messages import Kind
from shared.domain.people import PARTNER, Person
from shared.domain.reviews import Review, is_stale
from shared.domain.workflow import Told, definitions, states
from shared.domain.workflow_files import Group

HELD: Mapping[Group, str] = {
    "officers": "programme_officer",
    "officer": "programme_officer",
    "compliance": "compliance_officer",
    "safety": "safety_officer",
    "approvers": "approver",
    "seniors": "senior_approver",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told; `subject` is the kind of event."""

    person: Person
    kind: Kind
    subject: str


def roles_told(event: Event) -> frozenset[str]:
    """The roles whose holders must be known to say who is told."""
    return frozenset(HELD[row.group] for row in _rows(event) if row.group in HELD)


def tells(event: Event, *groups: Group) -> bool:
    """Whether any of these groups is told."""
    return any(row.group in groups for row in _rows(event))


def notices(
    event: Event,
    application: Application,
    reviews: Sequence[Review],
    people: Mapping[str, Sequence[Person]],
) -> list[Notice]:
    """Everybody who is told; `people` holds them by role, the organisation's staff under `partner`."""
    if not application.snapshot_version and event.kind != "signature_asked":
        return []
    told: dict[str, Notice] = {}
    for row in _rows(event):
        for person in _members(row.group, event, application, reviews, people):
            silent = person.id in application.conflicted or not person.active
            if silent or (person.id == event.by and not row.receipt):
                continue
            told.setdefault(person.id, Notice(person, row.kind, event.kind))
    return list(told.values())


def _rows(event: Event) -> list[Told]:
    kind = definitions().events.get(event.kind)
    return [
        row
        for row in (kind.told if kind else ())
        if row.within in ("", event.state)
        and (not row.only_new_label or _label_changed(event))
        and (not row.urgent or event.data.get("urgent") is True)
    ]


def _label_changed(event: Event) -> bool:
    """Whether the partner sees another state than before."""
    known = states(event.direction)
    before, after = known.get(event.previous_state or ""), known.get(event.state)
    return before is not None and after is not None and before.public != after.public


def _members(
    group: Group,
    event: Event,
    application: Application,
    reviews: Sequence[Review],
    people: Mapping[str, Sequence[Person]],
) -> Iterable[Person]:
    if group == "partner":
        return [person for person in people.get("partner", ()) if person.holds(PARTNER)]
    if group == "signatories":
        return [person for person in people.get("partner", ()) if "partner_signatory" in person.roles]
    if group in ("reviewers", "new_reviewers", "stale_reviewers"):
        assigned = {review.person_id for review in reviews if not review.over}
        if group == "new_reviewers":
            assigned &= _named(event)
        if group == "stale_reviewers":
            assigned = {each.person_id for each in reviews if is_stale(each, application.snapshot_hash)}
        return [person for person in people.get("reviewer", ()) if person.id in assigned]
    holders = people.get(HELD[group], ())
    if group == "officer":
        own = [person for person in holders if person.id == application.officer and person.active]
        day = day_in_beijing(event.at)
        deputies = {away.deputy for person in own if (away := person.away_on(day))}
        return [*own, *(person for person in holders if person.id in deputies)] or holders
    if event.kind == "appealed" and group == "seniors":
        known = had_part(application)
        return [person for person in holders if person.id not in known] or holders
    return holders


def _named(event: Event) -> set[str]:
    """The reviewers an event says were assigned."""
    found = event.data.get("reviewers")
    return {str(person_id) for person_id in found} if isinstance(found, list | tuple) else set()
