"""Lambda entry point: looks at every file that came in before anybody can open it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.scanner.check import Check
from functions.scanner.word import Word, words_of
from shared.log import logger
from shared.wiring import wiring


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Each message stands or fails alone; what fails comes again, and in the end to the dead-letter queue, whole."""
    outside = wiring()
    check = Check(outside.stores.documents, outside.bucket, builtin=outside.malware_scanner == "builtin")
    failed = [record for record in event.get("Records") or [] if not _handled(record, check)]
    return {"batchItemFailures": [{"itemIdentifier": _identifier(record)} for record in failed]}


def _handled(record: Any, check: Check) -> bool:
    try:
        for word in words_of(json.loads(record["body"])):
            _check(check, word)
    except Exception as error:  # noqa: BLE001 -- a file that breaks its check must not stop the others
        logger.error("failed", error=type(error).__name__)
        return False
    return True


def _check(check: Check, word: Word) -> None:
    found = check.on(word, datetime.now(UTC))
    logger.info("checked", application_id=word.application_id, document_id=word.document_id, found=found)


def _identifier(record: Any) -> str:
    """Empty when the message has no name, which Lambda reads as the whole batch."""
    found = record.get("messageId") if isinstance(record, Mapping) else None
    return found if isinstance(found, str) else ""


wiring().warm()
