"""D6: a page costs what it shows, however many cases are stored.

One does not: `/desk?whose=mine` is sifted out of the open cases of everybody, and costs by how many are open.
"""

import itertools
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.application import Application
from shared.domain.change import record
from shared.domain.messages import Message
from shared.domain.programmes import DIRECTIONS
from shared.domain.workflow import newest
from shared.identity import issue_token
from shared.store.case_parts import Writes
from shared.store.stores import Stores
from tests.builders import a_review, an_application
from tests.bulk import bulk
from tests.client import Client
from tests.recorder import recording
from tests.stage import Stage

FULL = 30
"""More rows than any page shows."""
ENDED = ("approved", "rejected", "withdrawn")
WAITING = ("submitted", "screening", "under_review", "compliance_check", "decision_pending")
Cost = tuple[list[str], float]


def stored(at: datetime, **changes: Any) -> Application:
    known = {"id": uuid.uuid4().hex[:26], "created_at": at, "changed_at": at, "organisation_id": "south"}
    return an_application(**{**known, **changes})


def whole(stores: Stores, at: datetime, **changes: Any) -> Application:
    """One case with an event, content and a review."""
    before = stored(at, **changes)
    change = record(before, "stored", by="x", by_name="", role="system", at=at, data={})
    review = [a_review(application_id=before.id)] if before.state == "under_review" else []
    stores.cases.commit(change, Writes(snapshot={"title_en": "Example exchange"}, reviews=review))
    return change.after


def fill(stores: Stores, at: datetime) -> Application:
    """Every queue, the partner's list, the reviewer's assignments and the inbox hold more than a page."""
    for state, direction, number in itertools.product(WAITING, DIRECTIONS, range(FULL)):
        officer = "" if state == "submitted" else "officer"
        found = whole(
            stores,
            at - timedelta(days=200, seconds=number),
            state=state,
            direction=direction,
            officer=officer,
        )
        tell(stores, found, at - timedelta(days=1, seconds=number))
    return found


def grow(stores: Stores, at: datetime, number: int) -> None:
    """So many headers more, in every state and both directions, half of them the same partner's."""
    places = itertools.cycle(itertools.product(DIRECTIONS, [*WAITING, *ENDED, "escalated"]))
    for each, (direction, state) in zip(range(number), places, strict=False):
        partner = "south" if each % 2 else f"other-{each % 40:02}"
        officer = "" if state == "submitted" else "officer-2"
        when = at - timedelta(days=100, seconds=each)
        case = stored(when, state=state, direction=direction, organisation_id=partner, officer=officer)
        stores.cases.save_draft(case, case, Writes())
        if each % 10 == 0:
            tell(stores, case, when)


def tell(stores: Stores, found: Application, at: datetime) -> None:
    stores.messages.add(
        Message(
            id=f"{found.id}:000003",
            person_id="officer",
            at=at,
            kind="news",
            subject="stored",
            application_id=found.id,
            number=found.number,
            direction=found.direction,
            state=found.state,
        )
    )


def pages(application_id: str) -> list[tuple[str, str]]:
    """Who asks for what."""
    one = f"/applications/{application_id}"
    lately = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:00:00Z")
    return [
        ("south-editor", "/applications"),
        ("south-editor", "/api/v1/applications"),
        ("south-editor", one),
        ("officer", "/desk"),
        ("officer", "/desk?whose=all"),
        ("officer", "/desk?whose=all&state=decision_pending&direction=inviting_in"),
        ("officer", one),
        ("officer", f"{one}/history"),
        ("officer", "/people/inbox"),
        ("officer", "/api/v1/applications"),
        ("officer", f"/api/v1/changes?since={lately}"),
        ("compliance", "/approvals"),
        ("approver", "/approvals"),
        ("reviewer-1", "/reviews"),
        ("reviewer-1", "/api/v1/applications"),
        ("observer", "/applications"),
        ("auditor", "/api/v1/applications?state=decision_pending"),
    ]


def costs(stores: Stores, application_id: str) -> dict[str, Cost]:
    """Calls and read units of every page, by who asks."""
    now = datetime.now(UTC)
    found: dict[str, Cost] = {}
    for who, target in pages(application_id):
        api = target.startswith("/api/")
        client = Client(token=issue_token(stores, who, at=now)) if api else Client().sign_in(stores, who)
        client.get(target)
        with recording(stores.table.client) as heard:
            reply = client.get(target)
        assert reply.status == 200, (who, target, reply.text)
        found[f"{who} {target}"] = (heard.operations, heard.read)
    return found


@pytest.mark.parametrize("more", [290, pytest.param(99_990, marks=pytest.mark.slow)])
def test_no_page_costs_more_when_more_is_stored(stores: Stores, more: int) -> None:
    now = datetime.now(UTC)
    Stage(stores, at=now).furnish()
    with bulk(stores) as written:
        application = fill(written, now)
        grow(written, now, 10)
    few = costs(stores, application.id)

    with bulk(stores) as written:
        grow(written, now, more)

    assert costs(stores, application.id) == few


def test_every_state_of_the_waiting_queues_is_one_of_the_workflow() -> None:
    known = {state for direction in DIRECTIONS for state in newest(direction).states}

    assert {*WAITING, *ENDED, "escalated"} <= known
