from collections.abc import Iterator

import pytest

from tests.races.processes import Racers
from tests.sizes import DECISION_PROCESSES


@pytest.fixture(scope="package")
def racers(engine: str) -> Iterator[Racers]:
    """Racers in processes of their own, once for all races."""
    if not engine:
        pytest.skip("moto answers in this process only")
    made = Racers(engine, DECISION_PROCESSES)
    yield made
    made.close()
