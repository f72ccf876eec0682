"""The administration over the API: organisations, people, programmes, what waits for a second person, history."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.actions.admin import releases
from shared.actions.admin.clerk import Clerk
from shared.identity import issue_token
from shared.store.stores import Stores
from shared.wiring import wiring
from tests.builders import a_person, an_organisation
from tests.client import Client
from tests.functions.admin.conftest import (
    ORGANISATION,
    PERSON,
    PROGRAMME,
    As,
    codes_of,
    joined,
    one,
    patch,
    settle,
    waiting,
)
from tests.races.turns import own


def test_an_organisation_is_entered_read_changed_and_listed(as_: As) -> None:
    admin = as_()

    made = one(admin, "organisations", ORGANISATION, city="Example City")
    changed = patch(admin, "organisations", made, {"city": None, "web": "https://example.org/"})

    read = admin.get(f"/api/v1/admin/organisations/{made['id']}")
    assert (read.json, read.headers["etag"]) == (changed, '"2"')
    assert (changed["standing"], changed["web"], "city" in changed) == (
        "active",
        "https://example.org/",
        False,
    )
    assert admin.get("/api/v1/admin/organisations?q=exa").json["items"] == [changed]
    assert admin.get("/api/v1/admin/organisations?q=other").json["items"] == []


def test_a_code_belongs_to_one_organisation(as_: As) -> None:
    admin = as_()
    first = one(admin, "organisations", ORGANISATION)
    second = one(admin, "organisations", ORGANISATION, uscc="53440000500000001Q")

    again = admin.call("POST", "/api/v1/admin/organisations", ORGANISATION)
    moved = admin.call(
        "PATCH", f"/api/v1/admin/organisations/{second['id']}", {"uscc": first["uscc"]}, if_match='"1"'
    )
    patch(admin, "organisations", first, {"uscc": "511100005000000097"})

    assert codes_of(again) == codes_of(moved) == {"uscc": "taken"}
    assert one(admin, "organisations", ORGANISATION)["uscc"] == first["uscc"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"name_en": None}, {"name_en": "required"}),
        ({"uscc": None}, {"uscc": "required"}),
        ({"kind": "partner_foreign", "country": "KE", "uscc": None, "registration_number": "NGO-1"}, {}),
        ({"kind": "club"}, {"kind": "not_an_option"}),
        ({"shoe_size": 42}, {"shoe_size": "unknown_field"}),
        ({"standing": "suspended"}, {"reason": "required"}),
        ({"standing": "vetted", "reason": "no"}, {"standing": "literal_error"}),
        ({"standing": "active", "reason": "again"}, {"standing": "not_from_here"}),
        ({"standing": "suspended", "reason": "a", "city": "b"}, {"city": "extra_forbidden"}),
    ],
)
def test_what_an_organisation_may_not_become_is_said_by_field(
    as_: As, change: dict[str, Any], wrong: dict[str, str]
) -> None:
    made = one(as_(), "organisations", ORGANISATION)

    reply = as_().call("PATCH", f"/api/v1/admin/organisations/{made['id']}", change, if_match='"1"')

    assert (codes_of(reply) if wrong else {}) == wrong
    assert reply.status == (422 if wrong else 200)


def test_a_suspended_organisation_says_why_and_comes_back(as_: As) -> None:
    admin = as_()
    made = one(admin, "organisations", ORGANISATION)

    gone = patch(admin, "organisations", made, {"standing": "suspended", "reason": "Papers expired"})
    back = patch(admin, "organisations", gone, {"standing": "active", "reason": "Papers renewed"})

    assert (gone["standing"], gone["reason"]) == ("suspended", "Papers expired")
    assert back["standing"] == "active"


def test_a_stale_or_missing_version_changes_nothing(as_: As) -> None:
    admin = as_()
    made = one(admin, "organisations", ORGANISATION)
    path = f"/api/v1/admin/organisations/{made['id']}"

    assert admin.call("PATCH", path, {"city": "B"}).status == 428
    assert admin.call("PATCH", path, {"city": "B"}, if_match='"7"').status == 412
    assert admin.get(path).json == made
    assert admin.get("/api/v1/admin/organisations/none").status == 404


def test_a_partner_is_invited_with_the_role_at_once(as_: As, stores: Stores) -> None:
    admin = as_()
    organisation = one(admin, "organisations", ORGANISATION)

    person = one(admin, "people", PERSON, organisation_id=organisation["id"], roles=["partner_editor"])

    assert (person["state"], person["roles"], "waiting" in person) == ("invited", ["partner_editor"], False)
    assert person["invitation"]["sent"] is False
    assert "/people/invitation/" in person["invitation"]["link"]
    assert "invitation" not in admin.get(f"/api/v1/admin/people/{person['id']}").json
    assert stores.people.acting_for(organisation["id"]) == []
    assert waiting(admin) == []


def test_a_role_of_the_federation_waits_for_a_second_administrator(as_: As, stores: Stores) -> None:
    admin, other = as_(), as_("admin-2")
    person = one(admin, "people", PERSON)
    (change,) = waiting(admin)

    own = settle(admin, change)
    too_early = settle(other, change)
    joined(stores, person["id"])
    released = settle(other, change)
    late = settle(other, change, "refuse", reason="Too late")

    assert (person["roles"], person["waiting"]) == ([], change["id"])
    assert (own.status, own.json["code"]) == (403, "own_proposal")
    assert codes_of(too_early) == {"roles": "not_joined"}
    assert (released.status, released.json["state"]) == (200, "released")
    assert (late.status, late.json["state"]) == (409, "released")
    after = admin.get(f"/api/v1/admin/people/{person['id']}").json
    assert (after["roles"], "waiting" in after) == (["programme_officer"], False)
    assert waiting(admin) == []


def test_a_refused_role_is_not_granted_and_can_be_proposed_again(as_: As) -> None:
    admin, other = as_(), as_("admin-2")
    person = one(admin, "people", PERSON)
    (change,) = waiting(admin)

    no_reason = settle(other, change, "refuse")
    refused = settle(other, change, "refuse", reason="Not this one")

    assert codes_of(no_reason) == {"reason": "required"}
    assert (refused.json["state"], refused.json["reason"]) == ("refused", "Not this one")
    after = other.get(f"/api/v1/admin/people/{person['id']}").json
    assert after["roles"] == []
    patch(other, "people", after, {"roles": ["reviewer"]})
    assert [each["data"]["roles"] for each in waiting(admin)] == [["reviewer"]]


def test_one_change_of_roles_waits_at_a_time_and_what_is_taken_away_ends_at_once(
    as_: As, stores: Stores
) -> None:
    admin = as_()
    as_("officer", "programme_officer", "reviewer")
    officer = admin.get("/api/v1/admin/people/officer").json

    less = patch(admin, "people", officer, {"roles": ["programme_officer"]})
    more = patch(admin, "people", less, {"roles": ["programme_officer", "approver"]})
    twice = admin.call("PATCH", "/api/v1/admin/people/officer", {"roles": ["safety_officer"]}, if_match='"3"')

    assert less["roles"] == more["roles"] == ["programme_officer"]
    assert stores.people.holding("reviewer") == []
    assert codes_of(twice) == {"roles": "waiting"}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"roles": ["config_admin", "programme_officer"]}, {"roles": "clash"}),
        ({"roles": ["auditor", "approver"]}, {"roles": "clash"}),
        ({"roles": ["partner_editor"]}, {"roles": "clash"}),
        ({"roles": []}, {"roles": "required"}),
        ({"roles": ["king"]}, {"roles": "not_an_option"}),
        ({"organisation_id": "none", "roles": ["partner_editor"]}, {"organisation_id": "unknown"}),
        ({"email": "nowhere"}, {"email": "wrong_format"}),
        ({"language": "fr"}, {"language": "not_an_option"}),
    ],
)
def test_whom_nobody_can_invite_is_said_by_field(
    as_: As, change: dict[str, Any], wrong: dict[str, str]
) -> None:
    reply = as_().call("POST", "/api/v1/admin/people", {**PERSON, **change})

    assert codes_of(reply) == wrong
    assert as_().get("/api/v1/admin/people?q=example newcomer").json["items"] == []


def test_a_signatory_needs_a_mandate_and_an_address_is_one_persons(as_: As) -> None:
    admin = as_()
    organisation = one(admin, "organisations", ORGANISATION)
    signatory = {**PERSON, "organisation_id": organisation["id"], "roles": ["partner_signatory"]}

    without = admin.call("POST", "/api/v1/admin/people", signatory)
    first = one(admin, "people", signatory, mandate_until="2030-12-31")
    again = admin.call("POST", "/api/v1/admin/people", {**PERSON, "email": "Newcomer@Example.org"})

    assert codes_of(without) == {"mandate_until": "required"}
    assert codes_of(again) == {"email": "taken"}
    assert first["mandate_until"] == "2030-12-31"


def test_disabling_ends_sessions_tokens_and_what_waits(as_: As, stores: Stores) -> None:
    admin, officer = as_(), as_("officer", "programme_officer")
    browser = Client().sign_in(stores, "officer")
    known = admin.get("/api/v1/admin/people/officer").json
    known = patch(admin, "people", known, {"roles": ["programme_officer", "approver"]})

    gone = patch(admin, "people", known, {"state": "disabled", "reason": "Left the federation"})

    assert (gone["state"], waiting(admin)) == ("disabled", [])
    assert officer.get("/api/v1/notifications").status == 401
    assert browser.get("/desk").location.startswith("/people/sign-in")
    back = patch(admin, "people", gone, {"state": "active", "reason": "Came back"})
    assert back["state"] == "active"
    assert officer.get("/api/v1/notifications").status == 401
    assert browser.get("/desk").status == 303


def test_nobody_disables_or_changes_the_roles_of_oneself(as_: As) -> None:
    admin = as_()
    path = "/api/v1/admin/people/admin"

    gone = admin.call("PATCH", path, {"state": "disabled", "reason": "Me"}, if_match='"1"')
    more = admin.call("PATCH", path, {"roles": ["auditor"], "language": "en"}, if_match='"1"')

    assert codes_of(gone) == {"state": "oneself"}
    assert codes_of(more) == {"roles": "oneself"}


def test_a_programme_opens_when_a_second_administrator_releases_it(as_: As) -> None:
    admin, other, editor = as_(), as_("admin-2"), as_("officer", "programme_officer")

    made = one(admin, "programmes", PROGRAMME)
    before = editor.get("/api/v1/programmes").json["items"]
    (change,) = waiting(other)
    own = settle(admin, change)
    settle(other, change)

    assert (made["state"], before, own.status) == ("proposed", [], 403)
    after = other.get(f"/api/v1/admin/programmes/{made['id']}").json
    assert after["state"] == "released"
    assert [each["id"] for each in editor.get("/api/v1/programmes").json["items"]] == [made["id"]]


def test_what_is_released_is_what_was_read(as_: As) -> None:
    admin, other = as_(), as_("admin-2")
    made = one(admin, "programmes", PROGRAMME)
    (first,) = waiting(other)

    patch(admin, "programmes", made, {"quota": 500})
    overtaken = settle(other, first)
    (second,) = waiting(other)

    assert overtaken.status == 409
    assert second["data"]["quota"] == 500
    assert settle(other, second).status == 200


def test_a_released_programme_changes_with_a_second_administrator_and_closes_at_once(as_: As) -> None:
    admin, other = as_(), as_("admin-2")
    made = one(admin, "programmes", PROGRAMME)
    settle(other, waiting(other)[0])
    released = admin.get(f"/api/v1/admin/programmes/{made['id']}").json

    asked = patch(admin, "programmes", released, {"closes": "2031-06-30"})
    twice = admin.call("PATCH", f"/api/v1/admin/programmes/{made['id']}", {"quota": 1}, if_match='"3"')
    settle(other, waiting(other)[0])
    extended = admin.get(f"/api/v1/admin/programmes/{made['id']}").json
    patch(admin, "programmes", extended, {"quota": 30})
    closed = admin.call("POST", f"/api/v1/admin/programmes/{made['id']}/close", {"reason": "Full"})

    assert (asked["closes"], extended["closes"]) == ("2030-12-31", "2031-06-30")
    assert codes_of(twice) == {"programme": "waiting"}
    assert (closed.json["state"], waiting(admin)) == ("closed", [])
    late = admin.call("PATCH", f"/api/v1/admin/programmes/{made['id']}", {"quota": 1}, if_match="*")
    assert late.status == 409


def test_a_copy_is_a_proposal_of_its_own(as_: As) -> None:
    admin = as_()
    made = one(admin, "programmes", PROGRAMME)

    copy = admin.call("POST", f"/api/v1/admin/programmes/{made['id']}/copy", {})

    assert (copy.status, copy.json["state"], copy.json["quota"]) == (201, "proposed", 20)
    assert copy.json["id"] != made["id"]
    assert len(admin.get("/api/v1/admin/programmes").json["items"]) == 2


def test_every_change_is_in_the_history_that_auditors_read(as_: As, stores: Stores) -> None:
    admin, other, auditor = as_(), as_("admin-2"), as_("auditor", "auditor")
    made = one(admin, "organisations", ORGANISATION)
    patch(admin, "organisations", made, {"city": "Example City"})
    joined(stores, one(admin, "people", PERSON)["id"])
    settle(other, waiting(other)[0])

    first = auditor.get("/api/v1/admin/history?limit=2").json
    rest = auditor.get(f"/api/v1/admin/history?cursor={first['next_cursor']}").json

    found = [(each["kind"], each["by"]) for each in first["items"] + rest["items"]]
    assert found == [
        ("organisation_added", "admin"),
        ("organisation_changed", "admin"),
        ("person_invited", "admin"),
        ("roles_released", "admin-2"),
    ]
    assert first["items"][1]["data"] == {"city": {"before": None, "after": "Example City"}}
    assert "next_cursor" not in rest
    assert auditor.get("/api/v1/admin/people").status == 403
    assert as_("officer", "programme_officer").get("/api/v1/admin/history").status == 403


def test_lists_go_on_where_they_stopped(as_: As) -> None:
    admin = as_()
    for number in range(5):
        one(admin, "people", PERSON, name=f"Example {number}", email=f"p{number}@example.org")

    found, cursor = [], ""
    while True:
        page = admin.get(f"/api/v1/admin/people?limit=2{cursor}").json
        found += [each["name"] for each in page["items"]]
        if "next_cursor" not in page:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert found == ["Example 0", "Example 1", "Example 2", "Example 3", "Example 4", "Example admin"]
    assert codes_of(admin.get("/api/v1/admin/people?cursor=abc")) == {"cursor": "invalid"}
    assert codes_of(admin.get("/api/v1/admin/people?limit=0")) == {"limit": "number"}


def test_who_waits_for_a_role_can_be_changed_meanwhile(as_: As) -> None:
    admin = as_()
    made = one(admin, "people", PERSON)

    changed = patch(admin, "people", made, {"name": "Example Newcomer the Second", "language": "zh"})

    assert (changed["roles"], changed["waiting"], changed["language"]) == ([], made["waiting"], "zh")
    assert [each["name"] for each in admin.get("/api/v1/admin/people?q=Example newcomer").json["items"]] == [
        "Example Newcomer the Second"
    ]


def released(as_: As, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody whose roles were released before they joined, because their link went by letter."""
    monkeypatch.setenv("MAIL_TRANSPORT", "ses")
    vars(wiring()).pop("mail", None)
    person = one(as_(), "people", PERSON, roles=["approver"])
    (change,) = waiting(as_())
    settle(as_("admin-2"), change)
    return as_().get(f"/api/v1/admin/people/{person['id']}").json


