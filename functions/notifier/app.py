"""Takes events from the queue and tells everybody concerned; what fails is delivered again, the rest is not."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.notifier.deliver import tell
from shared.log import logger
from shared.wiring import Wiring, wiring


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """One letter less must not cost the others: each message stands or fails alone."""
    outside = wiring()
    failed = [record for record in event.get("Records") or [] if not _handled(record, outside)]
    return {"batchItemFailures": [{"itemIdentifier": _identifier(record)} for record in failed]}


def _handled(record: Any, outside: Wiring) -> bool:
    """Whether the message is done with; one that never can be ends in the dead-letter queue, whole."""
    event_id = "unreadable"
    try:
        application_id, version = _named(record)
        event_id = f"{application_id}:{version}"
        told = tell(
            outside.stores,
            outside.mail,
            outside.base_url,
            application_id,
            version,
            datetime.now(UTC),
        )
    except Exception as error:  # noqa: BLE001 -- see handler; the text of an error may hold what somebody typed
        logger.error("failed", event_id=event_id, error=type(error).__name__)
        return False
    logger.info("told", event_id=event_id, people=told.people, unsent=told.unsent)
    return not told.unsent


def _named(record: Any) -> tuple[str, int]:
    """The event a message is about: the queue delivers the CloudEvent itself (raw delivery)."""
    message = json.loads(record["body"])
    application_id, version = message["subject"], message["data"]["version"]
    if not isinstance(application_id, str) or type(version) is not int or not application_id or version < 1:
        raise ValueError
    return application_id, version


def _identifier(record: Any) -> str:
    """Empty when the message has no name, which Lambda reads as the whole batch."""
    found = record.get("messageId") if isinstance(record, Mapping) else None
    return found if isinstance(found, str) else ""


wiring().warm()
