"""`python -m infra.redrive parked|dead-letters|documents --stack NAME`: gives what was set aside another chance.

`parked` sends records through the publisher's own path to the topic, `dead-letters` sends messages back to the
notifier's queue and `documents` to the scanner's (AWS China has no redrive of its own). Each is removed only after it was taken, and consumers know
an event by its id, so the command may be broken off and repeated. What still cannot be published stays where it is.
"""

import argparse
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3

from functions.publisher.parking import unpacked
from functions.publisher.records import Notice, read
from functions.publisher.topic import Topic

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

HIDDEN = 300
"""Seconds a message is kept from others while this command holds it."""
WAIT = 2
"""Seconds to wait for messages; without waiting SQS asks only some of its servers."""


@dataclass
class Moved:
    """How many messages went on, and how many stayed."""

    moved: int = 0
    left: int = 0


def parked(sqs: "SQSClient", queue_url: str, topic: Topic, *, wait: int = WAIT) -> Moved:
    """Publish what was parked, as the publisher of today reads it."""
    return _each(sqs, queue_url, lambda body: _published(body, topic), wait)


def dead_letters(sqs: "SQSClient", queue_url: str, target_url: str, *, wait: int = WAIT) -> Moved:
    """Send dead letters back to the queue they died on."""

    def sent(body: str) -> bool:
        sqs.send_message(QueueUrl=target_url, MessageBody=body)
        return True

    return _each(sqs, queue_url, sent, wait)


def _each(sqs: "SQSClient", queue_url: str, take: Callable[[str], bool], wait: int) -> Moved:
    result, kept = Moved(), []
    for message in _messages(sqs, queue_url, wait):
        if take(message["Body"]):
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
            result.moved += 1
        else:
            kept.append(message["ReceiptHandle"])
    for handle in kept:
        sqs.change_message_visibility(QueueUrl=queue_url, ReceiptHandle=handle, VisibilityTimeout=0)
    result.left = len(kept)
    return result


def _messages(sqs: "SQSClient", queue_url: str, wait: int) -> Iterator["MessageTypeDef"]:
    """Every message once; those held stay hidden until the command is done."""
    while found := sqs.receive_message(
        QueueUrl=queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=wait, VisibilityTimeout=HIDDEN
    ).get("Messages"):
        yield from found


def _published(body: str, topic: Topic) -> bool:
    try:
        notice = read(unpacked(body))
    except (KeyError, TypeError, ValueError, zlib.error):
        return False
    if not isinstance(notice, Notice):
        return False
    outcome = topic.send({0: notice})
    return not outcome.failed and not outcome.refused


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("what", choices=["parked", "dead-letters", "documents"])
    arguments.add_argument("--stack", default="exchange-registry", help="name of the CloudFormation stack")
    chosen = arguments.parse_args()
    stack: Any = boto3.client("cloudformation")

    def resource(name: str) -> str:
        found = stack.describe_stack_resource(StackName=chosen.stack, LogicalResourceId=name)
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    sqs = boto3.client("sqs")
    if chosen.what == "parked":
        topic = Topic(boto3.client("sns"), resource("Topic"))
        result = parked(sqs, resource("ParkedQueue"), topic)
    elif chosen.what == "documents":
        result = dead_letters(sqs, resource("ScanDeadLetterQueue"), resource("ScanQueue"))
    else:
        result = dead_letters(sqs, resource("DeadLetterQueue"), resource("Queue"))
    print(json.dumps({"moved": result.moved, "left": result.left}))


if __name__ == "__main__":
    main()
