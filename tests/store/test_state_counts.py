from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.events import Event
from shared.store import keys
from shared.store.state_counts import counts_of
from shared.store.stores import Stores
from tests.functions.streams import an_event

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def moved(application_id: str, version: int, before: str | None, after: str, kind: str = "claimed") -> Event:
    changes: dict[str, Any] = {"previous_state": before, "state": after, "kind": kind}
    return an_event(application_id, version, **changes)


SUBMITTED = moved("a1", 2, "draft", "submitted", "submitted")


def test_a_case_is_counted_where_it_stands(stores: Stores) -> None:
    for event in (
        SUBMITTED,
        moved("a2", 2, "draft", "submitted", "submitted"),
        moved("a1", 3, "submitted", "screening"),
    ):
        assert stores.state_counts.count(event, NOON)

    assert counts_of(stores.table.get([keys.tally()]).get(keys.tally(), {})) == {
        ("going_out", "submitted"): 1,
        ("going_out", "screening"): 1,
    }


def test_an_event_counts_once_and_in_any_order(stores: Stores) -> None:
    later = moved("a1", 3, "submitted", "screening")

    counted = [stores.state_counts.count(event, NOON) for event in (later, SUBMITTED, later, SUBMITTED)]

    assert counted == [True, True, False, False]
    assert counts_of(stores.table.get([keys.tally()]).get(keys.tally(), {})) == {
        ("going_out", "screening"): 1
    }


@pytest.mark.parametrize(
    "event",
    [
        moved("a1", 1, None, "draft", "created"),
        moved("a1", 2, "draft", "withdrawn", "discarded"),
        moved("a1", 2, "draft", "expired", "expired"),
        moved("a1", 5, "under_review", "under_review", "reviewers_changed"),
    ],
)
def test_drafts_and_facts_that_move_nothing_do_not_count(stores: Stores, event: Event) -> None:
    assert not stores.state_counts.count(event, NOON)
    assert counts_of(stores.table.get([keys.tally()]).get(keys.tally(), {})) == {}


def test_what_was_counted_is_remembered_longer_than_queues_keep_it(stores: Stores) -> None:
    stores.state_counts.count(SUBMITTED, NOON)

    key = keys.tallied(SUBMITTED.id)
    days = (int(stores.table.get([key])[key]["ttl"]) - NOON.timestamp()) / 86_400
    assert days == 30
