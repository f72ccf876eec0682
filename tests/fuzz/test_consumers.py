"""Whatever arrives from the stream or the queue is published, parked, told, handed back or ignored: nothing loops."""

import copy
import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.notifier.app import handler as notifier
from functions.publisher.app import publish
from functions.publisher.parking import Parking
from functions.publisher.topic import Topic
from functions.scanner.app import handler as scanner
from shared.domain.events import cloud_event
from shared.store.stores import Stores
from tests.documents import announced, arrival, verdict
from tests.figures import Report
from tests.functions.bucket import Files, files
from tests.functions.streams import a_record, an_event
from tests.fuzz.bodies import mutated
from tests.fuzz.canaries import Outside
from tests.fuzz.texts import TEXTS, WRONG
from tests.sizes import CONSUMER_EVENTS
from tests.stage import Stage

__all__ = ["files"]
STRANGE = (*WRONG, *TEXTS, 1e400, {"S": {"S": []}}, {"NULL": True}, "\x00" * 300_000)
LOTS = CONSUMER_EVENTS.lots(5_000)
sizes = pytest.mark.parametrize(("seed", "count"), LOTS, ids=[f"seed {seed}" for seed, _ in LOTS])


def strange(value: Any, chance: random.Random) -> Any:
    """The value with up to three things in it replaced, and now and then a text cut or written into."""
    for _ in range(chance.randrange(1, 4)):
        value = mutated(value, chance, lambda found: other(found, chance))
    return value


def other(found: Any, chance: random.Random) -> Any:
    if isinstance(found, str) and found and chance.random() < 0.4:
        place = chance.randrange(len(found))
        return found[:place] + chance.choice(("", '"', "{", "\ud800", "null", "9" * 400)) + found[place + 1 :]
    return copy.deepcopy(chance.choice(STRANGE))


@sizes
def test_no_record_stops_the_stream(figure: Report, seed: int, count: int) -> None:
    """Battery T17b."""
    stopped = []

    for number in range(count):
        chance = random.Random(f"{seed}:{number}")
        outside: Any = Outside()
        record = strange(a_record(an_event(), number + 1), chance)
        around = [a_record(an_event("a2"), 1), record, a_record(an_event("a3"), 9_999)]
        if publish(around, Topic(outside, "arn"), Parking(outside, "url")) is not None:
            stopped.append(f"{seed}:{number}")
        assert all(f'"subject":"{name}"' in sent(outside) for name in ("a2", "a3")), f"{seed}:{number}"

    figure("T17", "mutated records of the stream", CONSUMER_EVENTS.full, count, seed=seed)
    assert stopped == []


def sent(outside: Outside) -> str:
    return "".join(outside.published).replace("\\", "")


@sizes
def test_no_message_costs_another_one(stores: Stores, figure: Report, seed: int, count: int) -> None:
    """Battery T17b."""
    stage = Stage(stores, at=datetime.now(UTC)).furnish()
    case = stage.case("under_review")
    good = [
        {"messageId": f"good {number}", "body": json.dumps(cloud_event(event))}
        for number, event in enumerate(case.events)
    ]
    told = notifier({"Records": good}, None)
    before = inboxes(stage)

    for number in range(count):
        chance = random.Random(f"{seed}:{number}")
        found = chance.choice(good)
        bad = {**found, "messageId": "bad", "body": body_of(found["body"], chance)}
        answer = notifier(
            {"Records": [good[0], strange(bad, chance) if chance.random() < 0.5 else bad]}, None
        )
        assert {each["itemIdentifier"] for each in answer["batchItemFailures"]} != {"good 0"}, (
            f"{seed}:{number}"
        )
        assert len(answer["batchItemFailures"]) <= 1, f"{seed}:{number}"

    figure("T17", "mutated messages of the queue", CONSUMER_EVENTS.full, count, seed=seed)
    assert told == {"batchItemFailures": []}
    assert before
    assert inboxes(stage) == before


@sizes
def test_no_word_about_a_file_keeps_another_one_from_its_check(
    stores: Stores, files: Files, figure: Report, seed: int, count: int
) -> None:
    """Battery T17b: nothing that the queue says makes a file readable that was not checked."""
    stage = Stage(stores, at=datetime.now(UTC)).furnish()
    case, waiting = announced(stage, "north-editor", stage.draft())
    case, good = announced(stage, "north-editor", case)
    files.put(waiting, b"no document")
    words = [arrival(waiting), verdict(waiting, "NO_THREATS_FOUND"), verdict(waiting, "FAILED")]

    for number in range(count):
        chance = random.Random(f"{seed}:{number}")
        bad = {**chance.choice(words), "messageId": "bad"}
        bad["body"] = body_of(bad["body"], chance)
        record = strange(bad, chance) if chance.random() < 0.5 else bad
        answer = scanner({"Records": [{**arrival(good), "messageId": "good"}, record]}, None)
        assert "good" not in {each["itemIdentifier"] for each in answer["batchItemFailures"]}
        assert files.read("kept", waiting) is None, f"{seed}:{number}"

    figure("T17", "mutated words about files", CONSUMER_EVENTS.full, count, seed=seed)
    assert files.checked(good) == {"batchItemFailures": []}


def body_of(body: str, chance: random.Random) -> str:
    if chance.random() < 0.2:
        return str(other(body, chance))
    return json.dumps(strange(json.loads(body), chance))


def inboxes(stage: Stage) -> dict[str, list[str]]:
    """The messages everybody has."""
    found = {name: stage.stores.messages.page(name, 100).messages for name in stage.people}
    return {name: [each.id for each in messages] for name, messages in found.items() if messages}
