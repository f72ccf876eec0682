"""A malware scanner of your own: asks ClamAV about a document that came in and tells the registry (docs/malware.md).

Called with an event "Object Created" of EventBridge, or with messages of a queue that hold one or S3's notification.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

import boto3

RESULT = "GuardDuty Malware Protection Object Scan Result"
STATUS = {0: "NO_THREATS_FOUND", 1: "THREATS_FOUND"}
"""By what clamscan ends with; anything else, such as a time limit that ran out, is no verdict."""
LIMIT = "110"
"""Seconds for one file: below the 120 after which clamscan itself gives up and finds nothing."""


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Each message stands or fails alone; a single event that fails is raised, so that Lambda calls again."""
    messages = [each for each in event.get("Records") or () if "body" in each]
    if not messages:
        _scan_all(event)
    failed = []
    for message in messages:
        try:
            _scan_all(json.loads(message["body"]))
        except Exception as error:  # noqa: BLE001 -- one file must not stop the others
            print(json.dumps({"failed": type(error).__name__}))
            failed.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failed}


def _scan_all(event: Mapping[str, Any]) -> None:
    for bucket, key, version_id in _places(event):
        if key.startswith("incoming/"):
            _scan(bucket, key, version_id)


def _places(event: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Bucket, key and version of each object; EventBridge writes keys as they are, S3 as in an address."""
    if event.get("detail-type") == "Object Created":
        found = event["detail"]["object"]
        yield event["detail"]["bucket"]["name"], found["key"], found.get("version-id", "")
    for each in event.get("Records") or ():
        found = each["s3"]["object"]
        yield each["s3"]["bucket"]["name"], unquote_plus(found["key"]), found.get("versionId", "")


def _scan(bucket: str, key: str, version_id: str) -> None:
    s3 = boto3.client("s3")
    which: Any = {"VersionId": version_id} if version_id else {}
    with tempfile.NamedTemporaryFile(dir="/tmp") as file:
        try:
            found = s3.get_object(Bucket=bucket, Key=key, **which)
            version_id = found.get("VersionId", version_id)
            shutil.copyfileobj(found["Body"], file)
        except s3.exceptions.NoSuchKey:  # somebody has removed it
            return
        file.flush()
        status = _status(file.name)
    place = {"bucketName": bucket, "objectKey": key, "versionId": version_id}
    said = {"s3ObjectDetails": place, "scanResultDetails": {"scanResultStatus": status}}
    body = json.dumps({"source": "clamav", "detail-type": RESULT, "detail": said})
    boto3.client("sqs").send_message(QueueUrl=os.environ["SCAN_QUEUE_URL"], MessageBody=body)
    print(json.dumps({"key": key, "status": status}))


def _status(path: str) -> str:
    limit = float(os.environ.get("SCAN_SECONDS", LIMIT))
    try:
        done = subprocess.run(["clamscan", "--no-summary", path], timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return "FAILED"
    return STATUS.get(done.returncode, "FAILED")
