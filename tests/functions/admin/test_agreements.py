"""Partner agreements: entered by administrators, read by both parties, chosen in an application."""

from datetime import date
from typing import Any

import pytest

from shared.store.stores import Stores
from tests.builders import a_person, an_agreement
from tests.client import Client
from tests.functions.admin.conftest import ORGANISATION, As, codes_of, one, patch
from tests.functions.pages import Browser
from tests.stage import Stage

ABROAD: dict[str, Any] = {
    "kind": "partner_foreign",
    "name_en": "Example Harbour",
    "name_zh": "示例港湾",
    "country": "KE",
}
AGREEMENT: dict[str, Any] = {
    "organisation_id": "Example Association",
    "partner_id": "示例港湾",
    "reference": "EX-2026-12",
    "title_en": "Example memorandum",
    "title_zh": "示例备忘录",
    "directions": ["going_out"],
    "valid_from": "2026-01-01",
    "valid_until": "2030-12-31",
    "remind_days": 90,
}


@pytest.fixture
def parties(as_: As) -> tuple[Any, Any]:
    return one(as_(), "organisations", ORGANISATION), one(as_(), "organisations", ABROAD)


def test_an_agreement_is_entered_by_the_names_of_its_parties_and_read_by_both(
    as_: As, stores: Stores, parties: tuple[Any, Any]
) -> None:
    own, abroad = parties
    made = one(as_(), "agreements", AGREEMENT)

    for client in (
        as_(),
        as_("officer", "programme_officer"),
        _of(as_, stores, own),
        _of(as_, stores, abroad),
    ):
        (read,) = client.get("/api/v1/agreements").json["items"]
        assert (read["organisation_id"], read["partner_id"]) == (own["id"], abroad["id"])
        assert (read["validity"], read["version"]) == ("valid", 1)
        assert client.get(f"/api/v1/agreements/{made['id']}").json == read
    stranger = one(as_(), "organisations", ORGANISATION, uscc="53440000500000001Q", name_en="Other")
    assert _of(as_, stores, stranger).get("/api/v1/agreements").json["items"] == []
    assert _of(as_, stores, stranger).get(f"/api/v1/agreements/{made['id']}").status == 404


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"organisation_id": "Nobody"}, {"organisation_id": "unknown"}),
        ({"partner_id": "Example Association"}, {"partner_id": "same"}),
        (
            {"organisation_id": "Example Harbour", "partner_id": "Example Association"},
            {"organisation_id": "country"},
        ),
        ({"valid_until": "2025-12-31"}, {"valid_until": "before_beginning"}),
        ({"directions": []}, {"directions": "too_few"}),
        ({"reference": "E"}, {"reference": "too_short"}),
        ({"places_a_year": 0}, {"places_a_year": "too_small"}),
    ],
)
@pytest.mark.usefixtures("parties")
def test_what_cannot_be_an_agreement_is_said_by_field(
    as_: As, change: dict[str, Any], wrong: dict[str, str]
) -> None:
    reply = as_().call("POST", "/api/v1/admin/agreements", {**AGREEMENT, **change})

    assert codes_of(reply) == wrong
    assert as_().get("/api/v1/agreements").json["items"] == []


@pytest.mark.usefixtures("parties")
def test_a_name_that_several_have_wants_the_identifier(as_: As) -> None:
    one(as_(), "organisations", ORGANISATION, uscc="53440000500000001Q")

    reply = as_().call("POST", "/api/v1/admin/agreements", AGREEMENT)

    assert codes_of(reply) == {"organisation_id": "several"}


@pytest.mark.usefixtures("parties")
def test_a_number_belongs_to_one_agreement_until_it_is_given_up(as_: As) -> None:
    first = one(as_(), "agreements", AGREEMENT)
    second = one(as_(), "agreements", AGREEMENT, reference="EX-2026-13")

    again = as_().call("POST", "/api/v1/admin/agreements", {**AGREEMENT, "reference": "ex-2026-12"})
    moved = as_().call(
        "PATCH", f"/api/v1/admin/agreements/{second['id']}", {"reference": "EX-2026-12"}, if_match='"1"'
    )
    patch(as_(), "agreements", first, {"reference": "EX-2026-14"})

    assert codes_of(again) == codes_of(moved) == {"reference": "taken"}
    assert one(as_(), "agreements", AGREEMENT)["reference"] == "EX-2026-12"


