"""What does not depend on the clock: AWS calls, connections and bytes of the main requests (W5, W6, B2)."""

import gzip
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from functions.publisher.app import publish
from functions.publisher.parking import Parking
from functions.publisher.topic import Topic
from infra.bench.federation import Federation
from infra.bench.rows import Row
from shared.identity import issue_token
from shared.web.pages.assets import FOLDER
from tests.client import Client, Reply
from tests.functions.streams import a_record, an_event
from tests.recorder import Recording, connections, recording

FIRST_VISIT = ("site.css", "site.js")


@dataclass(frozen=True, slots=True)
class Counted:
    """AWS calls of a read and of two commands, one of them in a process that remembers nothing, connections opened meanwhile, and the queue page."""

    read: Recording
    first: Recording
    create: Recording
    submit: Recording
    connections: int
    page: Reply
    publishes: int

    @property
    def page_sizes(self) -> tuple[int, int]:
        """Bytes of the HTML, plain and compressed."""
        html = self.page.text.encode()
        return len(html), len(gzip.compress(html, 6))

    @property
    def first_visit(self) -> int:
        """Bytes of the page with style sheet and script, compressed."""
        files = sum(len(gzip.compress((FOLDER / name).read_bytes(), 6)) for name in FIRST_VISIT)
        return self.page_sizes[1] + files


def counted(made: Federation) -> Counted:
    """The requests of the benchmark sent once to the functions in this process."""
    stores, client = made.stores, made.stores.table.client
    token = issue_token(stores, made.person.id, at=datetime.now(UTC))
    api, browser = Client(token=token), Client().sign_in(stores, "officer")
    before = connections(client)
    with recording(client) as first:
        api.call("POST", "/api/v1/applications", made.body(900_001))
    with recording(client) as create:
        case = api.call("POST", "/api/v1/applications", made.body(900_000)).json
    with recording(client) as read:
        api.call("GET", f"/api/v1/applications/{case['id']}")
    with recording(client) as submit:
        api.call("POST", f"/api/v1/applications/{case['id']}/submit", {}, if_match=f'"{case["version"]}"')
    page = browser.get("/desk?whose=all")
    opened = connections(client) - before
    return Counted(read, first, create, submit, opened, page, publishes())


class _Topic:
    """Takes whatever is published and counts how often it was called."""

    calls = 0

    def publish_batch(self, **arguments: Any) -> Any:
        self.calls += 1
        return {"Successful": [{"Id": each["Id"]} for each in arguments["PublishBatchRequestEntries"]]}


def publishes() -> int:
    """SNS calls for a stream batch of ten events."""
    client: Any = _Topic()
    records = [a_record(an_event(f"a{place}"), place) for place in range(10)]
    publish(records, Topic(client, "arn:aws:sns:us-east-1:000000000000:topic"), Parking(client, "none"))
    return int(client.calls)


def counted_rows(made: Federation) -> list[Row]:
    found = counted(made)
    html, packed = found.page_sizes
    return [
        Row(key="W5", what="AWS calls to read a draft", ours=len(found.read.calls), must=2, goal=2),
        Row(key="W5", what="AWS calls to begin a draft", ours=len(found.create.calls), must=3, goal=3),
        Row(
            key="W5",
            what="the same, once in 30 s for the programmes and the organisation",
            ours=len(found.first.calls),
        ),
        Row(key="W5", what="AWS calls to submit", ours=len(found.submit.calls), must=3, goal=3),
        Row(key="W6", what="connections opened after the first call", ours=found.connections, must=0, goal=0),
        Row(key="P1", what="SNS calls for a stream batch of 10 events", ours=found.publishes, must=1, goal=1),
        Row(key="D1", what="write units of a submission", ours=found.submit.written, must=14, goal=9),
        Row(key="B2", what="queue page of 25 rows, HTML", ours=html / 1000, must=25, goal=15, unit="KB"),
        Row(key="B2", what="queue page of 25 rows, gzip", ours=packed / 1000, must=4, goal=2.5, unit="KB"),
        Row(
            key="B2",
            what="first visit with style sheet and script, gzip",
            ours=found.first_visit / 1000,
            must=45,
            goal=30,
            unit="KB",
        ),
    ]
