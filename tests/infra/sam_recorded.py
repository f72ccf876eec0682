"""A `sam` for tests: records what it is asked, and makes stacks with the outputs that the real ones have."""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.local.cloudformation import load

ROOT = Path(__file__).parents[2]
OUTPUTS = {
    "template.yaml": {
        "Address": "https://api.example",
        "ApiId": "api1",
        "TableName": "registry",
        "BucketName": "documents",
        "KeyArn": "arn:key",
        "ScanQueueArn": "arn:scan",
        "ScanDeadLetterQueueArn": "arn:dead",
    },
    "identity-cognito.yaml": {"OidcIssuer": "https://pool.example", "OidcClientId": "client"},
    "mail-ses.yaml": {"MailIdentityArn": "arn:identity", "DnsRecord1": "one CNAME two"},
    "malware-guardduty.yaml": {},
    "edge.yaml": {"BaseUrl": "https://registry.example.org", "DnsTarget": "target"},
}


def option(name: str) -> str:
    return sys.argv[sys.argv.index(name) + 1]


def overrides() -> dict[str, str]:
    """As SAM reads them: every value in quotes."""
    values = sys.argv[sys.argv.index("--parameter-overrides") + 1 :]
    return dict(re.fullmatch(r'(\w+)="(.*)"', each).groups() for each in values)  # type: ignore[union-attr, misc]


def deploy() -> None:
    template = Path(option("--template-file")).name
    outputs = OUTPUTS[template]
    declared = load(ROOT / "template.yaml")["Parameters"] if template == "template.yaml" else overrides()
    document = {
        "Parameters": {name: {"Type": "String", "Default": ""} for name in declared},
        "Resources": {"Nothing": {"Type": "AWS::SQS::Queue"}},
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }
    client: Any = boto3.client("cloudformation", region_name=option("--region"))
    given = {
        "StackName": option("--stack-name"),
        "TemplateBody": json.dumps(document),
        "Parameters": [{"ParameterKey": key, "ParameterValue": each} for key, each in overrides().items()],
    }
    known = {each["StackName"] for each in client.describe_stacks()["Stacks"]}
    try:
        (client.update_stack if given["StackName"] in known else client.create_stack)(**given)
    except ClientError as error:  # --no-fail-on-empty-changeset
        if "No updates" not in str(error):
            raise


if __name__ == "__main__":
    with Path(os.environ["SAM_RECORD"]).open("a", encoding="utf-8") as record:
        record.write(json.dumps([*sys.argv[1:], os.environ.get("ARCHITECTURE", "")]) + "\n")
    if sys.argv[1] == "deploy":
        if os.environ.get("SAM_FAILS_AT") == option("--stack-name"):
            sys.exit(1)
        deploy()
