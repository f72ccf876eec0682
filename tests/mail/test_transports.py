import email
import email.policy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from shared.mail.letter import Letter, Refused, Transport, Unsent
from shared.mail.ses import Ses
from shared.mail.smtp import Smtp
from shared.mail.topic import MailTopic
from shared.wiring import Wiring
from tests.mail.smtp_server import Server, serving

REGION = "eu-central-1"
SENDER = "registry@example.org"
LETTER = Letter(
    to="ann@example.org", subject="待办：申请GO-26-222222", text="正文 text\n", language="zh", person_id="ann"
)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        yield


def smtp(server: Server, trust: Any, **secret: Any) -> Smtp:
    known = {"host": "localhost", "port": server.port, "username": "user", "password": "pass", **secret}
    return Smtp(json.dumps(known), SENDER, trust)


@pytest.mark.usefixtures("aws")
def test_ses_sends_a_simple_message() -> None:
    client = boto3.client("sesv2")
    client.create_email_identity(EmailIdentity=SENDER)

    Ses(client, SENDER).send(LETTER)

    [sent] = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert sent.destinations["ToAddresses"] == ["ann@example.org"]
    assert (sent.subject, sent.body) == (LETTER.subject, LETTER.text)


@pytest.mark.usefixtures("aws")
def test_ses_that_does_not_know_the_sender_refuses() -> None:
    with pytest.raises(Refused):
        Ses(boto3.client("sesv2"), SENDER).send(LETTER)


def test_ses_out_of_reach_sent_nothing() -> None:
    client = boto3.client(
        "sesv2",
        region_name=REGION,
        endpoint_url="http://127.0.0.1:9",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"total_max_attempts": 1}),
    )

    with pytest.raises(Unsent):
        Ses(client, SENDER).send(LETTER)


@pytest.mark.usefixtures("aws")
def test_the_mail_topic_reaches_the_one_subscriber_and_carries_no_address() -> None:
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    topic = sns.create_topic(Name="mail")["TopicArn"]
    for person in ("ann", "ben"):
        sqs.create_queue(QueueName=person)
        sns.subscribe(
            TopicArn=topic,
            Protocol="sqs",
            Endpoint=f"arn:aws:sqs:{REGION}:123456789012:{person}",
            Attributes={"FilterPolicy": json.dumps({"recipient": [person]})},
        )

    MailTopic(sns, topic).send(LETTER)

    def received(person: str) -> list[Any]:
        url = sqs.get_queue_url(QueueName=person)["QueueUrl"]
        return [json.loads(each["Body"]) for each in sqs.receive_message(QueueUrl=url).get("Messages", [])]

    [message] = received("ann")
    assert message["Subject"] == "Exchange Registry"
    assert message["Message"] == f"{LETTER.subject}\n\n{LETTER.text}"
    assert "ann@example.org" not in json.dumps(message)
    assert received("ben") == []


@pytest.mark.usefixtures("aws")
def test_a_mail_topic_that_is_not_there_sent_nothing() -> None:
    with pytest.raises(Unsent):
        MailTopic(boto3.client("sns"), f"arn:aws:sns:{REGION}:123456789012:nowhere").send(LETTER)


@pytest.mark.parametrize("tls_at_once", [True, False])
def test_smtp_speaks_tls_and_keeps_chinese(tmp_path: Path, *, tls_at_once: bool) -> None:
    with serving(tmp_path, tls_at_once=tls_at_once) as (server, trust):
        smtp(server, trust, implicit_tls=tls_at_once).send(LETTER)

    [raw] = server.received
    sent = email.message_from_bytes(raw, policy=email.policy.default)
    assert (sent["From"], sent["To"], sent["Subject"]) == (SENDER, LETTER.to, LETTER.subject)
    assert sent.get_content().replace("\r\n", "\n") == LETTER.text
    assert "AUTH" in server.commands
    assert ("STARTTLS" in server.commands) != tls_at_once


def test_smtp_does_not_speak_to_a_stranger(tmp_path: Path) -> None:
    with serving(tmp_path, tls_at_once=True) as (server, _), pytest.raises(Unsent):
        smtp(server, None, implicit_tls=True).send(LETTER)

    assert server.received == []


@pytest.mark.parametrize(
    ("recipient", "data", "outcome"),
    [
        ("550 no", "250 ok", Refused),
        ("450 later", "250 ok", Unsent),
        ("250 ok", "554 no", Refused),
        ("250 ok", "451 later", Unsent),
    ],
)
def test_smtp_says_what_became_of_a_letter(
    tmp_path: Path, recipient: str, data: str, outcome: type[Exception]
) -> None:
    with serving(tmp_path, tls_at_once=True) as (server, trust):
        server.recipient, server.data = recipient, data
        with pytest.raises(outcome):
            smtp(server, trust, implicit_tls=True).send(LETTER)


def test_smtp_that_breaks_off_after_the_data_leaves_it_open(tmp_path: Path) -> None:
    with serving(tmp_path, tls_at_once=True) as (server, trust):
        server.data = ""
        with pytest.raises(OSError, match="closed") as broken:
            smtp(server, trust, implicit_tls=True).send(LETTER)

    assert not isinstance(broken.value, Unsent | Refused)
    assert len(server.received) == 1


def test_smtp_out_of_reach_sent_nothing() -> None:
    with pytest.raises(Unsent):
        Smtp(json.dumps({"host": "127.0.0.1", "port": 9}), SENDER).send(LETTER)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("name", "kind"), [("ses", Ses), ("smtp", Smtp), ("sns", MailTopic), ("none", type(None))]
)
def test_the_configuration_names_the_transport(
    monkeypatch: pytest.MonkeyPatch, name: str, kind: type[Transport] | type[None]
) -> None:
    secret = boto3.client("secretsmanager").create_secret(
        Name="smtp", SecretString='{"host": "mail.example"}'
    )
    monkeypatch.setenv("MAIL_TRANSPORT", name)
    monkeypatch.setenv("MAIL_FROM", SENDER)
    monkeypatch.setenv("SMTP_SECRET_ARN", secret["ARN"])
    monkeypatch.setenv("MAIL_TOPIC_ARN", f"arn:aws:sns:{REGION}:123456789012:mail")

    assert isinstance(Wiring().mail, kind)
