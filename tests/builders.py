"""People, cases and what belongs to them, every argument with a boring default."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.domain.agreements import Agreement
from shared.domain.application import Application
from shared.domain.case import Case, Item, Request
from shared.domain.case_number import number
from shared.domain.checklists import Result
from shared.domain.events import Event
from shared.domain.people import Organisation, Person, Role
from shared.domain.programmes import Direction, Programme
from shared.domain.questions import CURRENT
from shared.domain.reviews import Review
from shared.domain.workflow import NEWEST
from tests.forms_data import complete

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def an_agreement(agreement_id: str = "memorandum", **changes: Any) -> Agreement:
    known: dict[str, Any] = {
        "organisation_id": "north",
        "partner_id": "abroad",
        "reference": "EX-0012",
        "title_en": "Example memorandum",
        "title_zh": "示例备忘录",
        "directions": ("going_out", "inviting_in"),
        "valid_from": "2026-01-01",
        "valid_until": "2030-12-31",
    }
    return Agreement(id=agreement_id, **{**known, **changes})


def an_organisation(organisation_id: str = "north", **changes: Any) -> Organisation:
    return Organisation(
        **{
            "id": organisation_id,
            "name_en": f"Example {organisation_id}",
            "name_zh": f"示例{organisation_id}",
            "uscc": "511000005000000080",
            **changes,
        }
    )


def a_person(person_id: str = "officer", *roles: Role, **changes: Any) -> Person:
    return Person(
        **{
            "id": person_id,
            "name": f"Example {person_id}",
            "email": f"{person_id}@example.org",
            "roles": roles or ("programme_officer",),
            "mandate_until": "2030-12-31" if "partner_signatory" in roles else None,
            **changes,
        }
    )


def a_programme(direction: Direction = "going_out", **changes: Any) -> Programme:
    return Programme(
        **{
            "id": direction.replace("_", "-"),
            "direction": direction,
            "title_en": "Example programme",
            "title_zh": "示例项目",
            "opens": "2026-01-01",
            "closes": "2027-12-31",
            "quota": 1_000,
            **changes,
        }
    )


def an_application(direction: Direction = "going_out", **changes: Any) -> Application:
    known = {"id": "case", "state": "submitted", "snapshot_version": 2, "snapshot_hash": "hash", **changes}
    return Application(
        **{
            "number": number(direction, 2026, "22222"),
            "direction": direction,
            "programme_id": direction.replace("_", "-"),
            "organisation_id": "north",
            "partner_en": "Example north",
            "partner_zh": "示例north",
            "version": 2,
            "created_at": NOON,
            "changed_at": NOON,
            "created_by": "north-editor",
            "title_en": "Example exchange",
            "title_zh": "示例交流",
            "start_date": "2027-03-01",
            "place": "KE" if direction == "going_out" else "",
            "form_version": CURRENT[direction],
            "workflow_version": NEWEST[direction],
            "submitted_on": "2026-11-23",
            **known,
        }
    )


def a_review(person_id: str = "reviewer-1", application_id: str = "case", **changes: Any) -> Review:
    return Review(
        **{
            "application_id": application_id,
            "person_id": person_id,
            "person_name": f"Example {person_id}",
            "number": "GO-26-222222",
            "direction": "going_out",
            "title_en": "Example exchange",
            "title_zh": "示例交流",
            "partner_en": "Example north",
            "partner_zh": "示例north",
            "assigned_at": NOON,
            "due": "2026-12-08",
            **changes,
        }
    )


def a_result(point: str, outcome: str = "clear", snapshot_hash: str = "hash", **changes: Any) -> Result:
    known = {"by": "somebody", "by_name": "Somebody", "at": NOON, "note": "Looked at with care.", **changes}
    return Result(point=point, outcome=outcome, snapshot_hash=snapshot_hash, **known)


def an_event(version: int = 2, **changes: Any) -> Event:
    return Event(
        **{
            "application_id": "case",
            "version": version,
            "kind": "submitted",
            "action": "submit",
            "state": "submitted",
            "previous_state": "draft",
            "at": NOON,
            "by": "north-signatory",
            "by_name": "Example signatory",
            "role": "partner_signatory",
            "direction": "going_out",
            "number": "GO-26-222222",
            "organisation_id": "north",
            "programme_id": "going-out",
            **changes,
        }
    )


def a_request(*fields: str, **changes: Any) -> Request:
    items = tuple(Item(field=name, message="Why?") for name in fields or ("need_statement",))
    return Request(**{"round": 1, "items": items, "asked_at": NOON, **changes})


def a_case(
    application: Application | None = None, values: Mapping[str, object] | None = None, **changes: Any
) -> Case:
    """A whole case; its answers are complete unless others are given."""
    application = application or an_application()
    if values is None:
        values = complete(application.direction, today=NOON.date())
    return Case(**{"application": application, "values": values, "before": values, **changes})
