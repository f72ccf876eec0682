"""Listens to every AWS call of the function that is answering, and says what its role must allow."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from infra.local.cloudformation import ACCOUNT
from shared.wiring import wiring
from tests.client import ANSWERING
from tests.documents import PDF
from tests.iam.deployment import Deployment

MEMBERS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
PARTITION = re.compile(r"(\w+) = (:\w+)")
ASKED, CALLED = "provide-client-params", "before-call"
CREDENTIALS = {"host": "127.0.0.1", "port": 9}
"""What every secret of this test holds; nobody answers there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One action on one resource, with all partition keys that the call names."""

    function: str
    action: str
    resource: str
    keys: frozenset[str] = frozenset()

    def __str__(self) -> str:
        kinds = sorted({key.partition("#")[0] for key in self.keys})
        return f"{self.function} {self.action} on {self.resource} for {' '.join(kinds)}"


@contextmanager
def hearing(deployment: Deployment) -> Iterator[set[Need]]:
    """What the functions need while this lasts; every service but the table is answered here."""
    found: set[Need] = set()

    def asked(params: dict[str, Any], model: Any, **_: Any) -> None:
        if function := ANSWERING.get():
            service = model.service_model.signing_name
            found.update(
                Need(function=function, action=action, resource=resource, keys=keys)
                for action, resource, keys in _wanted(deployment, service, model.name, params)
            )

    def posted(request: Any, **_: Any) -> None:
        """A form that lets a file in is no call: whoever sends it needs what its signer may do."""
        fields = request.context.get("s3-presign-post-fields")
        if fields and (function := ANSWERING.get()):
            place = f"arn:aws:s3:::{deployment.environment['BUCKET_NAME']}/{fields['key']}"
            found.add(Need(function=function, action="s3:PutObject", resource=place))

    emitters: list[Any] = [wiring().stores.table.client.meta.events, wiring()._session.events]
    for emitter in emitters:
        emitter.register(ASKED, asked)
        emitter.register("before-sign.s3.PutObject", posted)
        emitter.register_first(CALLED, _called)
    try:
        yield found
    finally:
        for emitter in emitters:
            emitter.unregister(ASKED, asked)
            emitter.unregister("before-sign.s3.PutObject", posted)
            emitter.unregister(CALLED, _called)


def _called(model: Any, **_: Any) -> tuple[AWSResponse, dict[str, Any]] | None:
    """An answer in place of the service's, unless it is the table."""
    if model.service_model.signing_name == "dynamodb":
        return None
    return AWSResponse("", 200, HTTPHeaders(), None), _answer(model.name)


def _answer(operation: str) -> dict[str, Any]:
    known: dict[str, dict[str, Any]] = {
        "GetSecretValue": {"SecretString": json.dumps(CREDENTIALS)},
        "GetObject": {"Body": io.BytesIO(PDF)},
    }
    return known.get(operation, {})


Wanted = tuple[str, str, frozenset[str]]


def _wanted(
    deployment: Deployment, service: str, operation: str, params: Mapping[str, Any]
) -> Iterator[Wanted]:
    """Action, resource and partition keys, as IAM sees this call."""
    if service == "dynamodb":
        yield from _of_table(deployment, operation, params)
        return
    if service == "s3":
        yield from _of_bucket(operation, params)
        return
    action = {"PublishBatch": "Publish"}.get(operation, operation)
    queues = {queue.url: queue.arn for queue in deployment.template.queues}
    match operation:
        case "PublishBatch" | "Publish":
            resources = [params["TopicArn"]]
        case "SendMessage":
            resources = [queues[params["QueueUrl"]]]
        case "GetSecretValue":
            resources = [params["SecretId"]]
        case "SendEmail":
            resources = _senders(deployment, params["FromEmailAddress"])
        case _:
            raise AssertionError(f"{service} {operation}: say here which resource it is about")
    yield from ((f"{service}:{action}", resource, frozenset()) for resource in resources)


def _of_bucket(operation: str, params: Mapping[str, Any]) -> Iterator[Wanted]:
    """One version of an object asks for a right of its own."""
    if operation == "CreateBucket":  # botocore looks there for the address of a form; nothing is sent
        return
    action = "GetObjectVersion" if "VersionId" in params else operation
    yield f"s3:{action}", f"arn:aws:s3:::{params['Bucket']}/{params['Key']}", frozenset()


def _of_table(deployment: Deployment, operation: str, params: Mapping[str, Any]) -> Iterator[Wanted]:
    [(table, _)] = deployment.stack.resources("AWS::DynamoDB::Table")
    arn = deployment.stack.arn(table)
    match operation:
        case "BatchGetItem":
            keys = [key for asked in params["RequestItems"].values() for key in asked["Keys"]]
            yield "dynamodb:BatchGetItem", arn, frozenset(key["PK"]["S"] for key in keys)
        case "Query":
            found = PARTITION.match(params["KeyConditionExpression"])
            assert found
            value = params["ExpressionAttributeValues"][found[2]]["S"]
            place = f"{arn}/index/{params['IndexName']}" if "IndexName" in params else arn
            yield "dynamodb:Query", place, frozenset({value})
        case "TransactWriteItems":
            for item in params["TransactItems"]:
                [(kind, write)] = item.items()
                key = write.get("Key") or write["Item"]
                yield f"dynamodb:{MEMBERS[kind]}", arn, frozenset({key["PK"]["S"]})
        case _:
            raise AssertionError(f"{operation}: say here which keys it names")


def _senders(deployment: Deployment, sender: str) -> list[str]:
    """SES asks for the right to send on the identity and on the configuration set that is its default."""
    place = f"arn:aws:ses:{deployment.stack.region}:{ACCOUNT}"
    [(_, identity)] = deployment.mail.resources("AWS::SES::EmailIdentity")
    assert identity["EmailIdentity"] == sender.rpartition("@")[2]
    name = identity["ConfigurationSetAttributes"]["ConfigurationSetName"]
    return [f"{place}:identity/{identity['EmailIdentity']}", f"{place}:configuration-set/{name}"]
