"""A federation of today, because pages tell the time by the clock, and a bucket."""

from datetime import UTC, datetime

import pytest

from shared.store.stores import Stores
from tests.functions.bucket import files
from tests.stage import Stage

__all__ = ["files"]


@pytest.fixture
def stage(stores: Stores) -> Stage:
    return Stage(stores, at=datetime.now(UTC)).furnish()
