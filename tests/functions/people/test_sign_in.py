"""Signing in with an OpenID Connect provider, and every lie that must not work (T10, T11)."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc.jwk import ECKey, RSAKey

from shared.domain.credential import digest_of
from shared.domain.people import Person
from shared.store.limits import SIGN_INS
from shared.store.stores import Stores
from tests.client import BASE_URL, COOKIE, Client
from tests.functions.people.provider import Claims, Provider, by_public_key, unsigned
from tests.limits import used_up

Everything = Callable[[], list[Any]]
STRANGER = RSAKey.generate_key(2048, {"kid": "one"})
ELSEWHERE = RSAKey.import_key(STRANGER.as_dict(private=True) | {"kid": "unknown"})


def begun(client: Client, provider: Provider, destination: str = "/people/inbox") -> str:
    """Goes to the provider; answers with the address that leads back."""
    away = client.get(f"/people/sign-in?next={destination}")
    assert away.status == 303
    return provider.authorize(away.location)


def altered(**changes: Any) -> Callable[[Provider, Claims], str]:
    """A well-signed token with other claims; None leaves one out, a function is asked then."""

    def make(provider: Provider, claims: Claims) -> str:
        merged = {**claims, **{name: made() if callable(made) else made for name, made in changes.items()}}
        return provider.signed({name: value for name, value in merged.items() if value is not None})

    return make


def test_a_known_subject_signs_in_and_comes_to_the_page_wanted(provider: Provider) -> None:
    client = Client()

    back = client.get(begun(client, provider))

    assert (back.status, back.location) == (303, "/people/inbox")
    assert client.get("/people/inbox").status == 200


def test_the_request_carries_pkce_state_and_nonce(provider: Provider) -> None:
    begun(Client(), provider)

    (asked,) = provider.asked.values()
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{BASE_URL}/people/callback"
    assert {len(asked[name]) for name in ("state", "nonce", "code_challenge")} == {43}


def test_the_session_cookie_has_every_protection(provider: Provider) -> None:
    client = Client()

    back = client.get(begun(client, provider))

    (cookie,) = [each for each in back.cookies if each.startswith("__Host-session=")]
    assert cookie.partition("; ")[2] == "Path=/; HttpOnly; SameSite=Lax; Secure"
    assert len(cookie.partition(";")[0].partition(".")[2]) == 43


def test_the_session_is_new_and_the_old_one_ended(provider: Provider, stores: Stores) -> None:
    client = Client().sign_in(stores, "ann")
    old = client.cookies[COOKIE]
    address = begun_while_signed_in(client, provider)

    client.get(address)

    stale = Client()
    stale.cookies[COOKIE] = old
    assert client.cookies[COOKIE] != old
    assert client.get("/people/inbox").status == 200
    assert stale.get("/people/inbox").status == 303


def begun_while_signed_in(client: Client, provider: Provider) -> str:
    """A second window began before this one was signed in."""
    held = client.cookies.pop(COOKIE)
    address = begun(client, provider)
    client.cookies[COOKIE] = held
    return address


@pytest.mark.parametrize(
    "make",
    [
        altered(nonce="another"),
        altered(nonce=None),
        altered(aud="somebody-else"),
        altered(aud=["registry", "somebody-else"]),
        altered(azp="somebody-else"),
        altered(iss="https://evil.example"),
        altered(iss=None),
        altered(sub=None),
        altered(sub=""),
        altered(sub=["subject-1"]),
        altered(exp=int(time.time()) - 301),
        altered(exp=None),
        altered(iat=lambda: int(time.time()) + 400),
        altered(iat=None),
        altered(nbf=lambda: int(time.time()) + 400),
        lambda _, claims: unsigned(claims),
        by_public_key,
        lambda provider, claims: provider.signed(claims, STRANGER),
        lambda provider, claims: provider.signed(claims, algorithm="RS512"),
        lambda provider, claims: provider.signed(claims, ELSEWHERE),
        lambda _provider, _claims: "not.a.token",
        lambda _provider, _claims: "",
    ],
    ids=[
        *(
            "wrong nonce",
            "no nonce",
            "wrong aud",
            "aud without azp",
            "wrong azp",
            "wrong iss",
            "no iss",
            "no sub",
        ),
        *("empty sub", "sub is a list", "expired", "no exp", "from the future", "no iat", "not yet valid"),
        *("alg none", "HMAC with the public key", "another key", "another algorithm", "unknown kid"),
        *("garbage", "empty"),
    ],
)
def test_a_token_that_lies_signs_nobody_in(
    provider: Provider, everything: Everything, make: Callable[[Provider, Claims], str]
) -> None:
    client, provider.make = Client(), make
    address = begun(client, provider)
    before = everything()

    back = client.get(address)

    assert back.status == 403
    assert COOKIE not in client.cookies
    assert everything() == before


def test_a_clock_five_minutes_off_is_forgiven(provider: Provider) -> None:
    client, provider.make = Client(), altered(iat=int(time.time()) + 290, exp=int(time.time()) - 290)

    assert client.get(begun(client, provider)).status == 303


def test_a_new_key_is_looked_for_once(provider: Provider) -> None:
    first = Client()
    first.get(begun(first, provider))
    provider.keys = [ECKey.generate_key("P-256", {"kid": "two"})]
    provider.make = lambda provider, claims: provider.signed(claims, algorithm="ES256")
    second = Client()

    back = second.get(begun(second, provider))

    assert (back.status, provider.key_set_reads) == (303, 2)


@pytest.mark.parametrize(
    "state", ["", "x", "A" * 43, "A" * 44, "%00", "%F0%9F%98%80", "A" * 42 + "%23", "..%2F" * 10]
)
def test_a_state_that_is_not_ours_signs_nobody_in(
    provider: Provider, everything: Everything, state: str
) -> None:
    client = Client()
    code = begun(client, provider).partition("code=")[2].partition("&")[0]
    before = everything()

    assert client.get(f"/people/callback?code={code}&state={state}").status == 403
    assert everything() == before


def test_another_browser_cannot_finish_what_this_one_began(provider: Provider) -> None:
    address = begun(Client(), provider)
    other = Client()
    begun(other, provider)

    assert other.get(address).status == 403
    assert Client().get(address).status == 403


def test_coming_back_twice_works_once(provider: Provider) -> None:
    client = Client()
    address = begun(client, provider)
    again = Client()
    again.cookies = dict(client.cookies)
    client.get(address)
    provider.used.clear()

    assert again.get(address).status == 403


def test_a_round_trip_is_over_after_ten_minutes(provider: Provider, stores: Stores) -> None:
    client = Client()
    address = begun(client, provider)
    attempt = stores.sessions.under_way(address.rpartition("=")[2])
    assert attempt

    assert 590 < attempt.until.timestamp() - time.time() <= 600


def test_an_unknown_subject_is_told_where_to_ask(provider: Provider) -> None:
    provider.subject = "subject-2"
    client, chinese = Client(), Client(language="zh-CN")

    english, other = client.get(begun(client, provider)), chinese.get(begun(chinese, provider))

    assert (english.status, other.status) == (403, 403)
    assert "You have no account here" in english.text
    assert 'lang="zh-Hans-CN"' in other.text
    assert COOKIE not in client.cookies


def test_whose_account_was_closed_cannot_sign_in(provider: Provider, stores: Stores, ann: Person) -> None:
    stores.people.save(replace(ann, active=False))
    client = Client()

    assert client.get(begun(client, provider)).status == 403


def test_a_refusal_of_the_provider_is_a_page(provider: Provider) -> None:
    client = Client()
    state = begun(client, provider).rpartition("=")[2]

    assert client.get(f"/people/callback?error=access_denied&state={state}").status == 403


def test_a_provider_out_of_order_is_said_so(provider: Provider) -> None:
    client, provider.answer = Client(), 500

    assert client.get(begun(client, provider)).status == 503


@pytest.mark.parametrize("issuer", ["", "http://evil.example", "http://127.0.0.1:1"])
def test_without_a_provider_to_trust_nobody_is_sent_anywhere(
    stores: Stores, monkeypatch: pytest.MonkeyPatch, issuer: str
) -> None:
    monkeypatch.setenv("OIDC_ISSUER", issuer)

    reply = Client().get("/people/sign-in")

    assert (reply.status, "location" in reply.headers) == (503, False)


def test_signing_out_leads_to_the_providers_own_end(provider: Provider, stores: Stores) -> None:
    client = Client().sign_in(stores, "ann")

    out = client.post("/people/sign-out")

    assert (out.status, out.location, COOKIE in client.cookies) == (303, "/people/signed-out", False)
    assert f"{provider.issuer}/logout?client_id=registry" in client.get("/people/signed-out").text


OUTSIDE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%09/evil.example",
    "/%0a/evil.example",
    "%2F%2Fevil.example",
    "/%5Cevil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "http:evil.example",
    "/%0d%0aSet-Cookie:%20a=b",
    "%20/evil",
    "/" + "a" * 2_001,
    "/%E2%81%84/evil.example",
    "",
]


@pytest.mark.parametrize("outside", OUTSIDE)
def test_no_address_from_outside_is_gone_to(provider: Provider, stores: Stores, outside: str) -> None:
    client = Client()
    back = client.get(begun(client, provider, outside))
    language = Client().get(f"/people/language?to=zh&next={outside}")
    signed_in = Client().sign_in(stores, "ann").get(f"/people/sign-in?next={outside}")

    assert [back.location, language.location, signed_in.location] == ["/applications", "/", "/applications"]


def test_links_use_the_configured_address_whatever_the_host_header_says(provider: Provider) -> None:
    away = Client().get("/people/sign-in", host="evil.example", x_forwarded_host="evil.example")

    assert "evil.example" not in away.location


@pytest.mark.parametrize(("language", "heading"), [("en", "Too many requests"), ("zh", "请求过于频繁")])
def test_too_many_sign_ins_from_one_address_wait(
    provider: Provider, stores: Stores, language: str, heading: str
) -> None:
    """The page says so and when to come again; who sits elsewhere is not held up."""
    here, elsewhere = Client(language=language), Client()
    elsewhere.address = "198.51.100.8"
    used_up(stores, SIGN_INS, digest_of(here.address), datetime.now(UTC))

    refused = here.get("/people/sign-in")

    assert (refused.status, provider.asked) == (429, {})
    assert 0 < int(refused.headers["retry-after"]) <= 600
    assert heading in refused.text
    assert elsewhere.get("/people/sign-in").status == 303
