"""`make doctor STACK=...`: looks at a deployed registry and says in words what is wrong and what to do.

It needs rights to read: the stack, its queues, topics, mail identity, malware protection plan and table. It changes nothing.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoRegionError

from functions.people.fetch import Unreachable, kept
from functions.people.provider import Provider
from shared.store.stores import Stores
from shared.store.table import Table

RESTORABLE_WITHIN = timedelta(hours=1)
"""How old the latest point may be that the table can be brought back to; AWS promises five minutes."""
ADMINISTRATORS = 2
QUEUES = {
    "ParkedQueueUrl": "events that could not be published",
    "DeadLetterQueueUrl": "notices that could not be delivered",
    "StreamFailureQueueUrl": "parts of the stream that were given up",
    "ScanDeadLetterQueueUrl": "documents that could not be checked",
}


class Chosen(str):
    """What is so because the operator wanted it: it is said, and is nothing wrong."""

    __slots__ = ()


class NoStack(Exception):
    """There is no such registry where one looked; its text says what to do."""


@dataclass(frozen=True, slots=True)
class Stack:
    """What CloudFormation says of the deployment, and the account's clients."""

    session: boto3.session.Session
    outputs: dict[str, str]
    parameters: dict[str, str]

    def client(self, service: str) -> Any:
        make: Any = self.session.client  # its stubs know services by literal names
        return make(service)


def main(name: str) -> int:
    """The exit code: 0 when nothing is wrong."""
    try:
        stack = described(boto3.session.Session(), name)
    except NoStack as reason:
        print(reason, file=sys.stderr)
        return 1
    wrong = 0
    for check in CHECKS:
        found = problems(check, stack)
        amiss = [each for each in found if not isinstance(each, Chosen)]
        print(f"{'no ' if found else 'yes'}  {(check.__doc__ or '').partition('.')[0]}")
        for each in found:
            print(f"       {each}")
        wrong += len(amiss)
    return 1 if wrong else 0


def described(session: boto3.session.Session, name: str) -> Stack:
    """The core stack of this name; raises NoStack."""
    if not name:
        raise NoStack("Which stack? STACK=<its name in CloudFormation>")
    try:
        client: Any = session.client("cloudformation")
        (stack,) = client.describe_stacks(StackName=name)["Stacks"]
    except NoRegionError:
        raise NoStack(f"In which region is {name}? AWS_DEFAULT_REGION=<region> says so.") from None
    except ClientError as error:
        reason = error.response["Error"]["Message"]
        raise NoStack(f"There is no stack {name} here, in {session.region_name}: {reason}") from None
    except BotoCoreError as error:
        raise NoStack(f"AWS could not be asked: {error}") from None
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", ())}
    if "TableName" not in outputs:
        raise NoStack(
            f"{name} has no output TableName: it is not the registry itself, or was never deployed to the end."
        )
    return Stack(
        session=session,
        outputs=outputs,
        parameters={each["ParameterKey"]: each["ParameterValue"] for each in stack.get("Parameters", ())},
    )


def problems(check: "Check", stack: Stack) -> list[str]:
    """What a check finds; what it may not look at is a finding too."""
    try:
        return list(check(stack))
    except ClientError as error:
        return [f"This could not be looked at: {error.response['Error']['Message']}"]
    except BotoCoreError as error:
        return [f"This could not be looked at: {error}"]


def sign_in(stack: Stack) -> Iterator[str]:
    """People can sign in."""
    issuer = stack.parameters.get("OidcIssuer", "")
    if not issuer or not stack.parameters.get("OidcClientId"):
        yield "No sign-in service is set: docs/deploy.md, step 1."
        return
    provider = Provider(issuer=issuer, client_id="", client_secret="", callback="")
    try:
        keys = kept(provider.address("jwks_uri"), anew=True)
    except Unreachable:
        yield f"{issuer} does not answer, does not describe itself, or has no keys: check OidcIssuer."
        return
    if not keys.get("keys"):
        yield f"{issuer} publishes no keys: nobody's sign-in can be verified."


def mail(stack: Stack) -> Iterator[str]:
    """Letters leave."""
    transport = stack.parameters.get("MailTransport", "none")
    if transport == "none":
        yield Chosen("By choice: everything is in the inbox alone, and invitations are handed over as links.")
    elif not stack.parameters.get("MailFrom") and transport != "sns":
        yield "MailFrom is empty: no letter has a sender."
    if transport == "ses":
        yield from _ses(stack)
    if transport == "smtp":
        yield from _smtp(stack)


def _ses(stack: Stack) -> Iterator[str]:
    client, identity = stack.client("sesv2"), stack.parameters.get("MailIdentityArn", "").rpartition("/")[2]
    if not identity:
        yield "MailIdentityArn is empty: SES refuses to send."
        return
    if not client.get_email_identity(EmailIdentity=identity).get("VerifiedForSendingStatus"):
        yield f"{identity} is not verified: enter the DNS records of infra/mail-ses.yaml."
    if not client.get_account().get("ProductionAccessEnabled"):
        yield "SES is in its sandbox and writes to verified addresses alone: ask AWS for production access."


