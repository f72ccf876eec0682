"""Lambda entry point: once a day, what nobody does by hand."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.clock.remind import remind
from shared.log import logger
from shared.wiring import wiring


def handler(_event: Mapping[str, Any], _context: object) -> dict[str, int]:
    """Safe to repeat; fails when letters are left, so that it is called again."""
    outside = wiring()
    if outside.mail is None:
        return {"sent": 0}
    reminded = remind(outside.stores, outside.mail, outside.base_url, datetime.now(UTC))
    logger.info("reminded", sent=reminded.sent, unsent=reminded.unsent)
    if reminded.unsent:
        raise RuntimeError(f"{reminded.unsent} reminders are left")
    return {"sent": reminded.sent}


wiring().warm()
