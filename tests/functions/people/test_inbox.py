"""The inbox as page and as JSON, the account page, and people to assign."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.application import Application
from shared.domain.change import Change
from shared.domain.people import Person
from shared.identity import issue_token
from shared.store.stores import Stores
from tests.builders import a_review, an_application, an_event
from tests.client import Client
from tests.store.test_messages import a_message

INBOX, READ, PEOPLE = "/api/v1/notifications", "/api/v1/notifications/read", "/api/v1/people"


@pytest.fixture
def program(stores: Stores, ann: Person) -> Client:
    return Client(token=issue_token(stores, "ann", at=datetime.now(UTC)))


@pytest.fixture
def page(stores: Stores, ann: Person) -> Client:
    return Client().sign_in(stores, "ann")


def filled(stores: Stores, count: int, **changes: Any) -> None:
    for number in range(1, count + 1):
        stores.messages.add(replace(a_message(number), **changes))


@pytest.fixture(autouse=True)
def case(stores: Stores) -> Application:
    """The case that the messages tell of."""
    return standing(stores, None, title_en="School gardens", title_zh="校园菜园")


def standing(stores: Stores, before: Application | None, **changes: Any) -> Application:
    """Put a case into the table as it stands after some changes."""
    version = (before.version if before else 1) + 1
    after = replace(before or an_application(), version=version, **changes)
    stores.cases.commit(Change(before=before, after=after, event=an_event(version)))
    return after


def test_the_inbox_is_newest_first_and_counts_what_is_unread(stores: Stores, program: Client) -> None:
    filled(stores, 3)

    first = program.get(f"{INBOX}?limit=2").json
    second = program.get(f"{INBOX}?limit=2&cursor={first['next_cursor']}").json

    assert [each["id"] for each in first["items"] + second["items"]] == ["case:3", "case:2", "case:1"]
    assert (first["unread"], first["items"][0]["read"]) == (3, False)
    assert first["items"][0]["text"] == {"en": "The application has been received", "zh": "申请已收件"}


def test_a_cursor_cannot_point_into_another_inbox(stores: Stores, program: Client) -> None:
    filled(stores, 2, person_id="bea")
    import base64  # noqa: PLC0415 -- used here alone

    cursors = [base64.urlsafe_b64encode(raw).decode() for raw in (b"INBOX#9999", b"SESSION#", b"\xff", b"")]

    replies = [program.get(f"{INBOX}?cursor={cursor}") for cursor in [*cursors, "x", "%00"]]

    assert [reply.status for reply in replies] == [200, 422, 422, 422, 422, 422]
    assert replies[0].json["items"] == []


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", "", "٣"])
def test_a_limit_is_a_number_up_to_a_hundred(program: Client, limit: str) -> None:
    from urllib.parse import quote  # noqa: PLC0415 -- used here alone

    assert program.get(f"{INBOX}?limit={quote(limit)}").status == 422


def test_messages_are_marked_by_id_or_all_at_once(stores: Stores, program: Client) -> None:
    filled(stores, 4)
    filled(stores, 1, person_id="bea")

    answers = [
        program.call("POST", READ, {"ids": ["case:2", "case:99"]}).json,
        program.call("POST", READ, {"ids": ["case:2"]}).json,
        program.call("POST", READ, {}).json,
        program.call("POST", READ, {"all": True}).json,
    ]

    assert [(each["marked"], each["unread"]) for each in answers] == [(1, 3), (0, 3), (0, 3), (3, 0)]
    assert stores.messages.page("bea", 1).messages[0].read_at is None


@pytest.mark.parametrize("body", [{"ids": "x"}, {"ids": [1]}, {"id": []}, {"all": 1}, {"ids": ["x"] * 101}])
def test_a_wrong_body_is_refused(program: Client, body: object) -> None:
    assert program.call("POST", READ, body).status == 422


def test_tasks_come_before_news_and_unread_is_marked(stores: Stores, page: Client) -> None:
    filled(stores, 2)
    stores.messages.add(replace(a_message(0), kind="task", subject="compliance_cleared"))

    html = page.get("/people/inbox").text

    lines = re.findall(r'name="id" value="[^"]+">([A-Z][^<]+)</button>', html)
    assert lines == ["A decision is needed", *["The application has been received"] * 2]
    assert html.count(">New<") == 3


def test_a_task_is_over_when_its_case_has_moved_on(stores: Stores, page: Client, case: Application) -> None:
    stores.messages.add(replace(a_message(), kind="task"))
    before = page.get("/people/inbox").text

    standing(stores, case, state="screening")

    after = page.get("/people/inbox").text
    assert [text in before for text in ("waits to be claimed", "School gardens", "Your turn")] == [True] * 3
    assert [text in after for text in ("waits to be claimed", "has been received", "Your turn")] == [
        False,
        True,
        False,
    ]


def test_a_reviewers_task_is_over_when_the_review_is_handed_in(stores: Stores, program: Client) -> None:
    stores.people.save(replace(stores.people.get(["ann"])["ann"], roles=("reviewer",)))
    case = standing(stores, stores.cases.load("case").application, state="under_review")
    asked = replace(a_message(), kind="task", subject="accepted_for_review", state="under_review")
    stores.messages.add(asked)
    review = a_review("ann", status="reading")
    stores.cases.save_review(case, replace(case, version=4), review)
    before = program.get(INBOX).json["items"]

    stores.cases.save_review(
        replace(case, version=4),
        replace(case, version=5),
        replace(review, status="submitted", snapshot_hash=case.snapshot_hash),
    )

    assert (
        [each["open"] for each in before],
        [each["open"] for each in program.get(INBOX).json["items"]],
    ) == (
        [True],
        [False],
    )


def test_after_a_conflict_of_interest_the_inbox_does_not_know_the_case(
    stores: Stores, page: Client, program: Client, case: Application
) -> None:
    filled(stores, 1)
    assert a_message().number in page.get("/people/inbox").text

    standing(stores, case, conflicted=("ann",))

    assert a_message().number not in page.get("/people/inbox").text
    assert program.get(INBOX).json["items"] == []


def test_marking_on_the_page(stores: Stores, page: Client) -> None:
    filled(stores, 3)

    one = page.post("/people/inbox", {"id": "case:2"})
    html = page.get(one.location).text
    everything = page.post("/people/inbox", {"all": "yes"})

    assert (one.location, everything.location) == ("/people/inbox?done=read", "/people/inbox?done=all-read")
    assert (html.count(">New<"), "The message is marked as read." in html) == (2, True)
    assert ">New<" not in page.get("/people/inbox").text


def test_an_empty_inbox_says_what_will_be_there(page: Client) -> None:
    assert "will appear here" in page.get("/people/inbox").text


def test_a_token_made_on_the_page_is_shown_once_and_works(stores: Stores, page: Client) -> None:
    made = page.post("/people/profile/tokens", {"label": "import", "scopes": "read", "lasting": "30"})
    (token,) = re.findall(r"ert_ann\.[A-Za-z0-9_-]{43}", made.text)

    assert made.headers["cache-control"] == "no-store"
    assert Client(token=token).get(INBOX).status == 200
    assert Client(token=token).call("POST", READ, {}).status == 403
    assert token not in page.get("/people/profile").text


@pytest.mark.parametrize(
    "wrong", [{"label": ""}, {"label": "x" * 61}, {"label": "a\x07b"}, {"scopes": "all"}, {"lasting": "9999"}]
)
def test_a_token_needs_a_name_a_scope_and_an_end(stores: Stores, page: Client, wrong: dict[str, str]) -> None:
    answer = page.post("/people/profile/tokens", {"label": "x", "scopes": "read", "lasting": "30", **wrong})

    assert (answer.status, stores.tokens.of("ann")) == (422, [])
    assert "<title>Error:" in answer.text


def test_nobody_holds_more_than_twenty_tokens(stores: Stores, page: Client) -> None:
    for _ in range(20):
        issue_token(stores, "ann", at=datetime.now(UTC))

    answer = page.post("/people/profile/tokens", {"label": "x", "scopes": "read", "lasting": "30"})

    assert (answer.status, len(stores.tokens.of("ann"))) == (422, 20)


def test_a_language_is_remembered_here_and_on_the_account(stores: Stores, page: Client) -> None:
    answer = page.post("/people/profile/language", {"language": "zh"})

    assert stores.people.get(["ann"])["ann"].language == "zh"
    assert page.cookies["language"] == "zh"
    assert answer.location == "/people/profile?done=language"
    assert page.post("/people/profile/language", {"language": "fr"}).status == 400


def test_the_language_switch_sets_a_cookie_and_comes_back(page: Client) -> None:
    answer = page.get("/people/language?to=zh&next=%2Fpeople%2Finbox%3Fcursor%3Dx")

    assert answer.location == "/people/inbox?cursor=x"
    assert '<html lang="zh-Hans-CN">' in page.get("/people/inbox").text
    assert page.get("/people/language?to=fr").cookies == ()


def test_officers_see_who_can_be_assigned(stores: Stores, program: Client, ann: Person) -> None:
    stores.people.save(replace(ann, roles=("programme_officer",)), ann)
    stores.people.save(replace(ann, id="rex", name="Rex", roles=("reviewer",), expertise=("health",)))
    stores.people.save(replace(ann, id="gone", roles=("reviewer",), active=False))

    reply = program.get(f"{PEOPLE}?role=reviewer")

    assert reply.json == {"items": [{"id": "rex", "name": "Rex", "expertise": ["health"], "open_load": 0}]}
    assert [program.get(f"{PEOPLE}?role={role}").status for role in ("partner_editor", "x", "")] == [422] * 3


def test_others_do_not(program: Client) -> None:
    assert program.get(PEOPLE).status == 403
