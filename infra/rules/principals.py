"""A rule on service principals: most have one name everywhere, some have the suffix of their partition."""

from collections.abc import Iterator, Mapping
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from infra.rules._reading import many, statements

EVERYWHERE = frozenset(
    {
        "apigateway.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "events.amazonaws.com",
        "delivery.logs.amazonaws.com",
        "lambda.amazonaws.com",
        "malware-protection-plan.guardduty.amazonaws.com",
        "s3.amazonaws.com",
        "sns.amazonaws.com",
    }
)
PARTITIONS: Mapping[str, tuple[str, frozenset[str]]] = {
    "aws": ("amazonaws.com", EVERYWHERE | {"logs.REGION.amazonaws.com"}),
    "aws-cn": ("amazonaws.com.cn", EVERYWHERE | {"logs.REGION.amazonaws.com.cn"}),
}
"""By partition: what `AWS::URLSuffix` is there, and the names of the services that templates may trust."""


class KnownPrincipals(CloudFormationLintRule):
    """A service that is trusted is called by its name, in AWS and in AWS China."""

    id = "E9023"
    shortdesc = "A service principal has its right name in every partition"
    description = "A name that a partition does not know is refused there, or trusts nobody"

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name} trusts {principal}, which {partition} does not know")
            for name, resource in cfn.get_resources().items()
            for written in _trusted(resource)
            for partition, (suffix, known) in PARTITIONS.items()
            if (principal := _resolved(written, suffix)) not in known
        ]


def _trusted(resource: Any) -> Iterator[Any]:
    """The services that a resource lets do something, as they are written."""
    properties = resource.get("Properties", {})
    if resource["Type"] == "AWS::Lambda::Permission":
        yield properties["Principal"]
    for statement in statements(properties):
        principal = statement.get("Principal")
        if isinstance(principal, dict):
            yield from many(principal.get("Service", []))


def _resolved(written: Any, suffix: str) -> str:
    """A name with its variables filled in; what is written in another way is no name that can be checked."""
    text = written.get("Fn::Sub") if isinstance(written, dict) else written
    return str(text).replace("${AWS::Region}", "REGION").replace("${AWS::URLSuffix}", suffix)
