"""The templates with every option taken: the role of each function, and what its statements grant."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from infra.local.cloudformation import ACCOUNT, Stack, load
from infra.local.template import TEMPLATE, Template

ROOT = Path(__file__).parents[2]
DOMAIN = "example.org"
SECRET = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret"
LEADING = {"ForAllValues:StringLike": "dynamodb:LeadingKeys"}
ANY = "*"
"""The pattern of a grant without leading keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The smallest thing a statement grants; `statement` is its place in the policy of the function's role."""

    function: str
    statement: int
    action: str
    resource: str
    pattern: str

    def __str__(self) -> str:
        return f"{self.function} {self.statement}: {self.action} on {self.resource} for {self.pattern}"


class Deployment:
    """The core stack beside the stacks that are optional."""

    def __init__(self, path: Path = TEMPLATE) -> None:
        self.mail = Stack(load(ROOT / "infra" / "mail-ses.yaml"), parameters={"Domain": DOMAIN})
        outputs = {
            name: self.mail.value(output["Value"])
            for name, output in load(ROOT / "infra" / "mail-ses.yaml")["Outputs"].items()
        }
        self._document = load(path)
        options = {
            "MailTransport": "sns",
            "MailFrom": f"registry@{DOMAIN}",
            "SmtpSecretArn": f"{SECRET}:smtp",
            "OidcClientSecretArn": f"{SECRET}:client",
            "EdgeSecretArn": f"{SECRET}:edge",
        }
        self.stack = Stack(self._document, parameters={**outputs, **options})
        self.template = Template(self.stack)

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """What every function is told."""
        return next(iter(self.template.functions.values())).environment

    @cached_property
    def policies(self) -> Mapping[str, list[dict[str, Any]]]:
        """Statements by the name of the function whose role has them."""
        roles = dict(self.stack.resources("AWS::IAM::Role"))
        return {
            self.stack.physical_name(name): [
                statement
                for policy in roles[resource["Properties"]["Role"]["Fn::GetAtt"][0]]["Policies"]
                for statement in policy["PolicyDocument"]["Statement"]
            ]
            for name, resource in self._document["Resources"].items()
            if resource["Type"] == "AWS::Serverless::Function"
        }

    def grants(self, function: str) -> Iterator[Grant]:
        """Everything the role of a function allows, statement by statement."""
        for place, statement in enumerate(self.policies[function]):
            for action in _many(statement["Action"]):
                for resource in _many(statement["Resource"]):
                    for pattern in _patterns(statement.get("Condition", {})):
                        yield Grant(
                            function=function,
                            statement=place,
                            action=action,
                            resource=resource,
                            pattern=pattern,
                        )


def fits(pattern: str, text: str) -> bool:
    """StringLike: `*` is any text, `?` any one character."""
    written = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(written, text, re.DOTALL) is not None


def _patterns(condition: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The leading keys of a statement; any other condition is one that this replay cannot judge."""
    if not condition:
        return [ANY]
    [(operator, tested)] = condition.items()
    [(name, values)] = tested.items()
    assert LEADING.get(operator) == name, condition
    return _many(values)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
