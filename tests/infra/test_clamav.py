"""A scanner of one's own says what it found in words that the registry understands."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.scanner.check import EICAR
from functions.scanner.word import Word, words_of
from infra.clamav.scan import handler

BUCKET = "documents"
ID = "a" * 26
KEY = f"incoming/case-1/{ID}"
CLAMSCAN = f"""#!{sys.executable}
import sys, time
option, path = sys.argv[1:]
assert option == "--no-summary"
content = open(path, "rb").read()
if content == b"slow":
    time.sleep(60)
sys.exit({{b"broken": 2}}.get(content, int(b"EICAR" in content)))
"""


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A bucket, a queue, and a program that stands in for ClamAV."""
    program = tmp_path / "clamscan"
    program.write_text(CLAMSCAN, "utf-8")
    program.chmod(0o755)
    for name in [name for name in os.environ if name.startswith("AWS_ENDPOINT_URL")]:
        monkeypatch.delenv(name)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with mock_aws():
        s3: Any = boto3.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        monkeypatch.setenv("SCAN_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="scan")["QueueUrl"])
        yield


def put(content: bytes, key: str = KEY) -> str:
    """The version of an object that has come in."""
    return str(boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)["VersionId"])


def created(version_id: str, key: str = KEY) -> dict[str, Any]:
    """What EventBridge says of an object."""
    return {
        "source": "aws.s3",
        "detail-type": "Object Created",
        "detail": {"bucket": {"name": BUCKET}, "object": {"key": key, "version-id": version_id}},
    }


def notified(version_id: str, key: str = KEY) -> dict[str, Any]:
    """What S3 itself says of an object."""
    place = {"bucket": {"name": BUCKET}, "object": {"key": key, "versionId": version_id}}
    return {"Records": [{"eventName": "ObjectCreated:Post", "s3": place}]}


def queued(*bodies: Any) -> dict[str, Any]:
    return {
        "Records": [
            {"messageId": str(number), "body": json.dumps(body)} for number, body in enumerate(bodies)
        ]
    }


def said() -> list[Word]:
    """The verdicts, as the registry reads them."""
    answer = boto3.client("sqs").receive_message(
        QueueUrl=os.environ["SCAN_QUEUE_URL"], MaxNumberOfMessages=10
    )
    return [word for each in answer.get("Messages", ()) for word in words_of(json.loads(each["Body"]))]


@pytest.mark.parametrize(
    ("content", "found"),
    [(b"a letter", "nothing"), (EICAR, "malware"), (b"broken", "unknown"), (b"slow", "unknown")],
)
def test_what_clamscan_ends_with_is_the_verdict(
    content: bytes, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCAN_SECONDS", "0.5" if content == b"slow" else "60")
    version_id = put(content)

    handler(created(version_id), None)

    (word,) = said()
    assert (word.key, word.version_id, word.found) == (KEY, version_id, found)
    assert (word.application_id, word.document_id) == ("case-1", ID)


def test_the_version_that_was_announced_is_looked_at() -> None:
    first = put(EICAR)
    put(b"a letter")

    handler(created(first), None)

    assert [word.found for word in said()] == ["malware"]


@pytest.mark.parametrize("told", [created, notified])
def test_messages_of_a_queue_hold_either_event(told: Any) -> None:
    answer = handler(queued(told(put(b"a letter")), told(put(EICAR))), None)

    assert answer == {"batchItemFailures": []}
    assert sorted(word.found for word in said()) == ["malware", "nothing"]


def test_a_notification_may_come_without_a_queue() -> None:
    handler(notified(put(b"a letter")), None)

    assert [word.found for word in said()] == ["nothing"]


def test_a_message_that_fails_comes_again_alone() -> None:
    lost = notified("") | {"Records": [{"s3": {"bucket": {"name": "another"}, "object": {"key": KEY}}}]}

    answer = handler(queued(lost, "nothing of the kind", created(put(b"a letter"))), None)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}, {"itemIdentifier": "1"}]}
    assert [word.found for word in said()] == ["nothing"]


def test_a_single_event_that_fails_is_raised(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "clamscan").unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    version_id = put(b"a letter")

    with pytest.raises(FileNotFoundError):
        handler(created(version_id), None)

    assert said() == []


def test_what_is_gone_or_lies_elsewhere_or_only_tries_the_queue_is_passed_over() -> None:
    kept = f"kept/case-1/{ID}"

    answer = handler(
        queued(created(""), created(put(EICAR, kept), kept), {"Event": "s3:TestEvent"}),
        None,
    )

    assert answer == {"batchItemFailures": []}
    assert said() == []
