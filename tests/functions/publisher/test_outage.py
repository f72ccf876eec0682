"""A topic that fails for minutes: nothing is lost, and what piled up is gone soon after (battery T9b)."""

import random
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.publisher.app import publish
from functions.publisher.parking import Parking
from functions.publisher.topic import Topic
from tests.figures import Report
from tests.functions.streams import Taking, a_record, an_event
from tests.sizes import OUTAGES, SEED

OUTAGE, RECOVERY = 600, 120
"""Seconds of a clock of the test's own; one event arrives and one invocation is made in each."""
BATCH = 10
CASES = 20


class Failing(Taking):
    """A topic that fails at this rate while it is `ill`: the whole call, or single entries of it."""

    def __init__(self, chance: random.Random, rate: float) -> None:
        super().__init__()
        self._chance, self._rate, self.ill = chance, rate, True

    def publish_batch(self, **arguments: Any) -> dict[str, Any]:
        if self.ill and self._chance.random() < self._rate:
            if self._chance.random() < 0.5:
                raise ClientError({"Error": {"Code": "InternalError", "Message": ""}}, "PublishBatch")
            first, *rest = arguments["PublishBatchRequestEntries"]
            taken = super().publish_batch(PublishBatchRequestEntries=rest)
            return {**taken, "Failed": [{"Id": first["Id"], "Code": "InternalError", "SenderFault": False}]}
        return super().publish_batch(**arguments)


def played(failing: Failing) -> tuple[int, int]:
    """How many invocations said that they had failed, and the second at which nothing waited any more."""
    outside: Any = failing
    topic, parking = Topic(outside, "arn"), Parking(outside, "url")
    waiting: list[dict[str, Any]] = []
    failed = 0
    for second in range(OUTAGE + RECOVERY):
        failing.ill = second < OUTAGE
        if failing.ill:
            event = an_event(f"a{second % CASES}", second // CASES + 1)
            waiting.append(a_record(event, second))
        batch = waiting[:BATCH]
        stopped = publish(batch, topic, parking)
        failed += stopped is not None
        numbers = [each["dynamodb"]["SequenceNumber"] for each in batch]
        del waiting[: len(batch) if stopped is None else numbers.index(stopped)]
        if not failing.ill and not waiting:
            return failed, second
    raise AssertionError(f"{len(waiting)} events still wait")


@pytest.mark.parametrize("rate", [0.01, 0.1, 1.0])
def test_after_an_outage_everything_arrives_soon(figure: Report, rate: float) -> None:
    ends = []
    for seed in range(SEED, SEED + OUTAGES.now):
        failing = Failing(random.Random(seed), rate)

        failed, end = played(failing)

        ends.append(end - OUTAGE)
        seen: dict[str, list[int]] = {}
        for message in failing.published:
            versions = seen.setdefault(message["subject"], [])
            if message["data"]["version"] not in versions:
                versions.append(message["data"]["version"])
        assert failed
        assert failing.parked == []
        assert all(versions == list(range(1, OUTAGE // CASES + 1)) for versions in seen.values())
        assert len(seen) == CASES

    note = f"nothing waits {max(ends)} s after the end"
    figure("T9", f"outages of {OUTAGE} s, {rate:.0%} failing", OUTAGES.full, len(ends), seed=SEED, note=note)
