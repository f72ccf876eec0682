"""A topic, the queue behind it and the queue for what can never be published."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.publisher.parking import Parking
from functions.publisher.topic import Topic
from shared.wiring import wiring

REGION = "eu-central-1"


@dataclass
class Channel:
    """What the publisher writes to and what came out at the other end."""

    sns: Any
    sqs: Any
    topic_arn: str
    queue_url: str
    parked_url: str

    @property
    def topic(self) -> Topic:
        return Topic(self.sns, self.topic_arn)

    @property
    def parking(self) -> Parking:
        return Parking(self.sqs, self.parked_url)

    def received(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.take(self.queue_url)]

    def parked(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.take(self.parked_url)]

    def take(self, url: str) -> list[str]:
        """Every message of a queue, removed from it."""
        bodies = []
        while messages := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                bodies.append(message["Body"])
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bodies


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Channel]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        sns, sqs = boto3.client("sns", region_name=REGION), boto3.client("sqs", region_name=REGION)
        topic_arn = sns.create_topic(Name="events")["TopicArn"]
        queue_url = sqs.create_queue(QueueName="events")["QueueUrl"]
        parked_url = sqs.create_queue(QueueName="parked")["QueueUrl"]
        sns.subscribe(
            TopicArn=topic_arn,
            Protocol="sqs",
            Endpoint=f"arn:aws:sqs:{REGION}:123456789012:events",
            Attributes={"RawMessageDelivery": "true"},
        )
        monkeypatch.setenv("TOPIC_ARN", topic_arn)
        monkeypatch.setenv("PARKED_QUEUE_URL", parked_url)
        wiring.cache_clear()
        yield Channel(sns, sqs, topic_arn, queue_url, parked_url)
        wiring.cache_clear()
