"""The history of the administration looked through: order, filters, ends, details, and the file of it."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.actions.admin.history import AT_ONCE, EXPORTED, READS
from shared.domain.administration import AdminEvent
from shared.store.stores import Stores
from tests.builders import a_person
from tests.functions.admin.conftest import ORGANISATION, As, codes_of, one, patch
from tests.functions.pages import Browser
from tests.recorder import recording

PLACE = "/api/v1/admin/history"
MIDNIGHT = datetime(2026, 11, 10, 16, tzinfo=UTC)
"""The first instant of 11 November 2026 in Beijing."""


def event(number: int, at: datetime = MIDNIGHT, **changes: Any) -> AdminEvent:
    """Something that was done, at another time for each number."""
    known: dict[str, Any] = {
        "id": f"event{number:05}",
        "at": at + timedelta(seconds=number),
        "by": "admin",
        "by_name": "Example admin",
        "kind": "organisation_changed",
        "subject": "organisation",
        "subject_id": "north",
        "subject_name": "Example north",
    }
    return AdminEvent(**{**known, **changes})


def note(stores: Stores, number: int, at: datetime = MIDNIGHT, **changes: Any) -> None:
    stores.table.commit([stores.administration.note(event(number, at, **changes))])


def note_many(stores: Stores, count: int) -> None:
    """So many things about the same subject, a hundred to a transaction; number 0 is about another one."""
    writes = [
        stores.administration.note(event(each, subject_id="north" if each else "rare"))
        for each in range(count)
    ]
    for start in range(0, count, AT_ONCE):
        stores.table.commit(writes[start : start + AT_ONCE])


def ids(found: Any) -> list[str]:
    return [each["id"] for each in found.json["items"]]


def walked(as_: As, query: str) -> list[str]:
    """The ids of every page, by its cursors."""
    found, cursor = [], ""
    while True:
        reply = as_().get(f"{PLACE}?{query}{cursor}")
        found += ids(reply)
        if not (following := reply.json.get("next_cursor")):
            return found
        cursor = f"&cursor={following}"


@pytest.fixture
def noted(stores: Stores) -> None:
    """Five things, the last by somebody else and about somebody."""
    for number in range(4):
        note(stores, number, subject_id=f"o{number % 2}")
    note(stores, 4, subject="person", subject_id="p", kind="person_changed", by="admin-2", by_name="Other")


@pytest.mark.usefixtures("noted")
def test_both_orders_hold_everything_once(as_: As) -> None:
    every = [f"event{number:05}" for number in range(5)]

    assert ids(as_().get(PLACE)) == walked(as_, "limit=2") == walked(as_, "limit=5&order=oldest") == every
    assert walked(as_, "limit=2&order=newest") == every[::-1]


@pytest.mark.usefixtures("noted")
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("subject=person", [4]),
        ("subject_id=o1", [1, 3]),
        ("by=admin-2", [4]),
        ("by=admin&subject_id=o0", [0, 2]),
        ("subject=programme", []),
    ],
)
def test_a_filter_lets_its_own_through_on_pages_of_any_size(as_: As, query: str, numbers: list[int]) -> None:
    wanted = [f"event{number:05}" for number in numbers]

    assert walked(as_, f"{query}&limit=1") == walked(as_, query) == wanted


def test_days_are_those_of_beijing_and_both_included(as_: As, stores: Stores) -> None:
    second = timedelta(microseconds=1)
    for number, at in enumerate((-second, second * 0, timedelta(days=1) - second, timedelta(days=1))):
        note(stores, 0, MIDNIGHT + at, id=f"at{number}")

    assert walked(as_, "from=2026-11-11&to=2026-11-11&limit=1") == ["at1", "at2"]
    assert walked(as_, "from=2026-11-12") == ["at3"]
    assert walked(as_, "to=2026-11-10&order=newest") == ["at0"]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("subject=case", {"subject": "invalid"}),
        ("subject_id=a%20b&by=%23", {"subject_id": "invalid", "by": "invalid"}),
        ("from=2026-02-30&to=11.11.2026", {"from": "invalid", "to": "invalid"}),
        ("from=2026-11-12&to=2026-11-11", {"to": "before"}),
        ("order=random", {"order": "invalid"}),
        ("cursor=nonsense", {"cursor": "invalid"}),
    ],
)
def test_a_filter_that_is_none_is_said_by_name_and_leads_to_the_whole_page(
    as_: As, stores: Stores, query: str, wrong: dict[str, str]
) -> None:
    assert codes_of(as_().get(f"{PLACE}?{query}")) == wrong
    assert Browser(stores, "admin").client.get(f"/admin/history?{query}").location == "/admin/history"


@pytest.mark.usefixtures("noted")
def test_a_cursor_is_a_place_that_other_filters_go_on_from_and_other_days_refuse(as_: As) -> None:
    cursor = as_().get(f"{PLACE}?subject_id=o0&limit=1").json["next_cursor"]

    assert ids(as_().get(f"{PLACE}?subject_id=o1&cursor={cursor}")) == ["event00001", "event00003"]
    assert codes_of(as_().get(f"{PLACE}?from=2026-11-12&cursor={cursor}")) == {"cursor": "invalid"}


def test_a_filter_that_rarely_matches_goes_on_by_its_cursor(as_: As, stores: Stores) -> None:
    as_()
    note_many(stores, AT_ONCE * READS + 1)

    with recording(stores.table.client) as heard:
        first = as_().get(f"{PLACE}?subject_id=rare&order=newest").json
    page = Browser(stores, "admin").open("/admin/history?subject_id=rare")

    assert heard.operations == ["BatchGetItem", *["Query"] * READS]
    assert (first["items"], bool(first["next_cursor"])) == ([], True)
    assert "There is more to look through" in page.text
    assert walked(as_, "subject_id=rare&order=newest") == ["event00000"]


def test_the_page_is_newest_first_and_keeps_its_filter(as_: As, stores: Stores) -> None:
    as_()
    for number in range(60):
        note(stores, number, subject_name=f"Number {number:02}", subject_id=f"o{number % 2}")
    browser = Browser(stores, "admin")

    page = browser.open("/admin/history?subject_id=o1&from=2026-11-11")
    (more,) = [link for link in page.links if "cursor=" in link]
    end = browser.open("/admin/history?order=oldest")

    assert page.text.index("Number 59") < page.text.index("Number 57")
    assert "Number 58" not in page.text
    assert {"subject_id=o1", "from=2026-11-11"} <= set(more.partition("?")[2].split("&"))
    assert "Number 09" in browser.open(more).text
    assert end.text.index("Number 00") < end.text.index("Number 01")
    assert "Nothing matches." in browser.open("/admin/history?by=nobody").text


def test_an_event_opens_what_it_changed_in_the_language_of_the_reader(as_: As, stores: Stores) -> None:
    made = one(as_(), "organisations", ORGANISATION)
    moved = patch(as_(), "organisations", made, {"city": "Example City"})
    patch(as_(), "organisations", moved, {"standing": "suspended", "reason": "Papers expired"})
    as_("officer", "programme_officer")
    known = as_().get("/api/v1/admin/people/officer").json
    patch(as_(), "people", known, {"email": "other@example.org"})

    english = Browser(stores, "admin").open("/admin/history").text
    chinese = Browser(stores, "admin", "zh").open("/admin/history").text

    assert "Standing Active Suspended" in english
    assert "状态 有效 已暂停" in chinese
    assert f"{ORGANISATION['name_en']}" in english
    assert f"修改单位信息：{ORGANISATION['name_zh']}" in chinese
    assert "Example City" in english
    assert "other@example.org" not in english
    assert "personal details are not kept here" in english


def cells(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_the_file_holds_the_filter_exactly(as_: As, stores: Stores) -> None:
    stores.people.save(a_person("auditor", "auditor"))
    as_()
    data = {"reason": "=1+1", "city": {"before": None, "after": "成都"}}
    note(stores, 1, subject_name="示例, “协会”", by_name="+Admin", data=data)
    note(stores, 2, subject="person", subject_id="p")

    client = Browser(stores, "auditor", "zh").client
    reply = client.get("/admin/history.csv?subject=organisation")

    text = reply.text
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["content-disposition"] == 'attachment; filename="administration-history.csv"'
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert text.startswith("\ufeff时间（UTC）,")
    assert text.splitlines(keepends=True)[1:] == [
        (
            "2026-11-10T16:00:01.000000Z,2026-11-11 00:00:01,organisation_changed,修改单位信息,organisation,"
            'north,"示例, “协会”",admin,\'+Admin,\'=1+1,"{""city"":{""before"":null,""after"":""成都""}}"\r\n'
        )
    ]


def test_a_file_that_is_full_says_so_in_its_last_row(as_: As, stores: Stores) -> None:
    as_()
    note_many(stores, EXPORTED)
    client = Browser(stores, "admin").client

    whole = cells(client.get("/admin/history.csv").text.encode())
    note(stores, EXPORTED)
    full = cells(client.get("/admin/history.csv").text.encode())

    assert (len(whole), whole[-1][5]) == (1 + EXPORTED, "rare")
    assert {len(row) for row in full} == {11}
    assert (len(full), full[-1][0][:34]) == (2 + EXPORTED, "There is more than this file holds")


def test_only_administrators_and_auditors_read_it(as_: As, stores: Stores) -> None:
    for who, status in (("auditor", 200), ("config_admin", 200), ("observer", 403), ("approver", 403)):
        as_(who, who)
        browser = Browser(stores, who)
        for path in ("/admin/history", "/admin/history.csv"):
            assert browser.client.get(path).status == status, (who, path)


def test_the_changes_of_the_file_are_json(as_: As, stores: Stores) -> None:
    made = one(as_(), "organisations", ORGANISATION)

    rows = cells(Browser(stores, "admin").client.get("/admin/history.csv").text.encode())

    assert json.loads(rows[1][-1])["name_zh"] == made["name_zh"]
