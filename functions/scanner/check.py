"""The check of one file: whether it is whole, what it says it is, and free of malware; only then is it kept."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from functions.scanner.content import content_fault
from functions.scanner.word import Word
from shared.domain.document_kinds import KINDS
from shared.domain.documents import Document
from shared.domain.refusals import Conflict
from shared.domain.words import Words
from shared.files.bucket import Bucket
from shared.store.documents import Documents

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless file by which malware scanners are tried (eicar.org); all that the built-in one knows."""
TRIES = 3
"""Times that a document is looked at anew because somebody, or another message, has just changed it."""
MALWARE = Words(
    "It contains malware. It has been deleted: check the computer that it comes from.",
    "文件含有恶意软件，已被删除，请检查来源计算机。",
)
NOT_WHOLE = Words(
    "It did not arrive as it was sent: remove it and attach it again.", "文件传输不完整，请移除后重新上传。"
)
NO_KIND = Words(
    "It is neither a PDF, JPG or PNG nor a Word (.docx) or Excel (.xlsx) file: save it as one of these.",
    "文件不是PDF、JPG、PNG、Word（.docx）或Excel（.xlsx）格式，请另存为其中一种后上传。",
)


@dataclass(frozen=True, slots=True)
class Check:
    """Where documents are known, where files lie, and whether the built-in scanner speaks or another one does."""

    documents: Documents
    bucket: Bucket
    builtin: bool

    def on(self, word: Word, at: datetime) -> str:
        """What became of the document: its state, `waiting` for another scanner, or `dropped` when nobody wants it.

        Safe to repeat. Raises Conflict when the document goes on changing meanwhile.
        """
        for left in reversed(range(TRIES)):
            try:
                return self._on(word, at)
            except Conflict:
                if not left:
                    raise
        raise AssertionError

    def _on(self, word: Word, at: datetime) -> str:
        document = self.documents.get(word.application_id, word.document_id)
        if document is None or document.state not in ("scanning", "held"):
            self.bucket.drop(word.key)
            if document is None or document.state != "clean":  # a check that was overtaken may have kept it
                self.bucket.drop(word.key.replace("incoming/", "kept/", 1))
            return "dropped"
        if word.found == "unknown":
            return self._write(document, at, state="held", arrived=True)
        if word.found == "arrived" and not self.builtin:
            return "waiting" if document.arrived else self._write(document, at, arrived=True)
        return self._judged(document, word, at)

    def _judged(self, document: Document, word: Word, at: datetime) -> str:
        content = self.bucket.received(word.key, word.version_id)
        if content is None:
            return "dropped"
        named = document if document.sha256 else _named(document, content)
        if fault := _fault(named, content, infected=_infected(word, content)):
            said = self._write(named, at, state="refused", fault_en=fault.en, fault_zh=fault.zh, arrived=True)
            self.bucket.drop(word.key)
            return said
        self.bucket.keep(named, content)
        digest = hashlib.sha256(content).hexdigest()
        said = self._write(named, at, state="clean", size=len(content), sha256=digest, arrived=True)
        self.bucket.drop(word.key)
        return said

    def _write(self, document: Document, at: datetime, **found: Any) -> str:
        judged = replace(document, checked_at=at, version=document.version + 1, **found)
        self.documents.judge(judged)
        return judged.state


def _infected(word: Word, content: bytes) -> bool:
    return word.found == "malware" or EICAR in content


def _fault(document: Document, content: bytes, *, infected: bool) -> Words | None:
    """Why the file is refused; None when there is nothing against it."""
    if infected:
        return MALWARE
    digest = hashlib.sha256(content).hexdigest()
    if document.sha256 and (len(content) != document.size or digest != document.sha256):
        return NOT_WHOLE
    if "." not in document.name:
        return NO_KIND
    finding = content_fault(document.name, content)
    return finding.message if finding else None


def _named(document: Document, content: bytes) -> Document:
    """A file that a plain form sent has the name of its question; its ending is that of what it is."""
    found = {each: content_fault(f"file.{each}", content) for each in KINDS}
    sound = next((each for each, fault in found.items() if fault is None), None)
    likely = sound or next(
        (each for each, fault in found.items() if fault and fault.code != "other_kind"), None
    )
    return replace(document, name=f"{document.name}.{likely}") if likely else document
