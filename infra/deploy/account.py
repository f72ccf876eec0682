"""What is there already: stacks, secrets, the mail identity, administrators, tools; it changes nothing."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra import doctor
from infra.artefact import version_of
from infra.deploy.plan import OPTIONAL, Deployed, Kind, State, name_of
from infra.deploy.settings import Settings

PYTHON = "3.13"
"""What functions run on; template.yaml says the same."""
UNKNOWN = frozenset({"InvalidClientTokenId", "UnrecognizedClientException"})
"""How AWS calls credentials of another partition, and those that were never any."""


def state_of(settings: Settings) -> State:
    session = boto3.session.Session(region_name=settings.region)
    partition = _partition(session)
    if not partition:
        return State(partition="")
    stacks = dict(_stacks(session, settings))
    return State(
        partition=partition,
        stacks=stacks,
        mail_verified=settings.mail == "ses" and _verified(session, settings.mail_domain),
        administrators="core" in stacks and _founded(session, stacks["core"]),
        missing_secrets=frozenset(each for each in _secrets(settings) if not _exists(session, each)),
        missing_tools=tuple(_missing_tools()),
        emulator=bool(os.environ.get("AWS_ENDPOINT_URL")),
    )


def _partition(session: boto3.session.Session) -> str:
    try:
        return str(_client(session, "sts").get_caller_identity()["Arn"]).split(":")[1]
    except ClientError as error:
        if error.response["Error"]["Code"] not in UNKNOWN:
            raise
        return ""


def _client(session: boto3.session.Session, service: str) -> Any:
    make: Any = session.client  # its stubs know services by literal names
    return make(service)


def _stacks(session: boto3.session.Session, settings: Settings) -> Iterator[tuple[Kind, Deployed]]:
    client = _client(session, "cloudformation")
    kinds: tuple[Kind, ...] = ("core", *OPTIONAL)
    for kind in kinds:
        try:
            (stack,) = client.describe_stacks(StackName=name_of(kind, settings))["Stacks"]
        except ClientError as error:
            if "does not exist" not in error.response["Error"]["Message"]:
                raise
            continue
        if stack["StackStatus"] == "REVIEW_IN_PROGRESS":  # a change set was made once and never run
            continue
        yield (
            kind,
            Deployed(
                outputs={each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", ())},
                parameters={
                    each["ParameterKey"]: each["ParameterValue"] for each in stack.get("Parameters", ())
                },
                status=stack["StackStatus"],
            ),
        )


def _verified(session: boto3.session.Session, domain: str) -> bool:
    try:
        found = _client(session, "sesv2").get_email_identity(EmailIdentity=domain)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NotFoundException":
            raise
        return False
    return bool(found.get("VerifiedForSendingStatus"))


def _founded(session: boto3.session.Session, core: Deployed) -> bool:
    if "TableName" not in core.outputs:
        return False
    stack = doctor.Stack(session, dict(core.outputs), dict(core.parameters))
    return not doctor.problems(doctor.administrators, stack)


def _secrets(settings: Settings) -> Iterator[str]:
    if settings.mail == "smtp":
        yield settings.smtp_secret_arn
    if settings.sign_in == "other" and settings.oidc_client_secret_arn:
        yield settings.oidc_client_secret_arn


def _exists(session: boto3.session.Session, secret: str) -> bool:
    try:
        found = _client(session, "secretsmanager").describe_secret(SecretId=secret)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        return False
    return "DeletedDate" not in found


def _missing_tools() -> Iterator[str]:
    if all(version_of(name) != PYTHON for name in (sys.executable, f"python{PYTHON}")):
        yield (
            f"python{PYTHON}, which the functions run on, does not start here: install it, then run again."
            " With pyenv both Pythons have to be chosen: PYENV_VERSION=3.11:3.13."
        )
    if shutil.which("sam") is None:
        yield "SAM is not installed here: `make deploy` installs and finds it."
