"""Documents in the bucket: the way in for one file of one person, the short way out, and what a check moves between.

What comes in lies under `incoming/`, where nobody but the check reads. What has passed lies under `kept/`, where nobody
but the check writes: so a link can lead to nothing that was not read whole before.
"""

import base64
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from botocore.exceptions import ClientError

from shared.domain.document_kinds import MOST_BYTES
from shared.domain.documents import UPLOAD, Document

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SIGNED: dict[str, Any] = {
    "signature_version": "s3v4",
    "s3": {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
}
"""How the bucket is addressed: in its region, because what is sent to the global address of a new bucket is led on."""
LINK = 300
"""Seconds that a link to a document is good for."""
INCOMING = re.compile(r"incoming/(?P<application_id>[a-z0-9-]{1,64})/(?P<document_id>[a-z2-7]{26})")
GONE = frozenset({"NoSuchKey", "NoSuchVersion", "MethodNotAllowed", "404", "405"})
"""What S3 says of an object, or a version of one, that is there no more or is the mark that it was deleted."""
READER = "x-reader"
PLAIN = "application/octet-stream"
"""Every file is stored and served as bytes: no browser is to show one in place."""


class Bucket:
    """The registry's bucket of documents."""

    def __init__(self, client: "S3Client", name: str) -> None:
        self.client, self.name = client, name
        events: Any = client.meta.events  # its stubs know no answer of a handler
        events.register("provide-client-params.s3.GetObject", _take_reader)
        events.register("before-sign.s3.GetObject", _name_reader)

    @property
    def origin(self) -> str:
        """Where browsers send files to and fetch them from."""
        made = urlsplit(self.client.generate_presigned_post(self.name, "incoming/")["url"])
        return f"{made.scheme}://{made.netloc}"

    def way_in(self, document: Document, *, back: str = "") -> dict[str, Any]:
        """A form that lets one file in, as `{url, fields}`: the case, the document, the person, and the size where it is known.

        `back` is the address that a plain form goes to afterwards; programs are answered 201.
        """
        size = document.size
        fields = {
            "Content-Type": PLAIN,
            "x-amz-meta-case": document.application_id,
            "x-amz-meta-person": document.by,
            **({"success_action_redirect": back} if back else {"success_action_status": "201"}),
        }
        if document.sha256:
            fields["x-amz-checksum-algorithm"] = "SHA256"
            fields["x-amz-checksum-sha256"] = base64.b64encode(bytes.fromhex(document.sha256)).decode()
        conditions: list[Any] = [{name: value} for name, value in fields.items()]
        conditions.append(["content-length-range", size or 1, size or MOST_BYTES])
        made = self.client.generate_presigned_post(
            self.name,
            _incoming(document),
            Fields=fields,
            Conditions=conditions,
            ExpiresIn=int(UPLOAD.total_seconds()),
        )
        return {"url": made["url"], "fields": made["fields"]}

    def link(self, document: Document, reader: str) -> str:
        """The address of a clean document for five minutes.

        `reader`, whom it was made for, is signed with it, so that the bucket's log says so; no name of a file is in it.
        """
        asked: Any = {"Bucket": self.name, "Key": _kept(document), READER: reader}
        return self.client.generate_presigned_url("get_object", Params=asked, ExpiresIn=LINK)

    def received(self, key: str, version_id: str) -> bytes | None:
        """What came in, None when it is there no more; one byte more than is allowed tells that it is too large."""
        which: Any = {"VersionId": version_id} if version_id else {}
        try:
            answer: Any = self.client.get_object(Bucket=self.name, Key=key, **which)
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return None
            raise
        with answer["Body"] as body:
            content: bytes = body.read(MOST_BYTES + 1)
        return content

    def keep(self, document: Document, content: bytes) -> None:
        """Put a file that has passed where it can be read, as a download under its name."""
        self.client.put_object(
            Bucket=self.name,
            Key=_kept(document),
            Body=content,
            ContentType=PLAIN,
            ContentDisposition=f"attachment; filename*=UTF-8''{quote(document.name, safe='')}",
            CacheControl="private, no-store",
        )

    def drop(self, key: str) -> None:
        """Take away what came in."""
        self.client.delete_object(Bucket=self.name, Key=key)

    def forget(self, document: Document) -> None:
        """Take away a document that was removed before anybody had it; versions of the bucket go 30 days later."""
        for key in (_incoming(document), _kept(document)):
            self.client.delete_object(Bucket=self.name, Key=key)


def _take_reader(params: dict[str, Any], context: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Lay aside what S3 has no parameter for."""
    context[READER] = params.pop(READER, "")
    return params


def _name_reader(request: Any, **_: Any) -> None:
    if reader := request.context.get(READER):
        request.url += f"{'&' if '?' in request.url else '?'}{READER}={quote(reader, safe='')}"


def _incoming(document: Document) -> str:
    return f"incoming/{document.application_id}/{document.id}"


def _kept(document: Document) -> str:
    return f"kept/{document.application_id}/{document.id}"
