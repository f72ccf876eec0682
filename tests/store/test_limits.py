"""How often something may be begun: drafts of an organisation in a day, sign-ins from one address."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.credential import digest_of
from shared.domain.refusals import TooMany
from shared.identity import issue_token
from shared.store.limits import DRAFTS, SIGN_INS
from shared.store.stores import Stores
from tests.client import Client
from tests.forms_data import complete
from tests.limits import used_up
from tests.stage import Stage

NEW = {"direction": "going_out", "programme_id": "going-out"}


@pytest.fixture
def stage(stores: Stores) -> Stage:
    return Stage(stores, at=datetime.now(UTC)).furnish()


def test_a_day_has_so_many_drafts_for_an_organisation_and_no_more(stage: Stage) -> None:
    used_up(stage.stores, DRAFTS, "north", stage.at)
    body = {**NEW, "fields": complete("going_out", today=stage.at.date())}
    north, south = (
        Client(token=issue_token(stage.stores, who, at=stage.at)) for who in ("north-editor", "south-editor")
    )

    refused = north.call("POST", "/api/v1/applications", body)
    page = Client().sign_in(stage.stores, "north-editor")
    told = page.post("/applications/new", {"programme_id": "going-out", "key": "k" * 32})

    assert (refused.status, refused.json["code"]) == (429, "too_many_requests")
    assert 0 < int(refused.headers["retry-after"]) <= 24 * 3600
    assert (told.status, "retry-after" in told.headers) == (429, True)
    assert north.get("/api/v1/applications").json["items"] == []
    assert south.call("POST", "/api/v1/applications", body).status == 201


def test_the_next_window_begins_at_nothing(stage: Stage) -> None:
    used_up(stage.stores, SIGN_INS, "address", stage.at)

    with pytest.raises(TooMany) as refused:
        stage.stores.limits.count(SIGN_INS, "address", stage.at)

    stage.stores.limits.count(SIGN_INS, "another", stage.at)
    stage.stores.limits.count(SIGN_INS, "address", stage.at + timedelta(seconds=refused.value.retry_after))


def test_an_address_is_not_kept_as_it_is(stage: Stage) -> None:
    stage.stores.limits.count(SIGN_INS, digest_of("198.51.100.7"), stage.at)

    assert "198.51.100.7" not in str(stage.stores.table.client.scan(TableName=stage.stores.table.name))
