"""What a subscriber of the topic gets during the rehearsal: every change of state, and nothing about anybody."""

import json
import time
from typing import Any

import boto3

from infra.rehearsal.journey import expect

WAIT_SECONDS = 30.0
PRIVATE = ("Demo Contact", "演示联系人", "Demo Leader", "@", "+86")
"""Pieces of the demo's answers that would be personal, were they real."""
TYPES = (
    "submitted",
    "claimed",
    "accepted_for_review",
    "review_closed",
    "compliance_cleared",
)


def subscribed(topic_arn: str) -> str:
    """A queue of our own that gets every message; its address."""
    sqs: Any = boto3.client("sqs")
    sns: Any = boto3.client("sns")
    queue_url = str(sqs.create_queue(QueueName="rehearsal-listener")["QueueUrl"])
    arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    options = {"RawMessageDelivery": "true"}
    sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=arn, Attributes=options)
    return queue_url


def heard(queue_url: str, application_id: str, decided: str) -> None:
    """Every step of this case was published as a CloudEvent."""
    wanted = {f"exchange.application.{name}" for name in (*TYPES, decided)}
    sqs: Any = boto3.client("sqs")
    found: set[str] = set()
    raw = ""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline and not wanted <= found:
        answer = sqs.receive_message(
            QueueUrl=queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=1
        )
        for each in answer.get("Messages", []):
            event = json.loads(each["Body"])
            raw += each["Body"]
            if event["subject"] == application_id:
                found.add(event["type"])
                sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=each["ReceiptHandle"])
    expect("every change of state was on the topic", wanted - found, set(), found)
    expect("nothing personal was on the topic", [each for each in PRIVATE if each in raw], [])
