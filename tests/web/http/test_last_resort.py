"""What should never happen: a typed answer, one line in the log, and nothing in it that somebody sent."""

import json
from typing import Any

import pytest

from shared.identity import issue_token
from shared.log import logger
from shared.store.stores import Stores
from tests.builders import NOON, a_person
from tests.client import Client, Reply

SECRET = "somebody.private@example.org"


@pytest.fixture
def broken(stores: Stores) -> Stores:
    """A table in which an account holds what no program of ours has written."""
    stores.people.save(a_person("ann", "programme_officer"))
    client: Any = stores.table.client
    [row] = [
        each
        for each in client.scan(TableName=stores.table.name)["Items"]
        if each["PK"]["S"] == "PERSON#ann" and "body" in each
    ]
    client.put_item(TableName=stores.table.name, Item={**row, "body": {"S": f'{{"id": "{SECRET}"'}})
    return stores


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def asked(stores: Stores, target: str) -> Reply:
    if not target.startswith("/api/"):
        return Client(language="zh").sign_in(stores, "ann").get(target)
    return Client(token=issue_token(stores, "ann", at=NOON), language="zh").get(target)


@pytest.mark.parametrize("target", ["/api/v1/applications", "/desk"])
def test_the_reader_is_told_and_the_log_says_where_it_broke(
    broken: Stores, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    reply = asked(broken, target)

    printed = capsys.readouterr()
    told = [logger.registered_handler.format(each) for each in caplog.records if each.levelname == "ERROR"]
    errors = lines("\n".join(told))
    log = "\n".join([caplog.text, printed.out, printed.err, *told])
    identity = reply.headers["x-request-id"]
    assert (reply.status, len(errors)) == (500, 1)
    assert "系统出错" in reply.text
    assert identity in reply.text
    assert errors[0]["request_id"] == identity
    assert errors[0]["error"]
    assert any("shared/store" in frame for frame in errors[0]["traceback"])
    assert [line["Faults"] for line in lines(printed.out) if "Faults" in line] == [1]
    assert SECRET not in log + reply.text + str(reply.headers)


def test_the_problem_has_its_type(broken: Stores) -> None:
    problem = asked(broken, "/api/v1/applications").json

    assert (problem["status"], problem["code"]) == (500, "unexpected")
    assert problem["type"] == "urn:exchange-registry:problem:unexpected"
