"""Creates what template.yaml declares on the running engines, as often as needed: what exists is left as it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.local.engines import ACCESS_KEY, StartError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from infra.local.declared import Bucket
    from infra.local.template import Template


@dataclass
class Emulator:
    """The engines' addresses and the template: gives clients and creates resources."""

    template: Template
    endpoint_url: str
    table_url: str

    @cached_property
    def _session(self) -> Any:
        region = self.template.stack.region
        return boto3.Session(
            region_name=region, aws_access_key_id=ACCESS_KEY, aws_secret_access_key=ACCESS_KEY
        )

    def client(self, service: str) -> Any:
        """A client of one service; the table and its stream are served by an engine of their own."""
        of_the_table = service in {"dynamodb", "dynamodbstreams"}
        # dynoxide's shard ids are shorter than botocore believes possible.
        config = Config(parameter_validation=False, retries={"mode": "standard"}, max_pool_connections=4)
        endpoint_url = self.table_url if of_the_table else self.endpoint_url
        return self._session.client(service, endpoint_url=endpoint_url, config=config)

    def create_table(self) -> bool:
        """Creates the table; says whether it is new. `StartError` if an older table has another shape."""
        table, definition = self.client("dynamodb"), self.template.table
        try:
            table.create_table(**definition)
        except table.exceptions.ResourceInUseException:
            existing = table.describe_table(TableName=definition["TableName"])["Table"]
            if _shape(existing) != _shape(definition):
                raise StartError(
                    "The table in .local has an older shape: run `make reset` and start again."
                ) from None
            return False
        if self.template.ttl_attribute:
            ttl = {"AttributeName": self.template.ttl_attribute, "Enabled": True}
            table.update_time_to_live(TableName=definition["TableName"], TimeToLiveSpecification=ttl)
        return True

    def create_messaging(self) -> None:
        """Creates topics, queues and subscriptions and brings their settings up to the template."""
        sns, sqs = self.client("sns"), self.client("sqs")
        for arn in self.template.topics.values():
            sns.create_topic(Name=arn.rpartition(":")[2])
        for queue in self.template.queues:
            sqs.create_queue(QueueName=queue.name)
            if queue.attributes:
                sqs.set_queue_attributes(QueueUrl=queue.url, Attributes=queue.attributes)
        for topic_arn in self.template.topics.values():
            self._subscribe(sns, topic_arn)

    def create_storage(self) -> None:
        """Creates buckets, which tell queues that are there already, and one encryption key per alias of the template."""
        s3, kms = self.client("s3"), self.client("kms")
        existing = {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
        for bucket in self.template.buckets:
            if bucket.name not in existing:
                s3.create_bucket(Bucket=bucket.name)
            self._set_up(s3, bucket)
        aliases = {alias["AliasName"] for alias in kms.list_aliases()["Aliases"]}
        for alias in set(self.template.key_aliases) - aliases:
            kms.create_alias(AliasName=alias, TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])

    def _set_up(self, s3: Any, bucket: Bucket) -> None:
        """Brings a bucket's settings up to the template."""
        if bucket.versioned:
            s3.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
        if bucket.cors:
            s3.put_bucket_cors(Bucket=bucket.name, CORSConfiguration={"CORSRules": bucket.cors})
        told = {"QueueConfigurations": bucket.notifications}
        s3.put_bucket_notification_configuration(Bucket=bucket.name, NotificationConfiguration=told)

    def tell_again(self) -> None:
        """Tells the queues of a bucket once more what lies where they listen: messages under way were lost."""
        s3, sqs = self.client("s3"), self.client("sqs")
        addresses = {queue.arn: queue.url for queue in self.template.queues}
        for bucket in self.template.buckets:
            for each in bucket.notifications:
                [rule] = each["Filter"]["Key"]["FilterRules"]
                for found in s3.get_paginator("list_objects_v2").paginate(
                    Bucket=bucket.name, Prefix=rule["Value"]
                ):
                    for item in found.get("Contents", []):
                        record = {"s3": {"object": {"key": item["Key"]}}}
                        sqs.send_message(
                            QueueUrl=addresses[each["QueueArn"]],
                            MessageBody=json.dumps({"Records": [record]}),
                        )

    def create_mail_sender(self, address: str) -> None:
        """Lets the local SES send from this address; what it sends is listed at `/_ministack/ses/messages`."""
        ses = self.client("sesv2")
        with ignoring("AlreadyExistsException"):
            ses.create_email_identity(EmailIdentity=address)

    def _subscribe(self, sns: Any, topic_arn: str) -> None:
        listed = sns.list_subscriptions_by_topic(TopicArn=topic_arn)["Subscriptions"]
        known = {entry["Endpoint"]: entry["SubscriptionArn"] for entry in listed}
        for subscription in self.template.subscriptions:
            if subscription.topic_arn != topic_arn:
                continue
            arn = known.get(subscription.queue_arn)
            if arn is None:
                wanted = {"TopicArn": topic_arn, "Protocol": "sqs", "Endpoint": subscription.queue_arn}
                arn = sns.subscribe(**wanted, ReturnSubscriptionArn=True)["SubscriptionArn"]
            for name, value in subscription.attributes.items():
                sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName=name, AttributeValue=value)


def ignoring(*codes: str) -> AbstractContextManager[None]:
    """Lets errors with these AWS codes pass."""
    return _Ignoring(codes)


class _Ignoring:
    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = frozenset(codes)

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        return isinstance(error, ClientError) and error.response["Error"]["Code"] in self._codes


def _shape(table: dict[str, Any]) -> str:
    """Keys, indexes and what they project, in an order of its own, so that old and new can be compared."""
    indexes = {
        index["IndexName"]: [
            sorted((key["AttributeName"], key["KeyType"]) for key in index["KeySchema"]),
            index["Projection"]["ProjectionType"],
            sorted(index["Projection"].get("NonKeyAttributes", [])),
        ]
        for index in table.get("GlobalSecondaryIndexes", [])
    }
    keys = sorted((key["AttributeName"], key["KeyType"]) for key in table["KeySchema"])
    return json.dumps([keys, indexes], sort_keys=True)
