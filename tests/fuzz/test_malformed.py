"""Whatever is sent to any route, by anybody: a typed error or an ordinary answer, soon, and nothing half done."""

import base64
import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from shared.store.stores import Stores
from tests.access.world import World
from tests.figures import Report
from tests.fuzz.events import Came, Shot, fired, scene_of, shot
from tests.recorder import recording
from tests.sizes import MALFORMED_EVENTS

SECONDS = 1.0
MOST = 60
"""Complaints that are shown; each names the seed and the number that make its event again."""
HEADING = re.compile(r"<h1[^>]*>\s*\S")
NOT_READY = "GET /people/sign-in"
"""Without a provider nobody can sign in, and the page says so with 503."""
LOTS = MALFORMED_EVENTS.lots(10_000)


@pytest.fixture
def scene(stores: Stores) -> Iterator[World]:
    with scene_of(stores) as made:
        yield made


@pytest.mark.parametrize(("seed", "count"), LOTS, ids=[f"seed {seed}" for seed, _ in LOTS])
def test_no_event_makes_a_function_fail_or_linger(
    scene: World, figure: Report, seed: int, count: int
) -> None:
    client = scene.stage.stores.table.client
    wrong: list[str] = []
    before = kept(scene)

    for number in range(count):
        each = shot(scene, seed, number)
        before = kept(scene) if each.route.endswith("/sign-out") else before
        with recording(client) as calls:
            came = fired(each)
        wrong.extend(f"{each.name}: {what}" for what in complaints(each, came))
        if calls.written or any(call.writes for call in calls.calls):
            after = kept(scene)
            if refused(each, came) and after != before:
                wrong.append(f"{each.name}: refused, and the table changed")
            before = after

    figure("T17", "malformed requests", MALFORMED_EVENTS.full, count, seed=seed)
    assert not wrong, "\n".join((f"{len(wrong)} of {count}:", *wrong[:MOST]))


def kept(scene: World) -> list[dict[str, Any]]:
    """The table, but for forms that are kept because their session ended while they were typed."""
    return [row for row in scene.dump() if not row["SK"]["S"].startswith("TYPED#")]


def refused(each: Shot, came: Came) -> bool:
    if came.raised is not None:
        return True
    place = str((came.answer.get("headers") or {}).get("Location", ""))
    return came.answer["statusCode"] >= 400 or (not each.signed_in and place.startswith("/people/sign-in?"))


def complaints(each: Shot, came: Came) -> list[str]:
    """What is wrong with an answer."""
    if came.raised is not None:
        return [f"raised {came.raised!r}"[:300]]
    found = [] if came.seconds <= SECONDS else [f"took {came.seconds:.1f} s"]
    status, page = came.answer["statusCode"], not each.event["rawPath"].startswith("/api/")
    if status >= 500 and not (status == 503 and each.event["rawPath"].startswith(NOT_READY[4:])):
        found.append(f"status {status}")
    if status >= 400 and each.event["requestContext"]["http"]["method"] != "HEAD":
        found.extend(no_page(came.answer) if page else no_problem(came.answer))
    return found


def no_problem(answer: dict[str, Any]) -> list[str]:
    """Why this is no problem document (RFC 9457) of ours."""
    if answer["headers"]["Content-Type"] != "application/problem+json":
        return [f"no problem but {answer['headers']['Content-Type']}"]
    problem = json.loads(text(answer))
    known = problem["status"] == answer["statusCode"] and problem["type"].endswith(f":{problem['code']}")
    return [] if known and problem["title"] and problem["detail"] else [f"no typed problem: {problem}"]


def no_page(answer: dict[str, Any]) -> list[str]:
    """Why this is no page with a message."""
    if not answer["headers"]["Content-Type"].startswith("text/html"):
        return [f"no page but {answer['headers']['Content-Type']}"]
    return [] if HEADING.search(text(answer)) else ["a page without a heading"]


def text(answer: dict[str, Any]) -> str:
    raw = base64.b64decode(answer["body"]) if answer.get("isBase64Encoded") else answer["body"].encode()
    return (gzip.decompress(raw) if answer["headers"].get("Content-Encoding") == "gzip" else raw).decode()
