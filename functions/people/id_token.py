"""The ID token: its signature under the provider's keys, and every claim that says it is for us, now (OIDC Core 3.1.3.7)."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from functions.people.fetch import Unreachable, kept
from functions.people.provider import Provider, SignInFailed

ALGORITHMS = ("RS256", "ES256")
KINDS = ("RSA", "EC")
SKEW = timedelta(minutes=5)
LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Whom a token names, and whether it says that a second factor was used."""

    subject: str
    second_factor: bool


def verified(token: str, provider: Provider, nonce: str, at: datetime) -> Arrival:
    """Whom a good token names; raises SignInFailed, and Unreachable when the keys cannot be had."""
    try:
        claims = _signed(token, provider).claims
        jwt.JWTClaimsRegistry(
            now=int(at.timestamp()),
            leeway=int(SKEW.total_seconds()),
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        ).validate(claims)
    except (JoseError, ValueError) as error:
        raise SignInFailed("token") from error
    parties = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if claims.get("azp", provider.client_id if len(parties) == 1 else None) != provider.client_id:
        raise SignInFailed("azp")
    given, subject = claims.get("nonce"), claims["sub"]
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise SignInFailed("nonce")
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise SignInFailed("sub")
    return Arrival(subject=str(subject), second_factor=_proven(claims, provider.second_factor))


def _proven(claims: Mapping[str, Any], wanted: str) -> bool:
    """Whether a claim has one of the values that prove a second factor (`amr` of RFC 8176 is a list, `acr` a text)."""
    name, _, values = wanted.partition("=")
    found = claims.get(name)
    given = found if isinstance(found, list) else [found]
    return bool(set(values.split()).intersection(each for each in given if isinstance(each, str)))


def _signed(token: str, provider: Provider) -> jwt.Token:
    """The token once its signature holds; a key we do not know yet makes us look again, once."""
    try:
        return _decoded(token, provider, anew=False)
    except InvalidKeyIdError:
        return _decoded(token, provider, anew=True)


def _decoded(token: str, provider: Provider, *, anew: bool) -> jwt.Token:
    keys = _keys(kept(provider.address("jwks_uri"), anew=anew))
    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    return jwt.decode(token, keys, algorithms=list(ALGORITHMS), registry=registry)


def _keys(published: dict[str, Any]) -> KeySet:
    """The keys a signature of ours may be made with; raises Unreachable for what is no key set."""
    try:
        fit = [key for key in published["keys"] if key["kty"] in KINDS and key.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": fit})
    except (JoseError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreachable("jwks_uri") from error
