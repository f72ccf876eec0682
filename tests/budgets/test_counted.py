"""Budgets that do not depend on the clock: calls, connections, bytes. What is still over its budget is marked."""

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


def test_a_submission_writes_at_most_eleven_units(found: Counted) -> None:
    assert found.submit.written <= 11


@pytest.mark.parametrize(("request_", "most"), [("read", 5), ("create", 7), ("submit", 4)])
def test_no_request_makes_more_calls_than_it_does_today(found: Counted, request_: str, most: int) -> None:
    """The budgets are 2, 3 and 3 (infra/bench/RESULTS.md says so); this keeps the distance from growing."""
    assert len(getattr(found, request_).calls) <= most
