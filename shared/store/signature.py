"""AWS Signature Version 4 of one kind of request: a JSON call posted to the root of a regional service."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

JSON = "application/x-amz-json-1.0"
ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who calls; the token belongs to those that expire, as a function's do."""

    key_id: str
    secret: str
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Signs for one service in one region; `credentials` are asked for anew each time, because they change."""

    service: str
    region: str
    credentials: Callable[[], Credentials]

    def headers(self, host: str, target: str, body: bytes, at: datetime) -> dict[str, str]:
        """The headers of a call made at `at` (UTC), `Authorization` among them."""
        who, moment = self.credentials(), at.strftime("%Y%m%dT%H%M%SZ")
        named = {"content-type": JSON, "host": host, "x-amz-date": moment, "x-amz-target": target}
        if who.token:
            named["x-amz-security-token"] = who.token
        signed = sorted(named)
        lines = "".join(f"{name}:{named[name]}\n" for name in signed)
        request = f"POST\n/\n\n{lines}\n{';'.join(signed)}\n{hashlib.sha256(body).hexdigest()}"
        scope = f"{moment[:8]}/{self.region}/{self.service}/aws4_request"
        text = f"{ALGORITHM}\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        signature = _hmac(_key(who.secret, scope), text).hex()
        named["authorization"] = (
            f"{ALGORITHM} Credential={who.key_id}/{scope}, SignedHeaders={';'.join(signed)}, Signature={signature}"
        )
        return named


@lru_cache(maxsize=4)
def _key(secret: str, scope: str) -> bytes:
    """The signing key of a day: each part of the scope is hashed into it."""
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
