"""The edge before the registry: what does not come through it is refused."""

import boto3
import pytest
from moto import mock_aws

from shared.store.stores import Stores
from shared.web.http.edge import SECRET
from shared.wiring import Wiring, wiring
from tests.client import Client, Reply

KNOWN = "0123456789abcdef"
PATHS = [
    "/",
    "/api/v1/openapi.json",
    "/api/v1/programmes",
    "/applications",
    "/desk",
    "/reviews",
    "/approvals",
]
PATHS += [
    "/admin/people",
    "/join",
    "/people/inbox",
    "/status",
    "/favicon.ico",
    "/nothing-here",
    "/api/v1/nothing",
]


@pytest.fixture
def edge(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> Stores:
    """A deployment behind an edge."""
    monkeypatch.setitem(vars(wiring()), "edge_secret", KNOWN)
    return stores


def asked(path: str, secret: str | None, *, language: str = "en") -> Reply:
    return Client(language=language).send("GET", path, headers={} if secret is None else {SECRET: secret})


@pytest.mark.usefixtures("edge")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("secret", [None, "", "0123456789abcdeF", f"{KNOWN},{KNOWN}", "秘密"])
def test_what_comes_around_the_edge_is_refused(path: str, secret: str | None) -> None:
    assert asked(path, secret).status == 403


@pytest.mark.usefixtures("edge")
@pytest.mark.parametrize("path", PATHS)
def test_what_comes_through_the_edge_is_answered_as_ever(path: str) -> None:
    assert asked(path, KNOWN).status in {200, 303, 401, 404}


@pytest.mark.usefixtures("edge")
@pytest.mark.parametrize(
    ("language", "title"), [("en", "This is not the public address"), ("zh", "此网址不是对外访问网址")]
)
def test_the_refusal_says_so_in_both_languages(language: str, title: str) -> None:
    page = asked("/", None, language=language)
    problem = asked("/api/v1/openapi.json", None, language=language).json

    assert title in page.text
    assert (problem["code"], problem["title"], problem["status"]) == ("past_edge", title, 403)


@pytest.mark.usefixtures("edge")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_monitor_sees_that_the_registry_lives_without_the_edge(method: str) -> None:
    assert Client().send(method, "/health").status == 200


def test_nothing_is_changed_around_the_edge(edge: Stores) -> None:
    used = edge.table.client.scan(TableName=edge.table.name)["Count"]

    assert Client().post("/people/sign-out").status == 403
    assert Client().get("/people/sign-in").status == 403
    assert edge.table.client.scan(TableName=edge.table.name)["Count"] == used


@pytest.mark.usefixtures("stores")
@pytest.mark.parametrize("secret", ["", KNOWN])
def test_where_no_edge_stands_nobody_is_refused(secret: str) -> None:
    assert asked("/", secret).status == 200


def test_the_secret_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        client = boto3.client("secretsmanager")
        arn = client.create_secret(Name="edge", SecretString=KNOWN)["ARN"]
        monkeypatch.setenv("EDGE_SECRET_ARN", arn)
        outside = Wiring()

        assert outside.edge_secret == KNOWN
        client.put_secret_value(SecretId=arn, SecretString="another")
        assert outside.edge_secret == KNOWN


@pytest.mark.parametrize("arn", ["", None])
def test_without_a_secret_none_is_asked_for(arn: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if arn is None:
        monkeypatch.delenv("EDGE_SECRET_ARN", raising=False)
    else:
        monkeypatch.setenv("EDGE_SECRET_ARN", arn)

    assert Wiring().edge_secret == ""


@pytest.mark.usefixtures("stores")
def test_a_secret_that_cannot_be_read_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:9")
    monkeypatch.setenv("EDGE_SECRET_ARN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:edge")

    assert asked("/", "").status == 500
