"""Budgets that do not depend on the clock: calls, connections, bytes. What is still over its budget is said."""

import contextlib
import io
from collections.abc import Iterator

import pytest

from infra.bench.counted import Counted, counted
from infra.bench.federation import furnished
from shared.store.stores import Stores


@pytest.fixture
def found(stores: Stores) -> Iterator[Counted]:
    with contextlib.redirect_stdout(io.StringIO()):
        yield counted(furnished(stores, {}))


def test_connections_stay_open(found: Counted) -> None:
    assert found.connections == 0


def test_the_queue_page_is_small(found: Counted) -> None:
    html, packed = found.page_sizes

    assert (html <= 25_000, packed <= 4_000, found.first_visit <= 45_000) == (True, True, True)


def test_a_batch_of_ten_events_is_one_call(found: Counted) -> None:
    assert found.publishes == 1


def test_a_submission_of_the_whole_form_writes_at_most_fourteen_units(found: Counted) -> None:
    """Ten for the case, its answers and its event, two for what no other case may be like."""
    assert found.submit.written <= 14


@pytest.mark.parametrize(("request_", "most"), [("create", 4), ("read", 2), ("submit", 4)])
def test_no_request_makes_more_calls_than_it_does_today(found: Counted, request_: str, most: int) -> None:
    """The budgets are 3, 2 and 3: here the process meets the organisation for the first time, and sending an
    application looks for one like it at the moment it is sent. Every other step: test_calls.py.
    """
    assert len(getattr(found, request_).calls) <= most
