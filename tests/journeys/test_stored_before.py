"""Cases that an earlier version stored (`stored_before.jsonl.gz`, the demo federation of 25 November 2026): they open, verify and go on."""

import base64
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.domain.application import content_hash
from shared.domain.case import Case
from shared.store.stores import Stores
from tests.engine import Opened
from tests.functions.pages import Browser
from tests.stage import Stage

STORED = Path(__file__).with_name("stored_before.jsonl.gz")
DAY = datetime(2026, 11, 25, 13, tzinfo=UTC)
STEPS = (
    ("submitted", "claim", "officer-1"),
    ("screening", "accept_for_review", "officer-1"),
    ("info_requested_intake", "resubmit", "north-signatory"),
    ("ineligible_proposed", "confirm_ineligible", "approver-2"),
    ("under_review", "review", "reviewer-1"),
    ("compliance_check", "clear_compliance", "compliance"),
    ("decision_pending", "approve", "approver-2"),
    ("escalated", "approve_final", "senior"),
)
READERS = ("north-editor", "officer-1", "reviewer-1", "compliance", "approver-1", "observer", "auditor")


def bytes_of(found: dict[str, Any]) -> Any:
    return base64.b64decode(found["__b64"]) if "__b64" in found else found


@pytest.fixture(scope="module")
def stores(table: Opened) -> Iterator[Stores]:
    """One table: every step is taken on a case of its own."""
    with table() as made:
        yield made


@pytest.fixture(scope="module")
def stage(stores: Stores) -> Stage:
    """The federation of that day, in the table of today."""
    client: Any = stores.table.client
    lines = gzip.decompress(STORED.read_bytes()).decode().splitlines()
    puts = [{"PutRequest": {"Item": json.loads(line, object_hook=bytes_of)}} for line in lines]
    for start in range(0, len(puts), 25):
        client.batch_write_item(RequestItems={stores.table.name: puts[start : start + 25]})
    usernames = {who for _, _, who in STEPS} | set(READERS) | {"safety"}
    return Stage(stores, DAY, dict(stores.people.get(sorted(usernames))))


def cases(stage: Stage) -> list[Case]:
    client: Any = stage.stores.table.client
    items = client.scan(TableName=stage.stores.table.name, ConsistentRead=True)["Items"]
    ids = {each["PK"]["S"].partition("#")[2] for each in items if each["PK"]["S"].startswith("APPLICATION#")}
    return [stage.stores.cases.load(each) for each in sorted(ids)]


def in_state(stage: Stage, state: str) -> Case:
    return next(each for each in cases(stage) if each.application.state == state)


def test_everything_that_was_stored_can_be_read(stage: Stage) -> None:
    found = cases(stage)

    assert len(found) > 10
    assert [each.application.number for each in found if each.unreadable] == []


def test_what_was_handed_in_is_what_its_hash_says(stage: Stage) -> None:
    handed_in = [each for each in cases(stage) if each.application.snapshot_hash]

    assert len(handed_in) > 10
    for each in handed_in:
        assert content_hash(each.application, each.snapshots[-1]) == each.application.snapshot_hash


@pytest.mark.parametrize("who", READERS)
def test_every_page_of_every_case_opens(stage: Stage, who: str) -> None:
    browser = Browser(stage.stores, who)
    opened = 0

    for case in cases(stage):
        for tab in ("", "?tab=requests", "/history"):
            reply = browser.client.get(f"/applications/{case.application.id}{tab}")
            assert reply.status in (200, 303, 404), (case.application.number, tab)
            assert "cannot be shown" not in reply.text
            opened += reply.status == 200

    assert opened > 0


@pytest.mark.parametrize(("state", "action", "who"), STEPS)
def test_a_case_goes_on_from_where_it_stood(stage: Stage, state: str, action: str, who: str) -> None:
    case = in_state(stage, state)
    if action == "clear_compliance":  # what was stated then is signed now
        case = stage.do("sign_risk", "safety", case)

    after = stage.do(action, who, case)

    assert after.application.version > case.application.version
    assert stage.now(case).application == after.application
