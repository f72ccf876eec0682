"""What template.yaml declares, in the form the embedded run and the tests use it."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.local.cloudformation import Stack, load
from infra.local.declared import Bucket, EventSource, Function, Queue, Route, Subscription

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEMPLATE = Path(__file__).resolve().parents[2] / "template.yaml"
_FUNCTIONS = ("AWS::Serverless::Function", "AWS::Lambda::Function")
_TABLE_ARGUMENTS = (
    "AttributeDefinitions",
    "KeySchema",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "StreamSpecification",
)
_QUEUE_ATTRIBUTES = (
    "VisibilityTimeout",
    "MessageRetentionPeriod",
    "DelaySeconds",
    "ReceiveMessageWaitTimeSeconds",
    "RedrivePolicy",
    "FifoQueue",
    "ContentBasedDeduplication",
)
_SUBSCRIPTION_ATTRIBUTES = ("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy")


class Template:
    """The resources of a template, resolved for one local endpoint and one set of parameters."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack

    @cached_property
    def table(self) -> dict[str, Any]:
        """Arguments of `create_table`."""
        ((logical_id, properties),) = self.stack.resources("AWS::DynamoDB::Table")
        arguments = {key: properties[key] for key in _TABLE_ARGUMENTS if key in properties}
        if "StreamSpecification" in arguments:
            arguments["StreamSpecification"] = {"StreamEnabled": True, **arguments["StreamSpecification"]}
        return {"TableName": self.stack.physical_name(logical_id), **arguments}

    @cached_property
    def ttl_attribute(self) -> str:
        """The attribute with the time to live, or nothing."""
        ((_, properties),) = self.stack.resources("AWS::DynamoDB::Table")
        return str(properties.get("TimeToLiveSpecification", {}).get("AttributeName", ""))

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Every function by its name."""
        defaults = self.stack.globals("Function")
        found = (
            self._function(name, {**defaults, **own}, defaults)
            for name, own in self.stack.resources(*_FUNCTIONS)
        )
        return {function.name: function for function in found}

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """The routes of the HTTP API, each with the name of the function behind its integration."""
        targets = {
            logical_id: self._function_named_in(str(properties.get("IntegrationUri", "")))
            for logical_id, properties in self.stack.resources("AWS::ApiGatewayV2::Integration")
        }
        return tuple(
            _route(properties["RouteKey"], targets[properties["Target"].removeprefix("integrations/")])
            for _, properties in self.stack.resources("AWS::ApiGatewayV2::Route")
        )

    @cached_property
    def topics(self) -> dict[str, str]:
        """ARN of every topic by its logical id."""
        return {name: self.stack.arn(name) for name, _ in self.stack.resources("AWS::SNS::Topic")}

    @cached_property
    def queues(self) -> tuple[Queue, ...]:
        """Every queue, those that others redrive to first."""
        found = [
            Queue(
                name=self.stack.physical_name(logical_id),
                arn=self.stack.arn(logical_id),
                url=self.stack.queue_url(logical_id),
                attributes=_attributes(properties, _QUEUE_ATTRIBUTES),
            )
            for logical_id, properties in self.stack.resources("AWS::SQS::Queue")
        ]
        return tuple(sorted(found, key=lambda queue: "RedrivePolicy" in queue.attributes))

    @cached_property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Every subscription of a queue to a topic."""
        return tuple(
            Subscription(
                topic_arn=properties["TopicArn"],
                queue_arn=properties["Endpoint"],
                attributes=_attributes(properties, _SUBSCRIPTION_ATTRIBUTES),
            )
            for _, properties in self.stack.resources("AWS::SNS::Subscription")
            if properties["Protocol"] == "sqs"
        )

    @cached_property
    def buckets(self) -> tuple[Bucket, ...]:
        """Every bucket."""
        return tuple(
            _bucket(self.stack.physical_name(name), properties)
            for name, properties in self.stack.resources("AWS::S3::Bucket")
        )

    @cached_property
    def key_aliases(self) -> tuple[str, ...]:
        """One local alias per encryption key; locally a reference to a key is this alias."""
        return tuple(
            f"alias/{self.stack.physical_name(name)}" for name, _ in self.stack.resources("AWS::KMS::Key")
        )

    @cached_property
    def event_sources(self) -> tuple[EventSource, ...]:
        """The event source mappings, written as resources of their own or as SAM events of a function."""
        found = []
        for _, properties in self.stack.resources("AWS::Lambda::EventSourceMapping"):
            function = self._function_named_in(str(properties["FunctionName"]))
            found.append(_event_source(function, properties["EventSourceArn"], properties))
        for logical_id, properties in self.stack.resources("AWS::Serverless::Function"):
            function = self.stack.physical_name(logical_id)
            found.extend(_event_source(function, arn, event) for arn, event in _sam_events(properties))
        return tuple(found)

    @cached_property
    def scheduled(self) -> tuple[str, ...]:
        """The functions that a schedule calls."""
        return tuple(
            self._function_named_in(str(target["Arn"]))
            for _, properties in self.stack.resources("AWS::Events::Rule")
            for target in properties["Targets"]
        )

    def _function(
        self, logical_id: str, properties: Mapping[str, Any], defaults: Mapping[str, Any]
    ) -> Function:
        environments = (part.get("Environment", {}).get("Variables", {}) for part in (defaults, properties))
        return Function(
            name=self.stack.physical_name(logical_id),
            arn=self.stack.arn(logical_id),
            handler=properties["Handler"],
            environment={key: str(value) for variables in environments for key, value in variables.items()},
            timeout=int(properties.get("Timeout", 3)),
            memory=int(properties.get("MemorySize", 128)),
        )

    def _function_named_in(self, text: str) -> str:
        names = [name for name in self.functions if name == text or f":function:{name}" in text]
        return max(names, key=len)


