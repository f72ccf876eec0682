"""The same request sent again makes nothing twice (T2)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError

from shared.domain.case import Case
from shared.domain.refusals import KeyReused
from shared.identity import issue_token
from shared.store.case_parts import listed
from shared.store.idempotency import KEPT, IdempotentRequest
from shared.store.stores import Stores
from tests.builders import NOON
from tests.client import Client, Reply
from tests.figures import Report
from tests.races.acts import begin as beginning
from tests.races.acts import step
from tests.races.processes import Racers
from tests.races.racing import outcome
from tests.races.turns import WRITE, Around, own
from tests.sizes import REPEAT_ROUNDS
from tests.stage import Stage

TIMES = 50
KEY = IdempotentRequest(scope="north-editor", key="key-1", body=b"body")


@pytest.fixture(params=range(REPEAT_ROUNDS.now), autouse=True)
def turn(request: pytest.FixtureRequest, figure: Report) -> int:
    """Every test is a round of its own, in a table of its own."""
    figure("T2", sentence(request.function.__name__), REPEAT_ROUNDS.full, 1)
    return int(request.param)


def sentence(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ")


def begin(
    stage: Stage, stores: Stores, who: str = "north-editor", at: datetime = NOON, key: IdempotentRequest = KEY
) -> Case:
    """A draft asked for under a key."""
    return beginning(stage.people[who], key, at)(stores)


def drafts(stage: Stage, organisation_id: str = "north") -> set[str]:
    page = stage.stores.cases.of_organisation(organisation_id, 100, None)
    return {listed(row).id for row in page.rows}


def sent(stage: Stage, who: str, body: dict[str, Any], key: str = "key-1") -> Reply:
    client = Client(token=issue_token(stage.stores, who, at=datetime.now(UTC)))
    return client.call("POST", "/api/v1/applications", body, idempotency_key=key)


def test_fifty_at_once_make_one_draft(racers: Racers, stage: Stage, turn: int) -> None:
    """In every other round all have looked for the key before anybody writes."""
    acts = [beginning(stage.people["north-editor"], KEY)] * TIMES

    told = racers.race(stage.stores.table.name, acts, met=turn % 2 == 0)

    assert {each.status for each in told} == {200}
    assert {each.application_id for each in told} == drafts(stage)
    assert len(drafts(stage)) == 1


def test_fifty_one_after_the_other_have_one_answer(stage: Stage) -> None:
    body = {"direction": "going_out", "programme_id": "going-out", "fields": {"title_en": "Once"}}

    replies = [sent(stage, "north-editor", body) for _ in range(TIMES)]

    assert {(each.status, each.body, each.location) for each in replies} == {
        (201, replies[0].body, replies[0].location)
    }
    assert len(drafts(stage)) == 1


def test_a_key_serves_one_body_and_one_person(stage: Stage) -> None:
    body = {"direction": "going_out", "programme_id": "going-out", "fields": {}}
    first = sent(stage, "north-editor", body)

    other_body = sent(stage, "north-editor", body | {"fields": {"title_en": "Another"}})
    other_tenant = sent(stage, "south-editor", body)

    assert (other_body.status, other_body.json["code"]) == (422, "idempotency_key_reused")
    assert (other_tenant.status, other_tenant.json["id"] != first.json["id"]) == (201, True)
    assert (len(drafts(stage)), len(drafts(stage, "south"))) == (1, 1)


@pytest.mark.parametrize(("minutes", "same"), [(-1, True), (1, False)])
def test_a_key_is_remembered_for_a_day(stage: Stage, minutes: int, same: bool) -> None:
    first = begin(stage, stage.stores)

    again = begin(stage, stage.stores, at=NOON + KEPT + timedelta(minutes=minutes))

    assert (again.application.id == first.application.id) is same


def test_without_a_key_every_request_is_one_of_its_own(stage: Stage) -> None:
    made = [stage.draft() for _ in range(2)]

    assert drafts(stage) == {each.application.id for each in made}


def lost(times: int) -> Around:
    """The write is done, but its answer never arrives, so many times."""
    left = [times]

    def around(name: str, call: Callable[[], Any]) -> Any:
        answer = call()
        if name == WRITE and left[0]:
            left[0] -= 1
            raise ConnectionClosedError(endpoint_url="http://127.0.0.1")
        return answer

    return around


def test_a_lost_answer_is_had_by_asking_again(stage: Stage) -> None:
    with pytest.raises(ConnectionClosedError):
        begin(stage, own(stage.stores, lost(1)))

    again = begin(stage, stage.stores)

    assert drafts(stage) == {again.application.id}
    with pytest.raises(KeyReused):
        begin(stage, stage.stores, key=IdempotentRequest(scope=KEY.scope, key=KEY.key, body=b"other"))


@pytest.mark.parametrize("seen", [True, False])
def test_a_submission_sent_fifty_times_at_once_is_one(racers: Racers, stage: Stage, seen: bool) -> None:
    draft = stage.draft()
    version = draft.application.version if seen else None

    acts = [step(stage, "submit", "north-signatory", draft, seen=version)] * TIMES
    told = [each.status for each in racers.race(stage.stores.table.name, acts, met=False)]

    assert told.count(200) == 1
    assert set(told) <= {200, 409, 412}
    assert [each.kind for each in stage.now(draft).events].count("submitted") == 1


def test_a_page_posted_twice_makes_one_draft(stage: Stage) -> None:
    now = datetime.now(UTC)
    programme = stage.stores.programmes.get("going-out")
    assert programme is not None
    assert programme.is_open(now.date())
    browser = Client().sign_in(stage.stores, "north-editor")

    replies = [
        browser.post("/applications/new", {"programme_id": "going-out", "key": "k" * 32}) for _ in range(2)
    ]

    assert [each.status for each in replies] == [303, 303]
    assert replies[0].location == replies[1].location
    assert len(drafts(stage)) == 1


def test_a_refusal_is_not_remembered(stage: Stage) -> None:
    wrong = {"direction": "going_out", "programme_id": "nothing", "fields": {}}

    statuses = [
        sent(stage, "north-editor", each).status for each in (wrong, wrong | {"programme_id": "going-out"})
    ]

    assert statuses == [422, 201]
    assert outcome(lambda: 1) == 1
