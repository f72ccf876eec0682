"""Places of a programme are taken of the quota that was released last."""

import pytest

from shared.domain.programmes import Programme
from shared.store import keys
from shared.store.stores import Stores
from shared.store.table import Taken, update
from tests.builders import a_programme


@pytest.fixture
def call(stores: Stores) -> Programme:
    """A programme with two places that this process remembers."""
    stores.programmes.save(a_programme(id="call", quota=2))
    found = stores.programmes.get("call")
    assert found
    return found


def take(stores: Stores, known: Programme) -> None:
    stores.table.commit([stores.programmes.take_place(known)])


@pytest.mark.parametrize(("quota", "places"), [(1, 1), (2, 2), (4, 4)])
def test_a_quota_that_another_process_changed_counts_at_once(
    stores: Stores, call: Programme, quota: int, places: int
) -> None:
    elsewhere = Stores(stores.table)
    before = elsewhere.programmes.read("call")
    assert before
    after = a_programme(id="call", quota=quota, version=before.version + 1)
    stores.table.commit(elsewhere.programmes.change(before, after))

    for _ in range(places):
        take(stores, call)
    with pytest.raises(Taken):
        take(stores, call)

    assert stores.programmes.places_taken("call") == places


def test_a_count_of_before_quotas_stood_beside_it_goes_by_what_is_remembered(
    stores: Stores, call: Programme
) -> None:
    stores.table.commit([update(keys.programme("call"), "REMOVE quota SET former = :one", one=1)])

    for _ in range(2):
        take(stores, call)
    with pytest.raises(Taken):
        take(stores, call)
