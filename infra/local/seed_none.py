"""`SEED=none`: an empty registry, its first two administrators invited, and accounts for whoever they invite next."""

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local.engines import StartError
from shared.actions.admin.foundation import AlreadyFounded, Founder, found
from shared.wiring import Wiring

FOUNDERS = (
    Founder(name="First Administrator 首位管理员", email="admin@example.org"),
    Founder(name="Second Administrator 第二管理员", email="admin-2@example.org", language="zh"),
)
NEWCOMERS = 12
"""Accounts at the local sign-in service that are nobody's yet: open an invitation and sign in with one of them."""


def seed_none(wiring: Wiring, base_url: str, credentials: Path) -> list[dict[str, Any]]:
    """The accounts of `stack.json`; the administrators' hold their invitations, which are good once."""
    if credentials.exists():
        return list(json.loads(credentials.read_text()))
    try:
        invited = found(wiring.stores, FOUNDERS, datetime.now(UTC))
    except AlreadyFounded as error:
        raise StartError("The last start ended before it told its invitations: run `make reset`.") from error
    rows = [_row(each.person.email.partition("@")[0], f"{base_url}{each.path}") for each in invited]
    rows += [_row(f"newcomer-{number}") for number in range(1, NEWCOMERS + 1)]
    credentials.touch(mode=0o600)
    credentials.write_text(json.dumps(rows, ensure_ascii=False, indent=1))
    return rows


def _row(username: str, invitation: str = "") -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": username,
        "username": username,
        "password": f"Local-{secrets.token_hex(4)}-1",
        "token": "",
        "roles": [],
        "organisation_id": None,
    }
    return row | ({"invitation": invitation} if invitation else {})
