"""Signing in with any OpenID Connect provider: authorization code with PKCE, state and nonce (RFC 6749, 7636, 9700)."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from functions.people.fetch import Declined, Unreachable, fetched
from functions.people.provider import Provider, SignInFailed
from shared.domain.credential import digest_of
from shared.domain.words import Language
from shared.store.sessions import SignInAttempt

if TYPE_CHECKING:
    from functions.people.id_token import Arrival

LASTING = timedelta(minutes=10)
SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
CODE = re.compile(r"[!-~]{1,2000}", re.ASCII)
LOCALES: Mapping[Language, str] = {"en": "en", "zh": "zh-CN zh-Hans zh en"}
SCOPES = "openid email profile"


def new_attempt(
    browser: str, destination: str, at: datetime, *, invitation: str = "", proof: bool = False
) -> SignInAttempt:
    """A sign-in attempt of the browser that holds this secret; `invitation` is the digest of a link it follows."""
    return SignInAttempt(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        browser=digest_of(browser),
        next=destination,
        until=at + LASTING,
        invitation=invitation,
        proof=proof,
    )


def authorization_url(provider: Provider, attempt: SignInAttempt, language: Language) -> str:
    """Where the browser goes to sign in, in the language of our page (OIDC Core 3.1.2.1)."""
    challenge = (
        base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
    )
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.callback,
        "scope": SCOPES,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "ui_locales": LOCALES[language],
        **({"prompt": "login", "max_age": "0"} if attempt.proof else {}),
        **({"acr_values": provider.acr_values} if provider.acr_values else {}),
    }
    address = provider.address("authorization_endpoint")
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def check_return(
    provider: Provider, attempt: SignInAttempt | None, browser: str, issuer: str | None, at: datetime
) -> SignInAttempt:
    """The sign-in attempt that ends here; raises SignInFailed if it is unknown, too old, or another browser's."""
    if attempt is None or attempt.until <= at or not hmac.compare_digest(attempt.browser, digest_of(browser)):
        raise SignInFailed("state")
    if issuer is not None and issuer != provider.issuer:
        raise SignInFailed("issuer")
    return attempt


def arrival_of(provider: Provider, attempt: SignInAttempt, code: str, at: datetime) -> "Arrival":
    """Whom the provider names for this code, and how they proved it; raises SignInFailed, Unreachable."""
    from functions.people.id_token import verified  # noqa: PLC0415 -- joserfc loads for this route only

    if not CODE.fullmatch(code):
        raise SignInFailed("code")
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.callback,
        "code_verifier": attempt.verifier,
        "client_id": provider.client_id,
    }
    try:
        answer = fetched(provider.address("token_endpoint"), form | _in_form(provider), _in_header(provider))
    except Declined as error:
        raise SignInFailed("code") from error
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise SignInFailed("no token")
    return verified(token, provider, attempt.nonce, at)


def logout_url(provider: Provider, back: str) -> str:
    """Where the provider's own session is ended (RP-initiated sign-out); empty when it offers nothing."""
    try:
        address = provider.described.get("end_session_endpoint")
    except Unreachable:
        return ""
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        return ""
    asked = {"client_id": provider.client_id, "post_logout_redirect_uri": back, "logout_uri": back}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _by_post(provider: Provider) -> bool:
    offered = provider.described.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" not in offered


def _in_form(provider: Provider) -> dict[str, str]:
    return {"client_secret": provider.client_secret} if provider.client_secret and _by_post(provider) else {}


def _in_header(provider: Provider) -> dict[str, str]:
    if not provider.client_secret or _by_post(provider):
        return {}
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
