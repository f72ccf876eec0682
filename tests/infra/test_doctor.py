"""The doctor says in words what is wrong with a deployed stack, and nothing where nothing is."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from moto import mock_aws

from infra.doctor import CHECKS, Chosen, Stack, documents, mail, main, problems
from tests.functions.people.provider import Provider, running

REGION = "us-east-1"
QUEUES = {
    "ParkedQueueUrl": "parked",
    "DeadLetterQueueUrl": "dead",
    "StreamFailureQueueUrl": "stream",
    "ScanDeadLetterQueueUrl": "scan",
}
KEYS: Any = {
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("PK", "SK")],
    "KeySchema": [
        {"AttributeName": "PK", "KeyType": "HASH"},
        {"AttributeName": "SK", "KeyType": "RANGE"},
    ],
}


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[boto3.session.Session]:
    """An account of moto's own, where nothing else listens."""
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws(config={"core": {"passthrough": {"urls": [r"http://127\.0\.0\.1.*"]}}}):
        yield boto3.session.Session(region_name=REGION)


@pytest.fixture
def stack(session: boto3.session.Session) -> Stack:
    """What a stack is made of, without CloudFormation."""
    sqs: Any = session.client("sqs")
    sns: Any = session.client("sns")
    table: Any = session.client("dynamodb")
    table.create_table(TableName="registry", BillingMode="PAY_PER_REQUEST", **KEYS)
    outputs = {name: sqs.create_queue(QueueName=queue)["QueueUrl"] for name, queue in QUEUES.items()}
    outputs |= {"AlarmTopicArn": sns.create_topic(Name="alarms")["TopicArn"], "TableName": "registry"}
    return Stack(session, outputs, {"SecondFactor": "provider", "MailTransport": "none"})


@pytest.fixture
def deployed(stack: Stack) -> Stack:
    """The same as CloudFormation tells of it."""
    template = {
        "Parameters": {"MailTransport": {"Type": "String", "Default": "none"}},
        "Resources": {"Nothing": {"Type": "AWS::SQS::Queue"}},
        "Outputs": {name: {"Value": value} for name, value in stack.outputs.items()},
    }
    client: Any = stack.session.client("cloudformation")
    client.create_stack(StackName="registry", TemplateBody=json.dumps(template))
    return stack


def said(stack: Stack, name: str) -> str:
    (check,) = [each for each in CHECKS if each.__name__ == name]
    return " ".join(problems(check, stack))


def told(stack: Stack, **parameters: str) -> Stack:
    return replace(stack, parameters={**stack.parameters, **parameters})


