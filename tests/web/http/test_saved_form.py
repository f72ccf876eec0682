"""What was typed while a session ended comes back after signing in again, for that person and that form."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.people import Person
from shared.identity import IDLE, LONGEST, TYPED, forget_typed, typed_for
from shared.store.stores import Stores
from shared.web.http.call import Call, Caller
from tests.client import BASE_URL, COOKIE, Client

FORM = "/desk/a1/request_info"
FIELDS = {"message": "What we typed 已填写", "items": ["a", "b"]}
KEPT = {"message": ["What we typed 已填写"], "items": ["a", "b"]}


@pytest.fixture
def ann(stores: Stores) -> Person:
    person = Person(id="ann", name="Ann", email="a@example.org", roles=("programme_officer",))
    stores.people.save(person)
    return person


def ended(stores: Stores, ago: timedelta = IDLE) -> Client:
    return Client().sign_in(stores, "ann", datetime.now(UTC) - ago)


def a_call(person: Person, path: str, query: str = f"{TYPED}=1", at: datetime | None = None) -> Call:
    event = {"rawPath": path, "rawQueryString": query, "requestContext": {"http": {"method": "GET"}}}
    return Call(
        event=event,
        caller=Caller(person=person),
        at=at or datetime.now(UTC),
        language="en",
        route=path,
        base_url=BASE_URL,
    )


@pytest.mark.parametrize("ago", [IDLE, LONGEST])
def test_what_was_typed_is_kept_for_the_same_form(stores: Stores, ann: Person, ago: timedelta) -> None:
    answer = ended(stores, ago).post(FORM, FIELDS)

    assert answer.location == "/people/sign-in?next=%2Fdesk%2Fa1%2Frequest_info%3Ftyped%3D1&ended=kept"
    assert typed_for(a_call(ann, FORM), FORM) == KEPT
    assert typed_for(a_call(ann, FORM, ""), FORM) == {}
    assert typed_for(a_call(ann, "/desk/a2/request_info"), "/desk/a2/request_info") == {}


def test_the_way_back_leads_to_the_page_that_held_the_form(stores: Stores, ann: Person) -> None:
    answer = ended(stores).post(FORM, FIELDS, referer=f"{BASE_URL}/applications/a1?tab=reviews")
    foreign = ended(stores).post(FORM, FIELDS, referer="https://evil.example/x")

    assert "next=%2Fapplications%2Fa1%3Ftab%3Dreviews%26typed%3D1" in answer.location
    assert "next=%2Fdesk%2Fa1%2Frequest_info%3Ftyped%3D1" in foreign.location


def test_the_page_of_an_ended_session_says_that_nothing_is_lost(stores: Stores, ann: Person) -> None:
    client = ended(stores)

    page = client.get(client.post(FORM, FIELDS).location)

    assert (page.status, "Nothing is lost" in page.text) == (200, True)
    assert 'href="/people/sign-in?next=%2Fdesk%2Fa1%2Frequest_info%3Ftyped%3D1"' in page.text


def test_whoever_signed_out_elsewhere_is_told_that_it_could_not_be_kept(stores: Stores, ann: Person) -> None:
    client = Client()

    answer = client.post(FORM, FIELDS)

    assert answer.location == "/people/sign-in?next=%2Fdesk%2Fa1%2Frequest_info&ended=lost"
    assert "could not be kept" in client.get(answer.location).text


def test_it_is_forgotten_once_the_form_is_accepted_and_after_a_day(stores: Stores, ann: Person) -> None:
    ended(stores).post(FORM, FIELDS)
    later = datetime.now(UTC) + timedelta(hours=24, minutes=1)
    assert typed_for(a_call(ann, FORM, at=later), FORM) == {}

    forget_typed(a_call(ann, FORM), FORM)

    assert typed_for(a_call(ann, FORM), FORM) == {}


def test_nobody_else_sees_it(stores: Stores, ann: Person) -> None:
    bea = Person(id="bea", name="Bea", email="b@example.org", roles=("programme_officer",))
    ended(stores).post(FORM, FIELDS)

    assert typed_for(a_call(bea, FORM), FORM) == {}


def test_nothing_is_kept_for_who_was_signed_out_or_sends_a_foreign_form(stores: Stores, ann: Person) -> None:
    out = ended(stores, timedelta())
    held = dict(out.cookies)
    out.post("/people/sign-out")
    out.cookies = held
    forged = ended(stores)
    forged.cookies[COOKIE] = "ann." + "A" * 43

    out.post(FORM, FIELDS)
    ended(stores).post(FORM, {**FIELDS, "csrf_token": "0" * 64})
    ended(stores).post(FORM, FIELDS, sec_fetch_site="cross-site")
    forged.post(FORM, FIELDS)
    Client().post(FORM, FIELDS)

    assert typed_for(a_call(ann, FORM), FORM) == {}


def test_garbage_sent_after_the_end_is_not_an_error(stores: Stores, ann: Person) -> None:
    client = ended(stores)

    statuses = [client.send("POST", FORM, body).status for body in (b"\xff", b"a" * 300_000, b"")]

    assert statuses == [303, 303, 303]
