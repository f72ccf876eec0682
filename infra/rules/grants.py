"""Rules on policies: what a role may do is written out, and only TLS is spoken."""

from collections.abc import Iterator
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from infra.rules._reading import many, statements

IDENTITY_POLICIES = ["AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::ManagedPolicy"]
RESOURCE_POLICIES = ["AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy"]
TLS_RESOURCES = {
    "AWS::S3::Bucket": ("AWS::S3::BucketPolicy", "Bucket"),
    "AWS::SQS::Queue": ("AWS::SQS::QueuePolicy", "Queues"),
    "AWS::SNS::Topic": ("AWS::SNS::TopicPolicy", "Topics"),
}


class NoWildcardGrants(CloudFormationLintRule):
    """What is allowed names actions and resources; key policies are exempt, their `*` means the key itself."""

    id = "E9020"
    shortdesc = "No wildcard actions, resources or principals are allowed"
    description = "A wildcard grants what nobody decided on"

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name} allows a wildcard: {wildcard}")
            for name, resource in cfn.get_resources(IDENTITY_POLICIES + RESOURCE_POLICIES).items()
            for statement in statements(resource.get("Properties", {}))
            if statement["Effect"] == "Allow"
            for wildcard in self._wildcards(statement)
        ]

    @staticmethod
    def _wildcards(statement: dict[str, Any]) -> Iterator[str]:
        yield from (action for action in many(statement.get("Action", [])) if "*" in str(action))
        yield from (f"{target}" for target in many(statement.get("Resource", [])) if target == "*")
        if statement.get("Principal") in ("*", {"AWS": "*"}):
            yield "Principal"
        yield from (name for name in ("NotAction", "NotResource", "NotPrincipal") if name in statement)


class NoManagedGrants(CloudFormationLintRule):
    """A role's grants are written in this template."""

    id = "E9021"
    shortdesc = "A role has no policy of AWS's"
    description = "AWS's own policies allow more than one duty needs, and change by themselves"

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(
                ["Resources", name, "Properties", "ManagedPolicyArns"], f"{name} uses policies made elsewhere"
            )
            for name, resource in cfn.get_resources(["AWS::IAM::Role"]).items()
            if resource["Properties"].get("ManagedPolicyArns")
        ]


class OnlyTls(CloudFormationLintRule):
    """Buckets, queues and topics that others deliver to refuse what does not come over TLS."""

    id = "E9022"
    shortdesc = "A bucket, queue or topic has a policy that refuses plain HTTP"
    description = "AWS answers on plain HTTP as well, unless a policy forbids it"

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name} does not refuse plain HTTP")
            for kind, (policy, member) in TLS_RESOURCES.items()
            for name in cfn.get_resources([kind])
            if not any(
                {"Ref": name} in many(resource["Properties"].get(member)) and self._refuses_http(resource)
                for resource in cfn.get_resources([policy]).values()
            )
        ]

    @staticmethod
    def _refuses_http(resource: dict[str, Any]) -> bool:
        wanted = {"Bool": {"aws:SecureTransport": "false"}}
        return any(
            each["Effect"] == "Deny" and each.get("Condition") == wanted
            for each in statements(resource["Properties"])
        )