@pytest.mark.usefixtures("parties")
def test_a_renewal_moves_it_in_the_list_and_an_end_is_final(as_: As) -> None:
    first = one(as_(), "agreements", AGREEMENT)
    later = one(as_(), "agreements", AGREEMENT, reference="EX-2026-13", valid_until="2031-01-31")

    renewed = patch(as_(), "agreements", first, {"valid_until": "2032-12-31"})
    order = [each["id"] for each in as_().get("/api/v1/agreements?limit=1").json["items"]]
    no_reason = as_().call("POST", f"/api/v1/admin/agreements/{first['id']}/end", {})
    ended = as_().call("POST", f"/api/v1/admin/agreements/{first['id']}/end", {"reason": "Closed down"})
    after = as_().call(
        "PATCH", f"/api/v1/admin/agreements/{first['id']}", {"places_a_year": 2}, if_match='"3"'
    )
    stale = as_().call("POST", f"/api/v1/admin/agreements/{later['id']}/end", {"reason": "x"}, if_match='"7"')

    assert (renewed["version"], order) == (2, [later["id"]])
    assert codes_of(no_reason) == {"reason": "required"}
    assert (ended.status, ended.json["ended"], ended.headers["etag"]) == (200, "Closed down", '"3"')
    assert (after.status, stale.status) == (409, 412)
    assert as_().get(f"/api/v1/agreements/{first['id']}").json["validity"] == "ended"
    kinds = [each["kind"] for each in as_().get("/api/v1/admin/history").json["items"]]
    assert kinds[-4:] == ["agreement_added", "agreement_added", "agreement_changed", "agreement_ended"]


@pytest.mark.parametrize(
    ("day", "validity"),
    [
        ("2025-12-31", "coming"),
        ("2026-01-01", "valid"),
        ("2030-10-01", "valid"),
        ("2030-10-02", "ends_soon"),
        ("2030-12-31", "ends_soon"),
        ("2031-01-01", "expired"),
    ],
)
def test_it_says_where_it_stands_on_a_day(day: str, validity: str) -> None:
    agreement = an_agreement()

    assert agreement.validity(date.fromisoformat(day)) == validity
    assert agreement.holds("going_out", date.fromisoformat(day)) == (validity in ("valid", "ends_soon"))
    assert not an_agreement(ended="Closed").holds("going_out", date.fromisoformat(day))


def test_an_application_chooses_an_agreement_or_writes_another(stage: Stage) -> None:
    stage.stores.table.commit(stage.stores.agreements.add(an_agreement()))
    inviting = an_agreement("other", reference="IN-0001", directions=("inviting_in",))
    stage.stores.table.commit(stage.stores.agreements.add(inviting))
    case = stage.draft(agreement_ref=None)
    browser = Browser(stage.stores, "north-editor")
    path = f"/applications/{case.application.id}/sections/programme"

    page = browser.open(path)
    chosen = browser.send(path, page, agreement_ref=["EX-0012", ""], then="later")
    again = browser.open(path)
    typed = browser.send(path, again, agreement_ref=["", "Other paper 7"], then="later")
    last = browser.open(path)

    both = browser.send(path, last, agreement_ref=["EX-0012", "Other paper 7"], then="later")
    switched = browser.open(path).fields["agreement_ref"]
    browser.send(path, browser.open(path), agreement_ref=["EX-0012", "New paper 8"], then="later")

    assert (both.status, switched) == (303, ["EX-0012", ""])
    assert browser.open(path).fields["agreement_ref"] == ["", "New paper 8"]
    assert ("EX-0012" in page.text, "IN-0001" in page.text) == (True, False)
    assert (chosen.status, again.fields["agreement_ref"]) == (303, ["EX-0012", ""])
    assert (typed.status, last.fields["agreement_ref"]) == (303, ["", "Other paper 7"])


def _of(as_: As, stores: Stores, organisation: Any) -> Client:
    """An editor of an organisation."""
    name = f"editor-{organisation['id'][:6]}"
    client = as_(name, "partner_editor")
    stores.people.save(a_person(name, "partner_editor", organisation_id=organisation["id"]))
    return client