def _smtp(stack: Stack) -> Iterator[str]:
    arn = stack.parameters.get("SmtpSecretArn", "")
    if not arn:
        yield "SmtpSecretArn is empty: there is no server to send by."
        return
    secret = stack.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
    try:
        known = json.loads(secret)
    except ValueError:
        known = None
    if not isinstance(known, dict) or not known.get("host"):
        yield "The secret of SmtpSecretArn is not JSON with a host: docs/deploy.md, step 1."


def documents(stack: Stack) -> Iterator[str]:
    """Documents are checked for malware."""
    scanner = stack.parameters.get("MalwareScanner", "builtin")
    if scanner == "builtin":
        if os.environ.get("AWS_ENDPOINT_URL"):
            yield Chosen("By choice, on an emulator: the built-in scanner knows a test file alone.")
        else:
            yield "The built-in scanner knows a test file alone: set malware_scanner, docs/malware.md."
    if scanner == "guardduty":
        yield from _guardduty(stack)


def _guardduty(stack: Stack) -> Iterator[str]:
    bucket = stack.outputs.get("BucketName", "")
    plans = [plan for plan in _plans(stack.client("guardduty")) if _covers(plan, bucket)]
    if not plans:
        yield (
            f"No malware protection plan of GuardDuty covers incoming/ in {bucket}, so every document is held back:"
            " deploy infra/malware-guardduty.yaml, docs/malware.md."
        )
    elif all(plan.get("Status") != "ACTIVE" for plan in plans):
        reasons = "; ".join(each.get("Message", "") for each in plans[0].get("StatusReasons", ()))
        yield f"The malware protection plan of {bucket} is {plans[0].get('Status')}: {reasons or 'ask GuardDuty why'}."


def _plans(client: Any) -> Iterator[dict[str, Any]]:
    asked: dict[str, str] = {}
    while True:
        page = client.list_malware_protection_plans(**asked)
        for each in page.get("MalwareProtectionPlans", ()):
            yield client.get_malware_protection_plan(MalwareProtectionPlanId=each["MalwareProtectionPlanId"])
        if not page.get("NextToken"):
            return
        asked = {"NextToken": page["NextToken"]}


def _covers(plan: dict[str, Any], bucket: str) -> bool:
    """A plan without prefixes covers the whole bucket."""
    place = plan.get("ProtectedResource", {}).get("S3Bucket", {})
    prefixes = place.get("ObjectPrefixes") or [""]
    return place.get("BucketName") == bucket and any("incoming/".startswith(each) for each in prefixes)


def alarms(stack: Stack) -> Iterator[str]:
    """Somebody hears alarms."""
    client = stack.client("sns")
    pages = client.get_paginator("list_subscriptions_by_topic").paginate(
        TopicArn=stack.outputs["AlarmTopicArn"]
    )
    arns = [each["SubscriptionArn"] for page in pages for each in page["Subscriptions"]]
    if not arns:
        yield "Nobody hears alarms: set AlarmEmail, or subscribe to the topic of output AlarmTopicArn."
    elif not any(arn.startswith("arn:") for arn in arns):
        yield "Whoever is to hear alarms has not confirmed it: look for the letter of SNS."


def queues(stack: Stack) -> Iterator[str]:
    """Nothing was set aside."""
    client = stack.client("sqs")
    for output, what in QUEUES.items():
        answer = client.get_queue_attributes(
            QueueUrl=stack.outputs[output], AttributeNames=["ApproximateNumberOfMessages"]
        )
        count = int(answer["Attributes"]["ApproximateNumberOfMessages"])
        if count:
            yield f"{count} {what}: infra/runbook.md says what to do."


def administrators(stack: Stack) -> Iterator[str]:
    """Two administrators can act."""
    stores = Stores(Table(stack.client("dynamodb"), stack.outputs["TableName"]))
    able = [each for each in stores.people.ever_held("config_admin") if each.state == "active"]
    if len(able) < ADMINISTRATORS:
        yield (
            f"{len(able)} of them have joined. Each needs the other: `make found` invites the first, and others where"
            " fewer than two are left."
        )


def second_factor(stack: Stack) -> Iterator[str]:
    """Final steps want a second factor that can be proven."""
    wanted = stack.parameters.get("SecondFactor", "")
    if wanted != "provider" and not wanted.partition("=")[2]:
        yield "SecondFactor names no claim: nobody can approve, submit or administer."
    if stack.parameters.get("DecideByToken") == "true":
        yield "DecideByToken is true: whoever holds a token can approve and release without a second factor."


def restore_point(stack: Stack) -> Iterator[str]:
    """The table can be brought back to a moment ago."""
    answer = stack.client("dynamodb").describe_continuous_backups(TableName=stack.outputs["TableName"])
    recovery = answer["ContinuousBackupsDescription"].get("PointInTimeRecoveryDescription", {})
    if recovery.get("PointInTimeRecoveryStatus") != "ENABLED":
        yield "Point-in-time recovery is off: deploy the stack again, it turns it on."
        return
    latest = recovery.get("LatestRestorableDateTime")
    if latest is not None and datetime.now(UTC) - latest > RESTORABLE_WITHIN:
        yield f"The latest point is of {latest:%Y-%m-%d %H:%M} UTC: ask AWS why."


Check = Callable[[Stack], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    sign_in,
    second_factor,
    administrators,
    mail,
    documents,
    alarms,
    queues,
    restore_point,
)


if __name__ == "__main__":
    os.environ.setdefault("AWS_RETRY_MODE", "standard")
    sys.exit(main(sys.argv[1]))
