"""Lambda entry point: once a day, what nobody does by hand."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.clock.remind import remind
from shared.actions.elapsed import close_appeal_windows
from shared.log import logger
from shared.wiring import wiring


def handler(_event: Mapping[str, Any], _context: object) -> dict[str, int]:
    """Safe to repeat; fails when letters are left, so that it is called again."""
    outside, now = wiring(), datetime.now(UTC)
    closed = close_appeal_windows(outside.stores, now)
    logger.info("appeal windows closed", closed=closed)
    if outside.mail is None:
        return {"closed": closed, "sent": 0}
    reminded = remind(outside.stores, outside.mail, outside.base_url, now)
    logger.info("reminded", sent=reminded.sent, unsent=reminded.unsent)
    if reminded.unsent:
        raise RuntimeError(f"{reminded.unsent} reminders are left")
    return {"closed": closed, "sent": reminded.sent}


wiring().warm()
