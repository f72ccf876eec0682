"""What the queue says: that a file has come in, or what a malware scanner has found in one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote_plus

from shared.files.bucket import INCOMING

Found = Literal["arrived", "nothing", "malware", "unknown"]
RESULT = "GuardDuty Malware Protection Object Scan Result"
"""The detail type of a verdict (Amazon EventBridge); any scanner may say it in these words (docs/malware.md)."""
FOUND: Mapping[str, Found] = {"NO_THREATS_FOUND": "nothing", "THREATS_FOUND": "malware"}
"""Every other status, such as UNSUPPORTED or FAILED, is no verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One file, and what is said of it."""

    key: str
    version_id: str
    application_id: str
    document_id: str
    found: Found


def words_of(message: Any) -> Iterator[Word]:
    """What a message says of files that came in; raises ValueError for one that cannot be read.

    What is said of anything else in the bucket is none of ours.
    """
    if not isinstance(message, Mapping):
        raise ValueError  # noqa: TRY004 -- one kind of error for whatever cannot be read
    if message.get("Event") == "s3:TestEvent":
        return
    if message.get("detail-type") == RESULT:
        found = _member(message, "detail", "scanResultDetails", "scanResultStatus")
        place = _member(message, "detail", "s3ObjectDetails")
        version = place.get("versionId")
        judged: Found = FOUND.get(found, "unknown")
        if judged == "nothing" and not version:  # nobody can say of which of several uploads
            judged = "unknown"
        word = _word(place.get("objectKey"), version, judged)
        yield from [word] if word else ()
        return
    records = message.get("Records")
    if not isinstance(records, list) or not records:
        raise ValueError
    for record in records:
        place = _member(record, "s3", "object")
        key = place.get("key")
        word = _word(unquote_plus(key) if isinstance(key, str) else key, place.get("versionId"), "arrived")
        yield from [word] if word else ()


def _word(key: object, version_id: object, found: Found) -> Word | None:
    if not isinstance(key, str):
        raise ValueError  # noqa: TRY004 -- one kind of error for whatever cannot be read
    named = INCOMING.fullmatch(key)
    version = version_id if isinstance(version_id, str) else ""
    return Word(key=key, version_id=version, found=found, **named.groupdict()) if named else None


def _member(held: Any, *path: str) -> Any:
    for name in path:
        if not isinstance(held, Mapping) or name not in held:
            raise ValueError
        held = held[name]
    return held
