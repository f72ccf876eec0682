"""A federation of today: pages tell the time by the clock."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.store.stores import Stores
from tests.builders import a_programme
from tests.stage import Stage


@pytest.fixture
def stage(stores: Stores) -> Stage:
    now = datetime.now(UTC)
    stage = Stage(stores, at=now).furnish()
    closes = (now + timedelta(days=400)).date().isoformat()
    for direction in ("going_out", "inviting_in"):
        programme = a_programme(
            direction, id=f"{direction[:5]}-now", closes=closes, title_en=f"Open {direction}"
        )
        stores.programmes.save(programme)
    return stage
