"""Starts MiniStack, inside its own environment, with what an OpenID Connect client and a sudden stop ask of it.

Its tokens name AWS as their issuer, which nobody can discover on this computer: here the issuer is the address that
serves the discovery document, so sign-in verifies `iss` as it does anywhere else. A pool and its users created again
after a loss keep their ids, so a person is still the same person. Standard input is a pipe held by the embedded run:
when it closes, however the run ended, MiniStack stops gracefully and writes its state. The file named `running` in
the state folder exists while it runs and stays after a kill, so the next start knows.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from ministack import app  # type: ignore[import-not-found]  # lives in an environment of its own
from ministack.services import apigateway, cognito  # type: ignore[import-not-found]  # as above

BASE = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}"
POOL = "us-east-1_registry1"
RUNNING = Path(os.environ["STATE_DIR"], "running")


def issue_from_here() -> None:
    """Names the pool's local address as issuer in tokens and in the discovery document."""
    sign, describe = cognito._signed_jwt, cognito.well_known_openid_configuration  # noqa: SLF001 -- no setting for it

    def signed(claims: dict[str, Any], pool_id: str = "", use: str = "") -> Any:
        return sign({**claims, "iss": f"{BASE}/{pool_id}"} if pool_id else claims, pool_id, use)

    def described(pool_id: str, *args: Any, **options: Any) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = describe(pool_id, *args, **options)
        return status, headers, json.dumps({**json.loads(body), "issuer": f"{BASE}/{pool_id}"}).encode()

    cognito._signed_jwt, cognito.well_known_openid_configuration = signed, described  # noqa: SLF001 -- as above


def keep_identities() -> None:
    """Lets AdminCreateUser take the `sub` it is given, and calls the one pool the same whenever it is created."""
    check = cognito._new_user_error  # noqa: SLF001 -- no setting for it

    def checked(pool: Any, username: str, attributes: dict[str, str]) -> Any:
        return check(pool, username, {name: value for name, value in attributes.items() if name != "sub"})

    cognito._new_user_error = checked  # noqa: SLF001 -- as above
    cognito._pool_id = lambda: POOL  # noqa: SLF001 -- as above


def name_api(name: str) -> None:
    """Calls the first API so, which then has an address that is known before it is deployed."""
    resolve = apigateway._resolve_custom_api_id  # noqa: SLF001 -- no setting for it

    def resolved(tags: dict[str, str], apis: Any) -> Any:
        return resolve(tags, apis) or (None if name in apis else name)

    apigateway._resolve_custom_api_id = resolved  # noqa: SLF001 -- as above


def stop_with_parent() -> None:
    """Waits for the pipe from the embedded run to close, then asks for a graceful stop."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    RUNNING.parent.mkdir(parents=True, exist_ok=True)
    RUNNING.touch()
    issue_from_here()
    keep_identities()
    if api := os.environ.get("API_ID"):
        name_api(api)
    threading.Thread(target=stop_with_parent, daemon=True).start()
    app.main()
    RUNNING.unlink(missing_ok=True)
