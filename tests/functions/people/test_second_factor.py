"""Steps that count for others want a recent sign-in with a second factor; what was typed meanwhile is not lost."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.actions.policy import POLICY
from shared.domain.people import Role
from shared.identity import open_session
from shared.store.stores import Stores
from tests.builders import a_person
from tests.client import COOKIE, Client
from tests.functions.people.provider import Claims, Provider

TARGET = "/admin/organisations/new"
TYPED = {"name_en": "Example Typed", "seen": "0"}
PROVEN: dict[str, set[Role]] = {
    "administer": {"config_admin"},
    "release": {"config_admin"},
    "manage_staff": {"partner_signatory"},
    "submit": {"partner_signatory"},
    "resubmit": {"partner_signatory"},
    "withdraw": {"partner_signatory"},
    "appeal": {"partner_signatory"},
    "withdraw_appeal": {"partner_signatory"},
    "cancel": {"partner_signatory"},
    "uphold": {"senior_approver"},
    "allow_appeal": {"senior_approver"},
    "dismiss": {"senior_approver"},
    "dismiss_appeal": {"senior_approver"},
    "sign_risk": {"safety_officer"},
    "confirm_ineligible": {"approver"},
    "approve": {"approver"},
    "approve_final": {"senior_approver"},
    "reject": {"approver", "senior_approver"},
}
"""Final steps and administration, by the roles that the federation wants a second factor of."""


@pytest.fixture
def admin(stores: Stores, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> str:
    """An administrator whom the provider knows, where a claim proves a second factor."""
    monkeypatch.setenv("SECOND_FACTOR", "amr=mfa otp")
    monkeypatch.setenv("OIDC_ACR_VALUES", "urn:example:mfa")
    stores.people.save(a_person("root", "config_admin"))
    stores.sessions.know(provider.issuer, "subject-root", "root")
    provider.subject = "subject-root"
    return "root"


def said(**more: Any) -> Any:
    """A token that says this of how somebody signed in."""
    return lambda provider, claims: provider.signed({**claims, **more})


def sign_in(client: Client, provider: Provider, address: str) -> Any:
    return client.get(provider.authorize(client.get(address).location))


def test_the_rows_that_want_it_are_these() -> None:
    assert {name: set(rule.roles) for name, rule in POLICY.items() if rule.proven} == PROVEN


def test_without_one_a_step_leads_to_the_provider_and_back_with_what_was_typed(
    stores: Stores, provider: Provider, admin: str
) -> None:
    client = Client()
    sign_in(client, provider, "/people/sign-in")
    looked = client.get(TARGET).status
    asked = client.post(TARGET, TYPED, referer="https://registry.example" + TARGET)
    page = client.get(asked.location)
    provider.make = said(amr=["pwd", "mfa"])
    away = client.get(asked.location.replace("&ended=kept", ""))
    back = client.get(provider.authorize(away.location))
    form = client.get(back.location)
    done = client.post(TARGET, TYPED)

    assert looked == 200
    assert "second factor" in page.text
    wanted = {name: values[-1] for name, values in parse_qs(urlsplit(away.location).query).items()}
    assert (wanted["prompt"], wanted["max_age"], wanted["acr_values"]) == ("login", "0", "urn:example:mfa")
    assert back.location == f"{TARGET}?typed=1"
    assert 'value="Example Typed"' in form.text
    assert done.status == 422


@pytest.mark.parametrize(
    "claims", [{}, {"amr": ["pwd"]}, {"amr": "mfa otp"}, {"amr": [{"mfa": 1}]}, {"acr": "mfa"}, {"amr": None}]
)
def test_whoever_comes_back_without_is_told_how_to_get_one(
    provider: Provider, admin: str, claims: Claims
) -> None:
    client = Client()
    provider.make = said(**claims)
    sign_in(client, provider, "/people/sign-in")
    asked = client.post(TARGET, TYPED).location.replace("&ended=kept", "")

    back = sign_in(client, provider, asked)
    page = client.get(back.location)

    assert (back.location, page.status) == ("/people/second-factor", 403)
    assert "Set one up" in page.text
    assert client.post(TARGET, TYPED).location.startswith("/people/sign-in?")


def test_a_claim_may_be_acr(provider: Provider, admin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECOND_FACTOR", "acr=urn:example:mfa")
    client = Client()
    provider.make = said(acr="urn:example:mfa")
    sign_in(client, provider, "/people/sign-in")

    assert client.post(TARGET, TYPED).status == 422


@pytest.mark.parametrize(("hours", "status"), [(3, 422), (5, 303)])
def test_an_old_session_signs_in_once_more_before_a_final_step(
    stores: Stores, ann: Any, monkeypatch: pytest.MonkeyPatch, hours: int, status: int
) -> None:
    stores.people.save(a_person("root", "config_admin"))
    begun = datetime.now(UTC) - timedelta(hours=hours)
    client = Client()
    client.cookies[COOKIE] = open_session(stores, "root", begun) or ""
    digest = stores.sessions.of("root")[0][0]
    stores.sessions.see("root", digest, datetime.now(UTC))

    assert client.get(TARGET).status == 200
    assert client.post(TARGET, TYPED).status == status


def test_who_needs_none_is_asked_for_none(stores: Stores, provider: Provider, admin: str) -> None:
    stores.people.save(a_person("ann", "auditor"))
    provider.subject = "subject-1"
    client = Client()
    sign_in(client, provider, "/people/sign-in")

    assert client.post("/people/profile/language", {"language": "zh"}).status == 303
    assert client.get("/people/profile").status == 200