def load_template(
    path: Path = TEMPLATE,
    *,
    parameters: Mapping[str, str] | None = None,
    endpoint_url: str = "http://127.0.0.1:4566",
) -> Template:
    """The template with these parameters, its queue addresses at this endpoint."""
    return Template(Stack(load(path), parameters=parameters, endpoint_url=endpoint_url))


def table_definition(path: Path = TEMPLATE) -> dict[str, Any]:
    """Arguments of `create_table` for the product's one table, so that tests cannot drift from the template."""
    return load_template(path).table


def _route(key: str, function: str) -> Route:
    method, _, path = key.partition(" ")
    return Route(method=method if path else "", path=path, function=function)


def _bucket(name: str, properties: Mapping[str, Any]) -> Bucket:
    told = properties.get("NotificationConfiguration", {}).get("QueueConfigurations", [])
    cors = properties.get("CorsConfiguration", {}).get("CorsRules", [])
    return Bucket(
        name=name,
        versioned=properties.get("VersioningConfiguration", {}).get("Status") == "Enabled",
        notifications=[
            {
                "QueueArn": each["Queue"],
                "Events": [each["Event"]],
                "Filter": {"Key": {"FilterRules": each["Filter"]["S3Key"]["Rules"]}},
            }
            for each in told
        ],
        cors=[
            {("MaxAgeSeconds" if key == "MaxAge" else key): value for key, value in each.items()}
            for each in cors
        ],
    )


def _attributes(properties: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {name: _text(properties[name]) for name in names if name in properties}


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _sam_events(properties: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for event in properties.get("Events", {}).values():
        if event["Type"] == "DynamoDB":
            yield event["Properties"]["Stream"], event["Properties"]
        elif event["Type"] == "SQS":
            yield event["Properties"]["Queue"], event["Properties"]


def _event_source(function: str, arn: str, properties: Mapping[str, Any]) -> EventSource:
    filters = properties.get("FilterCriteria", {}).get("Filters", [])
    on_failure = properties.get("DestinationConfig", {}).get("OnFailure", {})
    return EventSource(
        function=function,
        source_arn=arn,
        batch_size=int(properties.get("BatchSize", 100 if ":dynamodb:" in arn else 10)),
        window=float(properties.get("MaximumBatchingWindowInSeconds", 0)),
        patterns=tuple(json.loads(_text(entry["Pattern"])) for entry in filters),
        partial_failures="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
        starting_position=properties.get("StartingPosition", "TRIM_HORIZON"),
        retries=int(properties.get("MaximumRetryAttempts", -1)),
        longest_age=float(properties.get("MaximumRecordAgeInSeconds", -1)),
        bisect=properties.get("BisectBatchOnFunctionError", False) in {True, "true"},
        on_failure_arn=on_failure.get("Destination", ""),
    )
