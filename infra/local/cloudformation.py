"""Reads a CloudFormation template and resolves its intrinsic functions as far as the embedded run needs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

ACCOUNT = "000000000000"
NO_VALUE = object()
_NAME_PROPERTIES = {
    "AWS::DynamoDB::Table": "TableName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::Serverless::Function": "FunctionName",
    "AWS::Lambda::Function": "FunctionName",
}
_VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader where built
    """Turns the short tags (`!Ref`) into the long form (`{"Ref": ...}`)."""


def _tagged(loader: Any, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tagged)


def load(path: Path) -> dict[str, Any]:
    """The template as plain data, every intrinsic function in its long form."""
    document: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 -- a safe loader
    return document


class Stack:
    """One template with parameters: gives resources with every value resolved to its local counterpart."""

    def __init__(
        self,
        document: Mapping[str, Any],
        *,
        parameters: Mapping[str, str] | None = None,
        endpoint_url: str = "http://127.0.0.1:4566",
        region: str = "us-east-1",
        name: str = "exchange-registry",
    ) -> None:
        self._document = document
        self._endpoint_url = endpoint_url.rstrip("/")
        self.region = region
        self._resources: dict[str, Any] = document.get("Resources", {})
        defaults = {key: value.get("Default", "") for key, value in document.get("Parameters", {}).items()}
        self._values: dict[str, Any] = {
            **defaults,
            **{key: value for key, value in (parameters or {}).items() if key in defaults},
            "AWS::Partition": "aws",
            "AWS::Region": region,
            "AWS::AccountId": ACCOUNT,
            "AWS::StackName": name,
            "AWS::StackId": f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{name}/local",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::NoValue": NO_VALUE,
        }
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self._condition,
            "Fn::GetAtt": lambda node: self._attribute(node[0], ".".join(node[1:])),
            "Fn::Sub": self._sub,
            "Fn::Join": lambda node: str(node[0]).join(str(part) for part in self.value(node[1])),
            "Fn::Select": lambda node: self.value(node[1])[int(self.value(node[0]))],
            "Fn::Split": lambda node: str(self.value(node[1])).split(node[0]),
            "Fn::If": lambda node: self.value(node[1] if self._condition(node[0]) else node[2]),
            "Fn::Equals": lambda node: str(self.value(node[0])) == str(self.value(node[1])),
            "Fn::Not": lambda node: not self.value(node[0]),
            "Fn::And": lambda node: all(self.value(part) for part in node),
            "Fn::Or": lambda node: any(self.value(part) for part in node),
            "Fn::FindInMap": self._find_in_map,
        }

    def resources(self, *kinds: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Logical id and resolved properties of every resource of these types whose condition holds."""
        for logical_id, resource in self._resources.items():
            if resource["Type"] in kinds and self._exists(logical_id):
                yield logical_id, self.value(resource.get("Properties", {}))

    def globals(self, section: str) -> dict[str, Any]:
        """SAM's defaults for one kind of resource."""
        defaults: dict[str, Any] = self.value(self._document.get("Globals", {}).get(section, {}))
        return defaults

    def value(self, node: Any) -> Any:
        """The node with all intrinsic functions resolved; members that resolve to `AWS::NoValue` are left out."""
        if isinstance(node, dict):
            if len(node) == 1:
                ((key, argument),) = node.items()
                if key in self._functions:
                    return self._functions[key](argument)
            pairs = ((key, self.value(member)) for key, member in node.items())
            return {key: member for key, member in pairs if member is not NO_VALUE}
        if isinstance(node, list):
            return [member for member in map(self.value, node) if member is not NO_VALUE]
        return node

    def physical_name(self, logical_id: str) -> str:
        """The name the resource carries locally: its own, or stack and logical id joined."""
        resource = self._resources[logical_id]
        property_name = _NAME_PROPERTIES.get(resource["Type"], "")
        given = self.value(resource.get("Properties", {}).get(property_name, ""))
        name = given if isinstance(given, str) and given else f"{self._values['AWS::StackName']}-{logical_id}"
        return name.lower() if resource["Type"] == "AWS::S3::Bucket" else name

    def arn(self, logical_id: str) -> str:
        """The ARN the resource has in the emulator."""
        name = self.physical_name(logical_id)
        place = f"{self.region}:{ACCOUNT}"
        return {
            "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{place}:table/{name}",
            "AWS::SNS::Topic": f"arn:aws:sns:{place}:{name}",
            "AWS::SQS::Queue": f"arn:aws:sqs:{place}:{name}",
            "AWS::S3::Bucket": f"arn:aws:s3:::{name}",
            "AWS::KMS::Key": f"arn:aws:kms:{place}:alias/{name}",
            "AWS::Serverless::Function": f"arn:aws:lambda:{place}:function:{name}",
            "AWS::Lambda::Function": f"arn:aws:lambda:{place}:function:{name}",
        }.get(self._resources[logical_id]["Type"], f"arn:aws:local:{place}:{logical_id}")

    def queue_url(self, logical_id: str) -> str:
        """The address of a queue at the emulator."""
        return f"{self._endpoint_url}/{ACCOUNT}/{self.physical_name(logical_id)}"

    def _exists(self, logical_id: str) -> bool:
        condition = self._resources[logical_id].get("Condition")
        return condition is None or self._condition(condition)

    def _condition(self, name: str) -> bool:
        return bool(self.value(self._document["Conditions"][name]))

    def _ref(self, name: str) -> Any:
        if name in self._values:
            return self._values[name]
        if name not in self._resources:
            return self._alias(name)
        if not self._exists(name):
            return NO_VALUE
        kind = self._resources[name]["Type"]
        special: dict[str, Callable[[str], Any]] = {
            "AWS::SQS::Queue": self.queue_url,
            "AWS::SNS::Topic": self.arn,
            "AWS::KMS::Key": lambda key: f"alias/{self.physical_name(key)}",
        }
        if kind in special:
            return special[kind](name)
        return self.physical_name(name) if kind in _NAME_PROPERTIES else name

    def _alias(self, name: str) -> str:
        """SAM's `AutoPublishAlias` makes a resource `<function>Alias<alias>` that the template never declares."""
        function, separator, alias = name.partition("Alias")
        if separator and function in self._resources:
            return f"{self.arn(function)}:{alias}"
        raise KeyError(f"{name} is neither a parameter nor a resource of the template")

    def _attribute(self, name: str, attribute: str) -> Any:
        if name not in self._resources:
            raise KeyError(f"{name} is not a resource of the template")
        if not self._exists(name):
            return NO_VALUE
        if attribute == "StreamArn":
            return f"{self.arn(name)}/stream/latest"
        if attribute.endswith("Name"):
            return self.physical_name(name)
        return self.arn(name) if attribute.endswith("Arn") else f"{name}.{attribute}"

    def _sub(self, node: Any) -> str:
        text, extra = (node, {}) if isinstance(node, str) else (node[0], self.value(node[1]))

        def replaced(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return f"${{{name}}}"
            if name in extra:
                return str(extra[name])
            logical_id, dot, attribute = name.partition(".")
            return str(self._attribute(logical_id, attribute) if dot else self._ref(name))

        return _VARIABLE.sub(replaced, text)

    def _find_in_map(self, node: list[Any]) -> Any:
        name, first, second = (self.value(part) for part in node[:3])
        return self.value(self._document["Mappings"][name][first][second])
