"""Rules on deliveries nobody waits for: each says where a failure goes, and an alarm tells a person."""

from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from infra.rules._reading import reference

PEOPLE = {"email", "email-json", "sms"}  # a person's mailbox, not a system that can be delivered to again


def has_redrive(resource: Any) -> bool:
    return "deadLetterTargetArn" in (resource.get("Properties", {}).get("RedrivePolicy") or {})


class StreamFailuresGoSomewhere(CloudFormationLintRule):
    """A stream's event source mapping has an end to its retries, partial failures and an on-failure queue."""

    id = "E9010"
    shortdesc = "A stream consumer has bounded retries and an on-failure destination"
    description = "By default a poison record blocks its shard until it expires, and nobody hears of it"

    def match(self, cfn: Template) -> list[RuleMatch]:
        matches = []
        for name, resource in cfn.get_resources(["AWS::Lambda::EventSourceMapping"]).items():
            properties = resource["Properties"]
            if "StartingPosition" not in properties:
                continue  # a queue, not a stream
            missing = [] if self._destination(properties) else ["an on-failure destination"]
            if properties.get("MaximumRetryAttempts", -1) == -1:
                missing.append("a bound on retries")
            if "ReportBatchItemFailures" not in properties.get("FunctionResponseTypes", []):
                missing.append("ReportBatchItemFailures")
            matches += [
                RuleMatch(["Resources", name, "Properties"], f"{name} lacks {what}") for what in missing
            ]
        return matches

    @staticmethod
    def _destination(properties: Any) -> Any:
        return properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")


class QueueFailuresGoSomewhere(CloudFormationLintRule):
    """A queue that a function consumes has a dead-letter queue."""

    id = "E9011"
    shortdesc = "A consumed queue has a dead-letter queue"
    description = "Without one, a message that cannot be handled comes back until it expires"

    def match(self, cfn: Template) -> list[RuleMatch]:
        queues = cfn.get_resources(["AWS::SQS::Queue"])
        sources = (
            reference(mapping["Properties"].get("EventSourceArn"))
            for mapping in cfn.get_resources(["AWS::Lambda::EventSourceMapping"]).values()
        )
        return [
            RuleMatch(["Resources", name, "Properties"], f"{name} has no RedrivePolicy")
            for name in sources
            if name in queues and not has_redrive(queues[name])
        ]


class SubscriptionFailuresGoSomewhere(CloudFormationLintRule):
    """A subscription of a system has a dead-letter queue."""

    id = "E9012"
    shortdesc = "A subscription has a dead-letter queue"
    description = "SNS drops what it could not deliver, unless the subscription redrives it"

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name, "Properties"], f"{name} has no RedrivePolicy")
            for name, resource in cfn.get_resources(["AWS::SNS::Subscription"]).items()
            if resource["Properties"].get("Protocol") not in PEOPLE and not has_redrive(resource)
        ]


class AsynchronousInvocationFailuresGoSomewhere(CloudFormationLintRule):
    """A rule, schedule or topic that invokes a function keeps what failed."""

    id = "E9013"
    shortdesc = "A rule or schedule has a dead-letter queue"
    description = "Events that a target could not take are lost after a day without one"

    def match(self, cfn: Template) -> list[RuleMatch]:
        found = [
            (["Resources", name, "Properties", "Targets", index], name, target)
            for name, resource in cfn.get_resources(["AWS::Events::Rule"]).items()
            for index, target in enumerate(resource["Properties"].get("Targets", []))
        ]
        found += [
            (["Resources", name, "Properties", "Target"], name, resource["Properties"].get("Target", {}))
            for name, resource in cfn.get_resources(["AWS::Scheduler::Schedule"]).items()
        ]
        return [
            RuleMatch(path, f"{name} has no DeadLetterConfig")
            for path, name, target in found
            if "Arn" not in target.get("DeadLetterConfig", {})
        ]


class AlarmReachesSomebody(CloudFormationLintRule):
    """An alarm has an action and is silent about missing data."""

    id = "E9014"
    shortdesc = "An alarm has an action"
    description = "An alarm nobody hears is a chart"

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name, "Properties"], f"{name} has no AlarmActions")
            for name, resource in cfn.get_resources(["AWS::CloudWatch::Alarm"]).items()
            if not resource["Properties"].get("AlarmActions")
        ]
