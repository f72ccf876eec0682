"""SAM, which builds the functions and deploys every stack; a plain template goes the same way."""

import os
import subprocess
from collections.abc import Iterable, Mapping
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.deploy.plan import ROOT

BUILD_OPTIONS = ("--build-in-source",)
"""Otherwise SAM copies the whole folder, environments included, once for each function."""
CAPABILITIES = ("CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND")
"""Roles; and a nested stack in a template that is transformed."""
BUILT = ".aws-sam/build/template.yaml"


class Failed(Exception):
    """A step failed; its text says which resource and why."""


def build(architecture: str) -> None:
    done = subprocess.run(
        ["sam", "build", *BUILD_OPTIONS, "--parameter-overrides", f"Architecture={architecture}"],
        cwd=ROOT,
        env=os.environ | {"ARCHITECTURE": architecture},
        check=False,
    )
    if done.returncode:
        raise Failed("The functions could not be built: what SAM said above names the reason.")


def deploy(name: str, *, region: str, template: str, parameters: Mapping[str, str]) -> None:
    """Make or update one stack; nothing happens where nothing changes. Raises Failed."""
    options = ["--stack-name", name, "--region", region, "--template-file", template, "--resolve-s3"]
    options += ["--no-confirm-changeset", "--no-fail-on-empty-changeset", "--capabilities", *CAPABILITIES]
    values = [f'{key}="{value}"' for key, value in parameters.items()]
    done = subprocess.run(
        ["sam", "deploy", *options, "--parameter-overrides", *values], cwd=ROOT, check=False
    )
    if done.returncode:
        raise Failed(f"{name} was not deployed. {_reason(name, region)}")


def _reason(name: str, region: str) -> str:
    client: Any = boto3.session.Session(region_name=region).client("cloudformation")
    try:
        events = client.describe_stack_events(StackName=name)["StackEvents"]
    except ClientError as error:
        return error.response["Error"]["Message"]
    return first_failure(events) or "What SAM said above names the reason."


def first_failure(events: Iterable[Mapping[str, Any]]) -> str:
    """The resource that failed first in the latest run; CloudFormation gives the newest event first."""
    found = ""
    for event in events:
        if event.get("ResourceStatusReason") == "User Initiated":
            break
        reason = event.get("ResourceStatusReason", "")
        if event["ResourceStatus"].endswith("_FAILED") and "cancelled" not in reason:
            found = f"{event['LogicalResourceId']} ({event['ResourceType']}): {reason}"
    return found
