"""One document as a page shows it: its name and size, where it leads, and how far it was checked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.domain.documents import Document, standing
from shared.domain.words import Language, Words
from shared.language.formats import file_size

STATES = {
    "waiting": Words("Not there yet", "尚未收到"),
    "scanning": Words("Being checked", "检查中"),
    "held": Words("Held back", "暂缓放行"),
    "refused": Words("Refused", "未通过"),
    "lost": Words("Not arrived", "未收到"),
}
Status = Literal["waiting", "scanning", "held", "clean", "refused", "lost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """`href` is empty until the file may be opened; `why` says what is in the way, `removable` whether it may go."""

    id: str
    name: str
    size: str
    href: str
    status: Status
    tag: str
    why: str
    by: str
    at: datetime
    removable: bool
    remove_href: str
    send_href: str


def row_of_document(
    document: Document, at: datetime, language: Language, *, removable: bool, reader: str = ""
) -> DocumentRow:
    """`reader` is offered to send what they have announced and nobody has received."""
    status: Status = _status(document, at)
    here = f"/applications/{document.application_id}/documents/{document.id}"
    why = standing(document, at)
    return DocumentRow(
        id=document.id,
        name=document.name,
        size=file_size(document.size) if document.size else "",
        href=here if status == "clean" else "",
        status=status,
        tag=STATES[status].within(language) if status in STATES else "",
        why=why.within(language) if why else "",
        by=document.by_name,
        at=document.at,
        removable=removable,
        remove_href=f"{here}/remove",
        send_href=f"{here}/send" if status == "waiting" and document.by == reader else "",
    )


def _status(document: Document, at: datetime) -> Status:
    if document.state == "scanning" and not document.arrived:
        return "lost" if document.lost(at) else "waiting"
    return document.known_as(at)
