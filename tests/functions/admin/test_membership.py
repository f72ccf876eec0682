"""How an organisation comes to the hub: a public request, an officer who vets it, an administrator who lets it in."""

import pytest

from shared.actions.admin.membership import VETTING
from shared.store.limits import JOIN_REQUESTS
from shared.store.stores import Stores
from tests.builders import a_person, an_organisation
from tests.client import Client
from tests.functions.admin.conftest import ORGANISATION, As, codes_of
from tests.functions.pages import Browser

WISH = {
    "contact_name": "Example Contact",
    "contact_email": "contact@example.org",
    "wish": "Volunteers for community education, in both directions.",
}
EVIDENCE = {name: f"Certificate {name}, seen on 23 November 2026" for name in VETTING}


@pytest.fixture
def officer(stores: Stores) -> Browser:
    stores.people.save(a_person("officer", "programme_officer"))
    return Browser(stores, "officer")


def ask(language: str = "en", **changes: str) -> Client:
    client = Client(language=language)
    assert client.get("/join").status == 200
    sent = client.post("/join", {**ORGANISATION, **WISH, **changes})
    assert sent.location == "/join/sent", sent.text
    return client


def waiting(officer: Browser) -> list[str]:
    return [link for link in officer.open("/vetting").links if link.startswith("/vetting/")]


def test_a_request_is_vetted_and_let_in(as_: As, officer: Browser, stores: Stores) -> None:
    ask("zh")
    (place,) = waiting(officer)
    page = officer.open(place)
    vetted = officer.send(place, page, **EVIDENCE)
    organisation_id = place.rpartition("/")[2]
    early = as_().get(f"/api/v1/organisations/{organisation_id}").status
    admin = Browser(stores, "admin")
    home = admin.open("/admin/changes")
    detail = admin.open(f"/admin/organisations/{organisation_id}")
    let_in = admin.send(
        f"/admin/organisations/{organisation_id}/standing",
        admin.open(f"/admin/organisations/{organisation_id}/standing"),
        standing="active",
        reason="Vetted",
    )

    assert "contact@example.org" in page.text
    assert (vetted.location, early, waiting(officer)) == ("/vetting?done=vetted", 404, [])
    assert f"/admin/organisations/{organisation_id}" in home.links
    assert EVIDENCE["legal"] in detail.text
    assert let_in.status == 303
    assert as_().get(f"/api/v1/organisations/{organisation_id}").json["standing"] == "active"
    kinds = [each.kind for each in stores.administration.history(10)[0]]
    assert kinds == ["join_requested", "organisation_vetted", "organisation_standing_changed"]


def test_every_point_of_the_vetting_wants_its_evidence(officer: Browser) -> None:
    ask()
    (place,) = waiting(officer)

    wrong = officer.send(place, officer.open(place), **{**EVIDENCE, "contact": " "})

    assert wrong.status == 422
    assert 'href="#contact"' in wrong.text
    assert EVIDENCE["legal"] in wrong.text
    assert waiting(officer) == [place]


def test_an_administrator_lets_nobody_in_unvetted(as_: As, officer: Browser) -> None:
    ask()
    (place,) = waiting(officer)
    path = f"/api/v1/admin/organisations/{place.rpartition('/')[2]}"

    reply = as_().call("PATCH", path, {"standing": "active", "reason": "I know them"}, if_match="*")

    assert codes_of(reply) == {"standing": "not_from_here"}


@pytest.mark.parametrize("by", ["an officer", "an administrator"])
def test_a_request_that_was_ended_unvetted_comes_in_by_no_other_way(
    as_: As, officer: Browser, by: str
) -> None:
    ask()
    (place,) = waiting(officer)
    path = f"/api/v1/admin/organisations/{place.rpartition('/')[2]}"
    if by == "an officer":
        officer.send(f"{place}/decline", officer.open(f"{place}/decline"), reason="Not suitable")
    else:
        gone = as_().call("PATCH", path, {"standing": "left", "reason": "No"}, if_match="*")
        assert gone.json["standing"] == "left"

    reply = as_().call("PATCH", path, {"standing": "active", "reason": "I know them"}, if_match="*")

    assert codes_of(reply) == {"standing": "not_from_here"}


def test_a_request_is_declined_with_a_reason_and_cannot_be_vetted_then(officer: Browser) -> None:
    ask()
    (place,) = waiting(officer)
    page = officer.open(place)

    no_reason = officer.send(f"{place}/decline", officer.open(f"{place}/decline"))
    gone = officer.send(f"{place}/decline", officer.open(f"{place}/decline"), reason="Not suitable")
    late = officer.send(place, page, **EVIDENCE)

    assert (no_reason.status, gone.location, late.status) == (422, "/vetting?done=declined", 412)
    assert waiting(officer) == []


def test_what_is_wrong_in_both_halves_is_said_at_once_and_nothing_is_kept(stores: Stores) -> None:
    client = Client()

    wrong = client.post("/join", {**ORGANISATION, "name_en": "", "wish": "short"})

    assert wrong.status == 422
    assert [f'href="#{name}"' in wrong.text for name in ("name_en", "contact_email", "wish")] == [True] * 3
    assert stores.organisations.waiting("proposed", 10) == ([], None)


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({"name_en": "EXAMPLE  association"}, {}),
        ({"name_zh": ORGANISATION["name_zh"]}, {"name_en": "Quite Another"}),
        (
            {"details": {"web": "https://www.example.org/en/"}},
            {"name_en": "Quite Another", "web": "http://example.org"},
        ),
    ],
)
def test_an_organisation_that_may_be_known_already_is_named(
    officer: Browser, stores: Stores, known: dict[str, str], asked: dict[str, str]
) -> None:
    stores.organisations.save(an_organisation("known", uscc="53440000500000001Q", **known))
    ask(**asked)

    page = officer.open(waiting(officer)[0])

    assert "may be in the registry already" in page.text
    assert "53440000500000001Q" in page.text


def test_requests_of_one_address_are_bounded_by_the_day(officer: Browser) -> None:
    for number in range(JOIN_REQUESTS.most):
        ask(uscc="", country="KE", name_en=f"Example {'abcdefgh'[number]}")

    refused = Client().post("/join", {**ORGANISATION, **WISH})

    assert len(waiting(officer)) == JOIN_REQUESTS.most

    assert refused.status == 429
    assert refused.headers["retry-after"]


def test_what_was_no_request_cannot_be_vetted(officer: Browser, stores: Stores) -> None:
    stores.organisations.save(an_organisation("north"))

    assert officer.client.get("/vetting/north").status == 404
    assert officer.client.post("/vetting/north", {**EVIDENCE, "seen": "1"}).status == 404