@pytest.mark.parametrize("step", ["another address", "another link"])
def test_no_administrator_alone_can_lead_released_roles_elsewhere(
    as_: As, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    person = released(as_, monkeypatch)
    path = f"/api/v1/admin/people/{person['id']}"

    if step == "another address":
        patch(as_(), "people", person, {"email": "mine@example.org"})
    else:
        assert as_().call("POST", f"{path}/invitation", {}).status == 200

    after = as_().get(path).json
    (change,) = waiting(as_())
    assert (person["roles"], after["roles"], after["waiting"]) == (["approver"], [], change["id"])
    assert (change["by"], change["data"]["roles"]) == ("admin", ["approver"])
    assert settle(as_(), change).status == 403


def test_what_is_released_is_for_the_address_that_was_read(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_TRANSPORT", "ses")
    person = one(as_(), "people", PERSON)
    (change,) = waiting(as_())

    patch(as_(), "people", person, {"email": "mine@example.org"})

    assert settle(as_("admin-2"), change).json["state"] == "overtaken"
    (again,) = waiting(as_())
    assert again["data"] == {"roles": ["programme_officer"], "email": "mine@example.org"}


def test_the_proposer_takes_a_proposal_back(as_: As) -> None:
    person = one(as_(), "people", PERSON)
    (change,) = waiting(as_())

    foreign = settle(as_("admin-2"), change, "withdraw")
    own = settle(as_(), change, "withdraw")

    assert (foreign.status, own.json["state"], waiting(as_())) == (403, "withdrawn", [])
    assert "waiting" not in as_().get(f"/api/v1/admin/people/{person['id']}").json


def test_whoever_never_joined_is_invited_again_and_not_let_in(as_: As) -> None:
    person = one(as_(), "people", PERSON)
    path = f"/api/v1/admin/people/{person['id']}"
    gone = patch(as_(), "people", person, {"state": "disabled", "reason": "A mistake"})

    back = as_().call("PATCH", path, {"state": "active", "reason": "No mistake"}, if_match="*")
    again = as_().call("POST", f"{path}/invitation", {})

    assert (gone["state"], codes_of(back)) == ("disabled", {"state": "not_joined"})
    assert (again.status, again.json["state"]) == (200, "invited")


def test_an_account_that_is_disabled_keeps_no_address(as_: As) -> None:
    as_("officer", "programme_officer")
    known = as_().get("/api/v1/admin/people/officer").json
    known = patch(as_(), "people", known, {"email": PERSON["email"]})
    gone = patch(as_(), "people", known, {"state": "disabled", "reason": "Moved"})

    one(as_(), "people", PERSON)
    back = as_().call(
        "PATCH", "/api/v1/admin/people/officer", {"state": "active", "reason": "Back"}, if_match="*"
    )

    assert gone["state"] == "disabled"
    assert codes_of(back) == {"email": "taken"}


def test_personal_answers_are_not_kept_in_the_history(as_: As) -> None:
    as_("officer", "programme_officer")
    known = as_().get("/api/v1/admin/people/officer").json

    patch(as_(), "people", known, {"email": "other@example.org", "roles": []})

    (event,) = as_().get("/api/v1/admin/history").json["items"]
    assert event["data"] == {"email": "changed", "roles": {"before": ["programme_officer"], "after": []}}


@pytest.mark.parametrize("path", ["people", "organisations"])
def test_a_cursor_of_another_list_is_none_of_this_one(as_: As, path: str) -> None:
    for number in range(3):
        one(as_(), "people", PERSON, email=f"p{number}@example.org")
    cursor = as_().get("/api/v1/admin/people?limit=1").json["next_cursor"]

    assert codes_of(as_().get(f"/api/v1/admin/{path}?q=zzz&cursor={cursor}")) == {"cursor": "invalid"}


def test_a_name_that_no_form_asks_for_is_refused_even_when_it_is_cleared(as_: As) -> None:
    as_("officer", "programme_officer")

    reply = as_().call("PATCH", "/api/v1/admin/people/officer", {"shoe_size": None}, if_match="*")

    assert codes_of(reply) == {"shoe_size": "unknown_field"}


def test_a_call_released_a_moment_ago_takes_drafts_at_once(as_: As, stores: Stores) -> None:
    stores.organisations.save(an_organisation("north"))
    stores.people.save(a_person("editor", "partner_editor", organisation_id="north"))
    made = one(as_(), "programmes", PROGRAMME)
    remembered = stores.programmes.all(fresh=True)
    second = Clerk(stores=own(stores), person=a_person("admin-2", "config_admin"), at=datetime.now(UTC))

    releases.release(second, made["waiting"])
    draft = Client(token=issue_token(stores, "editor", at=datetime.now(UTC))).call(
        "POST",
        "/api/v1/applications",
        {"direction": "going_out", "programme_id": made["id"], "fields": {}},
    )

    assert [each.state for each in remembered] == ["proposed"]
    assert draft.status == 201, draft.text
