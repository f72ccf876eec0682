"""What administrators do: the hub entered, changed, released and closed, by every way of mail, and who joins."""

from typing import Any

import pytest

from shared.store.stores import Stores
from shared.wiring import wiring
from tests.builders import a_person, an_agreement, an_organisation
from tests.client import Client
from tests.functions.admin.conftest import ORGANISATION, PERSON, PROGRAMME, one, patch, settle, waiting
from tests.functions.people.provider import Provider, running
from tests.iam.clients import ColdClient, both
from tests.stage import Stage


def administer(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that administrators can do over the API, and one newcomer who follows their link."""
    stage.know(a_person("admin-2", "config_admin"))
    look_at_pages(stage)
    first, second = both(stage, "admin")[False], both(stage, "admin-2")[False]
    _organisation(first)
    _agreement(stage, first)
    _programme(first, second)
    monkeypatch.setenv("MAIL_TRANSPORT", "ses")
    vars(wiring()).pop("mail", None)
    person = _person(first, second)
    monkeypatch.setenv("MAIL_TRANSPORT", "none")
    vars(wiring()).pop("mail", None)
    _renew(first)
    _merge(stage, first, second)
    with running() as provider:
        monkeypatch.setenv("OIDC_ISSUER", provider.issuer)
        _join(stage.stores, first, person, provider)
    for transport in ("ses", "smtp", "none"):
        monkeypatch.setenv("MAIL_TRANSPORT", transport)
        for kept in ("mail", "smtp_secret"):
            vars(wiring()).pop(kept, None)
        one(first, "people", PERSON, email=f"{transport}@example.org")


def _renew(admin: Client) -> None:
    """A mandate to sign ends on another day."""
    known = admin.get("/api/v1/admin/people/north-signatory").json
    patch(admin, "people", known, {"mandate_until": "2031-12-31"})


def look_at_pages(stage: Stage) -> None:
    """Every page of the administration, with what was typed before the session ended."""
    browser = both(stage, "admin")[True]
    for path in (
        "changes",
        "organisations",
        "people",
        "programmes",
        "history",
        "history.csv",
        "programmes/new",
    ):
        assert browser.get(f"/admin/{path}").status == 200
    assert browser.get("/admin/organisations/north?typed=1").status == 200
    assert browser.get("/admin/people/north-editor").status == 200
    assert browser.get("/admin/programmes/going-out").status == 200
    assert browser.get("/organisations").status == 200
    assert browser.get("/agreements").status == 200
    _invite_own(stage)
    officer = both(stage, "officer")[True]
    assert officer.get("/vetting").status == 200
    assert officer.post("/vetting/asks/decline", {"seen": "1", "reason": "Not now"}).status == 303
    asked = {**ORGANISATION, "uscc": "53440000500000001Q", "web": "https://www.example.org/"}
    asked |= {
        "contact_name": "Example Contact",
        "contact_email": "c@example.org",
        "wish": "To work together. " * 4,
    }
    assert ColdClient().post("/join", asked).location == "/join/sent"
    form = {"seen": "0", "name_en": "Example Typed"}
    assert browser.post("/admin/organisations/new?typed=1", form).status == 422


def _invite_own(stage: Stage) -> None:
    """A signatory of a partner invites an editor from the page of their organisation."""
    signatory = both(stage, "north-signatory")[True]
    assert signatory.get("/staff").status == 200
    form = {"name": "Example Own", "email": "own@example.org", "language": "en", "seen": "0"}
    assert signatory.post("/staff/new", form).status == 200


def _organisation(admin: Client) -> None:
    made = one(admin, "organisations", ORGANISATION)
    moved = patch(admin, "organisations", made, {"name_en": "Example Other", "uscc": "511100005000000097"})
    patch(admin, "organisations", moved, {"standing": "suspended", "reason": "Papers expired"})


def _agreement(stage: Stage, admin: Client) -> None:
    stage.stores.organisations.save(an_organisation("abroad", country="KE", uscc=""))
    stage.stores.organisations.save(an_organisation("harbour", country="KE", uscc=""))
    made = one(admin, "agreements", an_agreement().answers, reference="EX-0020")
    patch(
        admin,
        "agreements",
        made,
        {"reference": "EX-0021", "partner_id": "harbour", "valid_until": "2031-12-31"},
    )
    admin.call("POST", f"/api/v1/admin/agreements/{made['id']}/end", {"reason": "Closed down"})


def _programme(first: Client, second: Client) -> None:
    made = one(first, "programmes", PROGRAMME)
    settle(second, next(each for each in waiting(second) if each["kind"] == "programme"))
    known = first.get(f"/api/v1/admin/programmes/{made['id']}").json
    patch(first, "programmes", known, {"quota": 3})
    settle(second, next(each for each in waiting(second) if each["kind"] == "programme"))
    first.call("POST", f"/api/v1/admin/programmes/{made['id']}/close", {"reason": "Full"})
    assert ColdClient().get(f"/programmes/{made['id']}").status == 200


def _person(first: Client, second: Client) -> Any:
    made = one(first, "people", PERSON, roles=["reviewer", "programme_officer"])
    settle(second, next(each for each in waiting(second) if each["subject_id"] == made["id"]))
    known = first.get(f"/api/v1/admin/people/{made['id']}").json
    return patch(first, "people", known, {"name": "Example", "email": "e@example.org", "roles": ["reviewer"]})


def _join(stores: Stores, admin: Client, person: Any, provider: Provider) -> None:
    again = admin.call("POST", f"/api/v1/admin/people/{person['id']}/invitation", {}).json
    client, secret = Client(), again["invitation"]["link"].rpartition("/")[2]
    assert client.get(f"/people/invitation/{secret}").status == 200
    provider.subject = "subject-new"
    away = client.get(f"/people/sign-in?invitation={secret}")
    assert client.get(provider.authorize(away.location)).status == 303
    known = admin.get(f"/api/v1/admin/people/{person['id']}").json
    patch(admin, "people", known, {"state": "disabled", "reason": "Left"})


def _merge(stage: Stage, first: Client, second: Client) -> None:
    """An organisation with an editor and a submitted application is merged into another."""
    for name in ("twice", "stays"):
        stage.stores.organisations.save(an_organisation(name, uscc=""))
    for role in ("partner_editor", "partner_signatory"):
        stage.know(a_person(f"twice-{role}", role, organisation_id="twice"))
    stage.do("submit", "twice-partner_signatory", stage.draft(who="twice-partner_editor"))
    asked = {"into": "stays", "reason": "Entered twice"}
    assert first.call("POST", "/api/v1/admin/organisations/twice/merge", asked).status == 200
    released = settle(second, next(each for each in waiting(second) if each["kind"] == "merge"))
    assert released.status == 200
    assert both(stage, "admin")[True].get("/admin/organisations/twice/merge").status == 200
