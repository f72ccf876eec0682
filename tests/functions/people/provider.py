"""A small OpenID Connect provider on loopback that tells the truth, or whatever lie a test asks of it."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

Claims = dict[str, Any]
CLIENT = "registry"
KEY = RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Provider:
    """Keys, what was asked, and how the next ID token is made."""

    port: int = 0
    keys: list[RSAKey | ECKey] = field(default_factory=lambda: [KEY])
    published: list[RSAKey | ECKey] | None = None
    subject: str = "subject-1"
    make: Callable[["Provider", Claims], str] | None = None
    answer: int = 200
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    key_set_reads: int = 0

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/pool"

    @property
    def described(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/logout",
        }

    def authorize(self, address: str) -> str:
        """Signs the subject in: what the browser brings back to the registry."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.asked)}"
        self.asked[code] = asked
        return f"/people/callback?code={code}&state={asked['state']}"

    def claims(self, code: str) -> Claims:
        now = int(time.time())
        return {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked[code]["nonce"],
        }

    def signed(self, claims: Claims, key: RSAKey | ECKey | None = None, algorithm: str = "RS256") -> str:
        key = key or self.keys[0]
        return jwt.encode({"alg": algorithm, "kid": key.kid or ""}, claims, key, algorithms=[algorithm])

    def token(self, form: dict[str, str]) -> tuple[int, Claims]:
        code = form.get("code", "")
        challenge = _coded(hashlib.sha256(form["code_verifier"].encode()).digest())
        asked = self.asked.get(code)
        if asked is None or code in self.used or challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        self.used.add(code)
        claims = self.claims(code)
        return self.answer, {"id_token": self.make(self, claims) if self.make else self.signed(claims)}


def unsigned(claims: Claims) -> str:
    """A token with algorithm none."""
    return f"{_parts('none', claims)}."


def by_public_key(provider: Provider, claims: Claims) -> str:
    """A token signed with HMAC under the public key, which anybody has."""
    parts = _parts("HS256", claims)
    signature = hmac.digest(provider.keys[0].as_pem(private=False), parts.encode(), "sha256")
    return f"{parts}.{_coded(signature)}"


def _parts(algorithm: str, claims: Claims) -> str:
    return ".".join(_coded(json.dumps(part).encode()) for part in ({"alg": algorithm, "kid": "one"}, claims))


def _coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers on a port of its own."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/pool/keys":
                provider.key_set_reads += 1
                published = provider.keys if provider.published is None else provider.published
                self.send(200, {"keys": [key.as_dict(private=False) for key in published]})
            else:
                self.send(200, provider.described)

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.send(*provider.token({name: values[0] for name, values in parse_qs(raw).items()}))

        def send(self, status: int, value: Claims) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
