"""Publishes each event of the table's stream to the topic, in order; parks what can never be published."""

from collections.abc import Mapping, Sequence
from typing import Any

from functions.publisher.parking import Parking
from functions.publisher.records import Notice, Poison, read, sequence_number
from functions.publisher.topic import Topic
from shared.log import logger
from shared.metrics import count
from shared.wiring import wiring


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Lambda resumes the stream at the record named here, and sends everything after it again."""
    outside = wiring()
    topic = Topic(outside.sns, outside.topic_arn)
    parking = Parking(outside.sqs, outside.parked_queue_url)
    records = event.get("Records") or []
    stopped = publish(records, topic, parking)
    if stopped is not None:
        count("PublishFailures", 1, outside.service_name)
    return {"batchItemFailures": [] if stopped is None else [{"itemIdentifier": stopped}]}


def publish(records: Sequence[object], topic: Topic, parking: Parking) -> str | None:
    """The sequence number of the first record to try again, None when the whole batch is done."""
    found = {position: read(record) for position, record in enumerate(records)}
    notices = {position: each for position, each in found.items() if isinstance(each, Notice)}
    poison = {position: each.reason for position, each in found.items() if isinstance(each, Poison)}
    outcome = topic.send(notices)
    poison |= dict.fromkeys(outcome.refused, "refused")
    stopped = min(outcome.failed, default=len(records))
    parked = 0
    for position in sorted(position for position in poison if position < stopped):
        if not parking.park(records[position], poison[position]):
            stopped = position
            break
        parked += 1
    if parked:
        count("ParkedRecords", parked, wiring().service_name)
    sent = len(notices) - len(outcome.refused) - len(outcome.failed)
    logger.info("published", records=len(records), sent=sent, parked=parked, stopped=stopped < len(records))
    return sequence_number(records[stopped]) if stopped < len(records) else None
