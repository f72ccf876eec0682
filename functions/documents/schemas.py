"""The public JSON of documents."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from shared.domain.document_kinds import MOST_BYTES
from shared.web.api.bodies import Id
from shared.web.api.schemas import DocumentView
from shared.web.api.validation import Body


class NewDocument(Body):
    """A file to come: the question that it answers (`federation` for one of the federation's own) and what it is.

    `size` is in bytes, `sha256` in hexadecimal digits; what arrives must be exactly this.
    """

    field: Id
    name: Annotated[str, Field(max_length=200)]
    size: Annotated[int, Field(json_schema_extra={"minimum": 1, "maximum": MOST_BYTES})]
    sha256: Annotated[str, Field(max_length=64)]


class UploadView(BaseModel):
    """Where the file goes within 15 minutes: a form of these fields and then the `file` itself, sent by POST."""

    url: str
    fields: dict[str, Any]


class AnnouncedView(BaseModel):
    """The document, and the way in for its file."""

    id: str
    upload: UploadView


class DocumentsView(BaseModel):
    """The documents of a case that the caller may know of."""

    items: list[DocumentView]
    next_cursor: str | None = None
