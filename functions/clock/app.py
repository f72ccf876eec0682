"""Lambda entry point: once a day, what nobody does by hand."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from functions.clock.remind import Reminded, remind
from shared.actions.timers import close_appeal_windows
from shared.log import logger
from shared.wiring import wiring


def handler(_event: Mapping[str, Any], _context: object) -> dict[str, int]:
    """Safe to repeat; fails when cases or letters are left, so that it is called again."""
    outside = wiring()
    closed = close_appeal_windows(outside.stores, partial(datetime.now, UTC))
    reminded = Reminded(0, 0)
    if outside.mail is not None:
        reminded = remind(outside.stores, outside.mail, outside.base_url, datetime.now(UTC))
    logger.info("clock", closed=closed.done, left=closed.left, sent=reminded.sent, unsent=reminded.unsent)
    if closed.left or reminded.unsent:
        raise RuntimeError(f"{len(closed.left)} cases and {reminded.unsent} reminders are left")
    return {"closed": closed.done, "sent": reminded.sent}


wiring().warm()
