"""Documents for tests: small files of every kind, and one that a case has and that has passed its check."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from functions.scanner.word import RESULT
from shared.actions.perform import perform
from shared.domain.case import Case
from shared.domain.commands import AttachCommand
from shared.domain.documents import FEDERATION, Document
from tests.stage import Stage

PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n"
    b"xref\n0 4\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n170\n%%EOF\n"
)


def said_of(content: bytes, field: str, name: str) -> dict[str, Any]:
    """What is said of a file before it is sent."""
    return {
        "field": field,
        "name": name,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def announced(
    stage: Stage, who: str, case: Case, field: str = "", name: str = "Letter 邀请函.pdf"
) -> tuple[Case, Document]:
    """A file that was announced and has not come yet."""
    partner = stage.people[who].is_partner
    wanted = field or ("agreement_file" if partner else FEDERATION)
    command = AttachCommand(**said_of(PDF, wanted, name))
    case = perform(stage.attempt(who, "attach", case), command)
    return case, case.documents[-1]


def a_document(
    stage: Stage, who: str, case: Case, field: str = "", name: str = "Letter 邀请函.pdf"
) -> tuple[Case, Document]:
    """One that has passed its check."""
    case, document = announced(stage, who, case, field, name)
    clean = replace(document, state="clean", arrived=True, checked_at=stage.at, version=2)
    stage.stores.documents.judge(clean)
    return case, clean


def arrival(document: Document, version: str = "") -> dict[str, Any]:
    """The message that the file has come, as a queue hands it over."""
    place = {"key": f"incoming/{document.application_id}/{document.id}"} | (
        {"versionId": version} if version else {}
    )
    return a_message({"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": place}}]})


def verdict(document: Document, status: str, version: str = "") -> dict[str, Any]:
    """The message of a malware scanner, as Amazon GuardDuty words it."""
    place = {"bucketName": "bucket", "objectKey": f"incoming/{document.application_id}/{document.id}"}
    place |= {"versionId": version} if version else {}
    detail = {"s3ObjectDetails": place, "scanResultDetails": {"scanResultStatus": status}}
    return a_message({"detail-type": RESULT, "source": "aws.guardduty", "detail": detail})


def a_message(body: Any) -> dict[str, Any]:
    return {"messageId": "m1", "body": json.dumps(body)}