def test_a_stack_of_the_first_day_is_told_step_by_step(
    deployed: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main("registry")

    lines = capsys.readouterr().out
    assert code == 1
    for part in (
        "No sign-in service is set",
        "0 of them have joined",
        "By choice: everything is in the inbox alone",
        "no   Documents are checked for malware",
        "Nobody hears alarms",
        "Point-in-time recovery is off",
        "yes  Nothing was set aside",
    ):
        assert part in lines


def test_a_stack_that_is_not_there_is_named(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    assert main("another") == 1
    assert "There is no stack another here" in capsys.readouterr().err


def test_a_sign_in_service_is_asked_for_its_keys(stack: Stack) -> None:
    with running() as provider:
        good = told(stack, OidcIssuer=provider.issuer, OidcClientId="registry")
        found = said(good, "sign_in")
        provider.published = []
        empty = said(good, "sign_in")
    gone = said(told(stack, OidcIssuer="http://127.0.0.1:9/pool", OidcClientId="registry"), "sign_in")

    assert found == ""
    assert "publishes no keys" in empty
    assert "does not answer" in gone
    assert isinstance(provider, Provider)


def test_queues_that_hold_something_are_counted(stack: Stack) -> None:
    assert said(stack, "queues") == ""

    sqs: Any = stack.session.client("sqs")
    sqs.send_message(QueueUrl=stack.outputs["ParkedQueueUrl"], MessageBody="an event")

    assert said(stack, "queues") == (
        "1 events that could not be published: infra/runbook.md says what to do."
    )


def test_somebody_has_to_hear_alarms(stack: Stack) -> None:
    sns: Any = stack.session.client("sns")
    before = said(stack, "alarms")

    sns.subscribe(
        TopicArn=stack.outputs["AlarmTopicArn"], Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:1:queue"
    )

    assert "Nobody hears alarms" in before
    assert said(stack, "alarms") == ""


@pytest.mark.parametrize(
    ("parameters", "part"),
    [
        ({"MailTransport": "ses"}, "MailFrom is empty"),
        ({"MailTransport": "ses", "MailFrom": "a@example.org"}, "MailIdentityArn is empty"),
        ({"MailTransport": "smtp", "MailFrom": "a@example.org"}, "SmtpSecretArn is empty"),
        ({"MailTransport": "sns"}, ""),
    ],
)
def test_mail_that_cannot_leave_says_what_is_missing(
    stack: Stack, parameters: dict[str, str], part: str
) -> None:
    assert part in said(told(stack, **parameters), "mail")
    assert bool(said(told(stack, **parameters), "mail")) == bool(part)


@pytest.mark.parametrize(("secret", "good"), [('{"host": "mail.example.org"}', True), ("nothing", False)])
def test_the_secret_of_a_mail_server_names_a_host(stack: Stack, secret: str, good: bool) -> None:
    client: Any = stack.session.client("secretsmanager")
    arn = client.create_secret(Name="smtp", SecretString=secret)["ARN"]
    settings = told(stack, MailTransport="smtp", MailFrom="a@example.org", SmtpSecretArn=arn)

    assert ("is not JSON with a host" not in said(settings, "mail")) == good


def test_a_second_factor_that_nothing_proves_is_named(stack: Stack) -> None:
    assert said(stack, "second_factor") == ""
    assert "names no claim" in said(told(stack, SecondFactor="amr="), "second_factor")
    assert "without a second factor" in said(told(stack, DecideByToken="true"), "second_factor")


def test_recovery_that_is_on_is_no_finding(stack: Stack) -> None:
    client: Any = stack.session.client("dynamodb")
    client.update_continuous_backups(
        TableName=stack.outputs["TableName"],
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )

    assert said(stack, "restore_point") == ""


def test_what_may_not_be_looked_at_is_a_finding(stack: Stack) -> None:
    blind = replace(stack, outputs={**stack.outputs, "ParkedQueueUrl": "https://example.org/1/none"})

    assert "could not be looked at" in said(blind, "queues")


@pytest.mark.parametrize(
    ("name", "part"), [("", "Which stack?"), ("registry", "In which region is registry?")]
)
def test_what_is_missing_before_it_can_look_is_named(
    name: str, part: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in ("AWS_DEFAULT_REGION", "AWS_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")

    assert main(name) == 1
    assert part in capsys.readouterr().err


def test_letters_that_leave_nowhere_by_choice_are_said_and_not_wrong(stack: Stack) -> None:
    (none,) = problems(mail, told(stack, MailTransport="none"))
    unsent, *_ = problems(mail, told(stack, MailTransport="smtp", MailFrom=""))

    assert isinstance(none, Chosen)
    assert not isinstance(unsent, Chosen)


def guarding(stack: Stack, *plans: dict[str, Any], denied: bool = False) -> Stack:
    """A stack with GuardDuty, which moto does not know these calls of; it gives one plan a page."""

    def answered(model: Any, params: dict[str, Any], **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
        headers: Any = {}
        http = AWSResponse("", 403 if denied else 200, headers, None)
        if denied:
            return http, {"Error": {"Code": "AccessDeniedException", "Message": "You may not."}}
        if model.name == "GetMalwareProtectionPlan":
            return http, plans[int(params["url_path"].rpartition("/")[2])]
        start = int(params["query_string"].get("nextToken", 0))
        more = {"NextToken": str(start + 1)} if start + 1 < len(plans) else {}
        page = [{"MalwareProtectionPlanId": str(start)}] if plans else []
        return http, {"MalwareProtectionPlans": page, **more}

    events: Any = stack.session.events  # its stubs know no answer
    events.register("before-call.guardduty", answered)
    return replace(
        told(stack, MalwareScanner="guardduty"), outputs={**stack.outputs, "BucketName": "documents"}
    )


def a_plan(bucket: str = "documents", prefixes: tuple[str, ...] = ("incoming/",), **more: Any) -> Any:
    place = {"BucketName": bucket, "ObjectPrefixes": list(prefixes)}
    return {"Status": "ACTIVE", "ProtectedResource": {"S3Bucket": place}} | more


def test_documents_that_nobody_checks_are_a_fault_but_on_an_emulator(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fault,) = problems(documents, told(stack, MalwareScanner="builtin"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    (choice,) = problems(documents, told(stack, MalwareScanner="builtin"))

    assert "knows a test file alone" in fault
    assert not isinstance(fault, Chosen)
    assert isinstance(choice, Chosen)


def test_a_scanner_of_ones_own_is_not_asked(stack: Stack) -> None:
    assert said(told(stack, MalwareScanner="external"), "documents") == ""


@pytest.mark.parametrize(
    ("plans", "part"),
    [
        ([], "No malware protection plan"),
        ([a_plan("another")], "No malware protection plan"),
        ([a_plan(prefixes=("kept/",))], "No malware protection plan"),
        ([a_plan(Status="ERROR", StatusReasons=[{"Message": "no right"}])], "documents is ERROR: no right"),
        ([a_plan(Status="WARNING")], "documents is WARNING: ask GuardDuty why"),
        ([a_plan()], ""),
        ([a_plan("another"), a_plan(prefixes=())], ""),
    ],
)
def test_guardduty_has_a_plan_that_covers_what_comes_in(stack: Stack, plans: list[Any], part: str) -> None:
    found = said(guarding(stack, *plans), "documents")

    assert part in found
    assert bool(found) == bool(part)


def test_guardduty_that_may_not_be_asked_is_a_finding(stack: Stack) -> None:
    found = said(guarding(stack, denied=True), "documents")

    assert found == "This could not be looked at: You may not."
