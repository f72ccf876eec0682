"""Sessions and tokens: what they open, and that they end (T20)."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.people import Person
from shared.identity import IDLE, LONGEST, issue_token
from shared.store.stores import Stores
from shared.store.tokens import Scope
from tests.client import COOKIE, Client

INBOX, PEOPLE, READ = "/api/v1/notifications", "/api/v1/people", "/api/v1/notifications/read"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(("ago", "status"), [(IDLE - timedelta(minutes=1), 200), (IDLE, 303)])
def test_a_session_ends_when_it_is_idle(stores: Stores, ann: Person, ago: timedelta, status: int) -> None:
    client = Client().sign_in(stores, "ann", now() - ago)

    assert client.get("/people/inbox").status == status


def test_use_puts_the_idle_end_off_and_is_noted_every_five_minutes(stores: Stores, ann: Person) -> None:
    client = Client().sign_in(stores, "ann", now() - timedelta(minutes=29))
    client.get("/people/inbox")
    row = seen(stores)

    client.get("/people/inbox")

    assert now() - row < timedelta(minutes=1)
    assert seen(stores) == row


def seen(stores: Stores) -> datetime:
    client = stores.table.client
    items = client.scan(TableName=stores.table.name)["Items"]
    (found,) = [item["seen_at"]["S"] for item in items if item["SK"]["S"].startswith("SESSION#")]
    return datetime.fromisoformat(found)


@pytest.mark.parametrize(("left", "status"), [(timedelta(minutes=1), 200), (timedelta(), 303)])
def test_a_session_ends_after_twelve_hours_however_busy(
    stores: Stores, ann: Person, left: timedelta, status: int
) -> None:
    client = Client().sign_in(stores, "ann", now() - LONGEST + left)
    person_id, _, _ = client.cookies[COOKIE].partition(".")
    from shared.domain.credential import digest_of  # noqa: PLC0415 -- used here alone

    stores.sessions.see(person_id, digest_of(client.cookies[COOKIE].partition(".")[2]), now())

    assert client.get("/people/inbox").status == status


def test_signing_out_ends_the_session_at_once_and_only_this_one(stores: Stores, ann: Person) -> None:
    client, other = Client().sign_in(stores, "ann"), Client().sign_in(stores, "ann")
    copied = Client()
    copied.cookies = dict(client.cookies)

    client.post("/people/sign-out")

    assert copied.get("/people/inbox").status == 303
    assert other.get("/people/inbox").status == 200


def test_a_closed_account_is_out_on_the_next_request(stores: Stores, ann: Person) -> None:
    client = Client().sign_in(stores, "ann")
    program = Client(token=issue_token(stores, "ann", at=now()))
    before = [client.get("/people/inbox").status, program.get(INBOX).status]

    stores.people.save(replace(ann, active=False))

    assert before == [200, 200]
    assert [client.get("/people/inbox").status, program.get(INBOX).status] == [303, 401]


def test_a_new_role_counts_on_the_next_request(stores: Stores, ann: Person) -> None:
    program = Client(token=issue_token(stores, "ann", at=now()))
    before = program.get(PEOPLE).status
    stores.people.save(replace(ann, roles=("programme_officer",)), ann)
    meanwhile = program.get(PEOPLE).status

    stores.people.save(ann)

    assert [before, meanwhile, program.get(PEOPLE).status] == [403, 200, 403]


def test_the_api_takes_tokens_alone_and_pages_take_sessions_alone(stores: Stores, ann: Person) -> None:
    client = Client().sign_in(stores, "ann")
    program = Client(token=issue_token(stores, "ann", at=now()))

    assert [client.get(INBOX).status, program.get(INBOX).status] == [401, 200]
    assert [client.get("/people/inbox").status, program.get("/people/inbox").status] == [200, 303]


@pytest.mark.parametrize("scopes", [("read",), ("write",)])
def test_a_token_does_what_its_scopes_say(stores: Stores, ann: Person, scopes: tuple[str, ...]) -> None:
    program = Client(token=issue_token(stores, "ann", at=now(), scopes=scopes))  # type: ignore[arg-type]

    statuses = [program.get(INBOX).status, program.call("POST", READ, {"all": True}).status]

    assert statuses == ([200, 403] if scopes == ("read",) else [403, 200])


NEEDED = (
    ("GET", "/api/v1/applications", "read"),
    ("PATCH", "/api/v1/applications/none", "draft"),
    ("POST", "/api/v1/applications/none/submit", "submit"),
    ("POST", "/api/v1/desk/none/claim", "write"),
    ("POST", "/api/v1/approvals/none/approve", "decide"),
)


@pytest.mark.parametrize(
    ("scope", "good"),
    [
        ("read", {"read"}),
        ("draft", {"read", "draft"}),
        ("submit", {"read", "draft", "submit"}),
        ("write", {"draft", "submit", "decide", "write"}),
    ],
)
def test_a_token_of_each_scope_is_good_for_no_more(
    stores: Stores, ann: Person, scope: Scope, good: set[str]
) -> None:
    program = Client(token=issue_token(stores, "ann", at=now(), scopes=(scope,)))

    tried = {need: program.call(method, path, {}, if_match="*") for method, path, need in NEEDED}

    assert {need for need, reply in tried.items() if reply.json.get("code") != "forbidden"} == good


def test_no_token_decides_unless_the_operator_allows_it(
    stores: Stores, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Client(token=issue_token(stores, "ann", at=now()))
    monkeypatch.setenv("DECIDE_BY_TOKEN", "false")

    refused = [
        program.call("POST", path, {}, if_match="*")
        for path in ("/api/v1/approvals/none/reject", "/api/v1/admin/changes/none/release")
    ]

    assert [(reply.status, reply.json["code"]) for reply in refused] == [(403, "decide_in_person")] * 2
    assert program.call("POST", "/api/v1/desk/none/claim", {}, if_match="*").status == 404


def test_people_see_their_sessions_and_end_the_others(stores: Stores, ann: Person) -> None:
    mine, other, third = (Client().sign_in(stores, "ann") for _ in range(3))
    Client().sign_in(stores, "ann", now() - timedelta(hours=1))
    page = mine.get("/people/profile").text
    digests = re.findall(r'name="session" value="([0-9a-f]{64})"', page)

    assert (len(digests), page.count("this one")) == (2, 1)
    mine.post("/people/profile/sessions/end", {"session": digests[0]})
    alive = [client.get("/people/inbox").status for client in (mine, other, third)]
    assert sorted(alive) == [200, 200, 303]
    mine.post("/people/profile/sessions/end")
    alive = [client.get("/people/inbox").status for client in (mine, other, third)]
    assert alive == [200, 303, 303]
    assert mine.post("/people/profile/sessions/end", {"session": "x"}).status == 400


def test_a_token_ends_when_it_expires_or_is_revoked(stores: Stores, ann: Person) -> None:
    expired = issue_token(stores, "ann", at=now() - timedelta(days=2), lasting=timedelta(days=2))
    good = issue_token(stores, "ann", at=now())
    page = Client().sign_in(stores, "ann")
    token = next(each for each in stores.tokens.of("ann") if each.ending == good[-4:])
    before = Client(token=good).get(INBOX).status

    page.post("/people/profile/tokens/revoke", {"token": token.digest})

    assert [before, Client(token=good).get(INBOX).status, Client(token=expired).get(INBOX).status] == [
        *(200, 401, 401)
    ]


def test_nobody_revokes_the_token_of_somebody_else(stores: Stores, ann: Person) -> None:
    stores.people.save(replace(ann, id="bea"))
    good = issue_token(stores, "ann", at=now())
    (token,) = stores.tokens.of("ann")

    Client().sign_in(stores, "bea").post("/people/profile/tokens/revoke", {"token": token.digest})

    assert Client(token=good).get(INBOX).status == 200


@pytest.mark.parametrize(
    "garbage",
    [
        *("", "x", ".", "ert_", "ert_.", "ert_ann", "ert_ann.", "ert_ann.short", "ann." + "A" * 43),
        *(
            "ert_ann." + "A" * 43,
            "ert_ann." + "A" * 44,
            "ert_#." + "A" * 43,
            "ert_" + "a" * 65 + "." + "A" * 43,
        ),
        *(
            "ert_ann.\u00e9" + "A" * 42,
            "ert_ann.\u0661" + "A" * 42,
            "a b",
            "\x00",
            "ert_ann." + "A" * 43 + ",Basic x",
        ),
    ],
)
def test_garbage_is_nobody(stores: Stores, ann: Person, garbage: str) -> None:
    program, client = Client(token=garbage), Client()
    client.cookies[COOKIE] = garbage

    assert (program.get(INBOX).status, client.get("/people/inbox").status) == (401, 303)


def test_the_secrets_themselves_are_not_in_the_table(stores: Stores, ann: Person) -> None:
    token = issue_token(stores, "ann", at=now())
    client = Client().sign_in(stores, "ann")

    stored = repr(stores.table.client.scan(TableName=stores.table.name)["Items"])

    assert token.rpartition(".")[2] not in stored
    assert client.cookies[COOKIE].rpartition(".")[2] not in stored


def test_secrets_do_not_repeat(stores: Stores, ann: Person) -> None:
    tokens = {issue_token(stores, "ann", at=now()) for _ in range(50)}

    assert len(tokens) == 50


def test_one_look_up_tells_everything_of_a_caller(stores: Stores, ann: Person) -> None:
    calls: list[str] = []
    stores.table.client.meta.events.register(
        "before-call.dynamodb", lambda model, **_: calls.append(model.name)
    )
    program = Client(token=issue_token(stores, "ann", at=now()))
    calls.clear()

    program.get(PEOPLE)
    Client(token="ert_x").get(PEOPLE)

    assert calls == ["BatchGetItem"]
