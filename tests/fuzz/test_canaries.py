"""What is personal stays in the case: no log, metric, event, letter, address, key or error page holds a word of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.notifier.app import handler as notifier
from functions.notifier.letters import letter
from functions.publisher.app import publish
from functions.publisher.parking import Parking
from functions.publisher.topic import Topic
from shared.domain.case import Case
from shared.domain.events import cloud_event
from shared.log import logger
from shared.store.stores import Stores
from tests.client import BASE_URL, Reply
from tests.engine import Opened
from tests.functions.pages import Browser, Page
from tests.functions.streams import a_record
from tests.fuzz.canaries import Aviary, Listening, Outside, headers_of, journey, token_of, trespass
from tests.fuzz.story import cases_of, people_of, tell_all
from tests.fuzz.test_markup import visits
from tests.stage import CAST, Stage

SHOWN_BACK = frozenset({409, 412, 422})
"""Pages of a step that was not taken: they show the case, and what was typed, to whoever may see it."""


every = pytest.mark.parametrize(
    "every", [5, pytest.param(1, marks=pytest.mark.slow)], ids=["every fifth page", "every page"]
)


@pytest.fixture(scope="module")
def stores(table: Opened) -> Iterator[Stores]:
    """One table for all of it, which takes longer to fill than to look at."""
    with table() as made:
        yield made


@pytest.fixture(scope="module")
def aviary() -> Aviary:
    return Aviary()


@pytest.fixture(scope="module")
def stage(stores: Stores, aviary: Aviary) -> Stage:
    stage = Stage(stores, at=datetime.now(UTC))
    people_of(stage, aviary.fill)
    return stage


@pytest.fixture(scope="module")
def cases(stage: Stage, aviary: Aviary) -> dict[str, Case]:
    cases = cases_of(stage, aviary.fill)
    tell_all(stage, cases, None)
    return cases


def logged(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> str:
    """Every log line as it is written, and everything else that was printed: metrics are."""
    printed = capsys.readouterr()
    lines = [logger.registered_handler.format(record) for record in caplog.records]
    return "\n".join([*lines, printed.out, printed.err])


@every
def test_pages_keep_what_is_personal_out_of_logs_headers_and_error_pages(
    every: int,
    stores: Stores,
    cases: dict[str, Case],
    aviary: Aviary,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    leaks, shown = [], set[str]()

    for name, who, target in list(visits(cases))[::every]:
        for reply in asked(Browser(stores, who), target, aviary):
            shown.update(aviary.found(reply.text))
            leaks += [f"{name}: {place} in a header" for place in aviary.found(headers_of(reply))]
            if reply.status >= 400 and reply.status not in SHOWN_BACK:
                told = set(aviary.found(reply.text)) - own(who)
                leaks += [f"{name}: {place} in {reply.status}" for place in told]

    assert len(shown) > 60, "the pages show too little to prove anything"
    assert leaks == []
    assert aviary.found(logged(caplog, capsys)) == []


def own(who: str) -> set[str]:
    """What the top of every page says to this person of themselves."""
    return {f"name of {who}", *(("organisation en", "organisation zh") if who.startswith("north") else ())}


def asked(browser: Browser, target: str, aviary: Aviary) -> Iterator[Reply]:
    """A page, and its form sent with a canary in every input."""
    reply = browser.client.get(target)
    yield reply
    page = Page(reply)
    if reply.status == 200 and page.buttons:
        typed = {each: aviary.fill(f"typed {each}", 1, 60) for each in page.fields if each != "csrf_token"}
        yield browser.client.post(target.partition("?")[0], {**typed, "seen": "0"})


@every
def test_nobody_else_meets_any_of_it(
    every: int, stores: Stores, cases: dict[str, Case], aviary: Aviary
) -> None:
    strangers = (Browser(stores, "south-signatory"), Browser(stores, "admin"))
    found = [
        (target, place)
        for browser in strangers
        for target in list(dict.fromkeys(target for _, _, target in visits(cases)))[::every]
        if not target.startswith("/people/") and target not in ("/applications", "/applications/new")
        for place in aviary.found(browser.client.get(target).text)
        if not place.startswith(("name of admin", "going_out", "inviting_in", *_known_at(target)))
    ]

    assert found == []


def _known_at(target: str) -> tuple[str, ...]:
    """What the registry's own pages show of it to whom they are for: its organisations to everybody, people to admins."""
    if target.startswith("/organisations"):
        return ("organisation",)
    return ("organisation", "name of", "email of") if target.startswith(("/admin", "/staff")) else ()


def test_the_api_keeps_what_is_personal_out_of_logs_headers_and_errors(
    stage: Stage, aviary: Aviary, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    heard = Listening({person.id: token_of(stage, person.id) for person in CAST})

    approved = journey(heard, stage, aviary)
    trespass(heard, approved["id"], aviary)

    errors = [(name, reply) for name, reply in heard.replies if reply.status >= 400]
    assert approved["state"] == "approved"
    assert len(errors) > 10
    assert [name for name, reply in heard.replies if aviary.found(headers_of(reply))] == []
    assert [(name, reply.text) for name, reply in errors if aviary.found(reply.text)] == []
    assert aviary.found(logged(caplog, capsys)) == []


def test_events_and_what_reads_them_hold_ids_alone(
    stores: Stores,
    stage: Stage,
    cases: Mapping[str, Case],
    aviary: Aviary,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    outside: Any = Outside()
    events = [event for case in cases.values() for event in stage.now(case).events]
    records: list[Any] = [a_record(event, number) for number, event in enumerate(events, 1)]
    poison = a_record(events[0], 10**6)
    poison["dynamodb"]["NewImage"]["body"]["S"] = aviary.fill("poison", 1, 60)

    publish([*records, poison], Topic(outside, "arn"), Parking(outside, "url"))
    bodies = [json.dumps(cloud_event(event)) for event in events] + [aviary.fill("poison", 1, 60)]
    notifier({"Records": [{"messageId": "m", "body": body} for body in bodies]}, None)

    assert aviary.found(json.dumps(records))
    assert len(outside.parked) == 1
    assert aviary.found("".join(outside.published)) == []
    assert aviary.found(logged(caplog, capsys)) == []


def test_letters_hold_numbers_and_states_alone(
    stores: Stores, stage: Stage, cases: Mapping[str, Case], aviary: Aviary
) -> None:
    messages = [message for person in CAST for message in stores.messages.page(person.id, 100).messages]
    reached = {person.id: replace(stage.people[person.id], email="who@example.org") for person in CAST}
    letters = [letter(message, reached[message.person_id], BASE_URL) for message in messages]

    assert letters
    assert aviary.found("".join(each.subject + each.text for each in letters)) == []


def test_keys_of_the_table_hold_ids_alone(
    stores: Stores, cases: Mapping[str, Case], aviary: Aviary, definition: dict[str, Any]
) -> None:
    client: Any = stores.table.client
    names = [each["AttributeName"] for each in definition["AttributeDefinitions"]]
    pages = client.get_paginator("scan").paginate(TableName=stores.table.name)
    rows = [row for page in pages for row in page["Items"]]

    assert aviary.found(json.dumps(rows, default=str))
    assert aviary.found(json.dumps([row[name] for row in rows for name in names if name in row])) == []
