"""A case and everybody who may be concerned by it."""

from datetime import UTC, datetime
from typing import Any

from shared.domain.application import Application
from shared.domain.events import Event
from shared.domain.json_value import JsonValue
from shared.domain.people import Person, Role
from shared.domain.reviews import Review

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_person(person_id: str, *roles: Role, **changes: Any) -> Person:
    fields: dict[str, Any] = {"name": person_id, "email": f"{person_id}@example.org", "roles": roles}
    return Person(id=person_id, **{**fields, **changes})


PEOPLE = {
    "partner": [
        a_person("signatory", "partner_signatory", organisation_id="o1"),
        a_person("editor", "partner_editor", organisation_id="o1"),
        a_person("chair", "observer", organisation_id="o1"),
    ],
    "programme_officer": [a_person("officer", "programme_officer"), a_person("deputy", "programme_officer")],
    "reviewer": [a_person("wu", "reviewer"), a_person("li", "reviewer"), a_person("idle", "reviewer")],
    "compliance_officer": [a_person("lawyer", "compliance_officer")],
    "safety_officer": [a_person("nurse", "safety_officer")],
    "approver": [a_person("approver", "approver")],
    "senior_approver": [a_person("senior", "senior_approver")],
}


def an_application(**changes: Any) -> Application:
    fields: dict[str, Any] = {
        "id": "a1",
        "number": "GO-26-222222",
        "direction": "going_out",
        "programme_id": "g1",
        "organisation_id": "o1",
        "partner_en": "Org",
        "partner_zh": "机构",
        "state": "submitted",
        "version": 3,
        "created_at": NOON,
        "changed_at": NOON,
        "created_by": "signatory",
        "snapshot_version": 2,
        "officer": "officer",
    }
    return Application(**{**fields, **changes})


def an_event(kind: str, previous_state: str, state: str, by: str, **data: JsonValue) -> Event:
    return Event(
        application_id="a1",
        version=3,
        kind=kind,
        action=kind,
        state=state,
        previous_state=previous_state,
        at=NOON,
        by=by,
        by_name="",
        role="",
        direction="going_out",
        number="GO-26-222222",
        organisation_id="o1",
        programme_id="g1",
        data=dict(data),
    )


def a_review(person_id: str, **changes: Any) -> Review:
    fields: dict[str, Any] = {
        "application_id": "a1",
        "person_id": person_id,
        "person_name": person_id,
        "number": "GO-26-222222",
        "direction": "going_out",
        "title_en": "",
        "title_zh": "",
        "partner_en": "",
        "partner_zh": "",
        "assigned_at": NOON,
        "due": "2026-12-01",
    }
    return Review(**{**fields, **changes})


REVIEWS = (a_review("wu"), a_review("li", status="submitted"), a_review("idle", status="released"))
