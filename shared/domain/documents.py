"""Documents of a case: what was attached to a question, how far it was checked, and who may open it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.domain.conditions import rows_of
from shared.domain.json_value import JsonValue, Values
from shared.domain.questions import Form
from shared.domain.refusals import FieldError
from shared.domain.words import Words

Known = Literal["scanning", "held", "clean", "refused"]
State = Literal["scanning", "held", "clean", "refused", "removed"]
MOST = 20
"""Documents that the partner's part of a case may have, and as many of the federation's own."""
EVER = 100
"""Documents that a case may ever have had, with those that were removed or replaced."""
FEDERATION = "federation"
"""What the federation attaches for itself belongs to no question of the form."""
FEDERATION_LABEL = Words("Documents of the federation", "联合会材料")
UPLOAD = timedelta(minutes=15)
"""How long the way into the bucket stays open."""


PATIENCE = timedelta(hours=1)
"""How long the check of a file that has arrived may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file; `field` is the question that it answers, or FEDERATION.

    `sha256` is what its sender said it is until it has been read, and empty when nothing was said; `size` (bytes) is 0
    then. `fault` says why it was refused. `version` counts the writes of this row.
    """

    id: str
    application_id: str
    field: str
    name: str
    size: int
    sha256: str
    by: str
    by_name: str
    at: datetime
    state: State = "scanning"
    arrived: bool = False
    fault_en: str = ""
    fault_zh: str = ""
    checked_at: datetime | None = None
    version: int = 1

    @property
    def fault(self) -> Words | None:
        return Words(self.fault_en, self.fault_zh) if self.fault_en else None

    @property
    def reference(self) -> dict[str, JsonValue]:
        """How the answer to its question names it; this is what is signed."""
        return {"id": self.id, "name": self.name, "size": self.size, "sha256": self.sha256}

    def known_as(self, at: datetime) -> Known:
        """The state as others read it: a check that has not come for an hour holds the document back."""
        if self.state == "scanning" and self.arrived and at > self.at + PATIENCE:
            return "held"
        return "refused" if self.state == "removed" else self.state

    def lost(self, at: datetime) -> bool:
        """Whether the file never came: the way into the bucket has closed again."""
        return self.state == "scanning" and not self.arrived and at > self.at + UPLOAD


NOT_YET = Words(
    "“{name}” is still being checked for malware. This usually takes less than a minute: try again then.",
    "“{name}”正在进行安全检查，一般不超过一分钟，请稍后再试。",
)
NOT_THERE = Words("“{name}” has not arrived yet: send it, or remove it.", "“{name}”尚未收到，请上传或移除。")
NOT_ARRIVED = Words(
    "“{name}” has not arrived in full: remove it and attach it again.",
    "“{name}”未完整上传，请移除后重新上传。",
)
UNKNOWN = Words(
    "A document cannot be found: remove it and attach it again.", "有文件无法找到，请移除后重新上传。"
)
HELD = Words(
    "“{name}” could not be checked for malware yet and is held back. Nothing of it is lost. If it stays so, remove it "
    "and attach it again, or tell the programme office.",
    "“{name}”暂未能完成安全检查，已暂缓放行，文件不会丢失；如长时间未放行，请移除后重新上传，或联系项目办公室。",
)
REFUSED = Words("“{name}” was refused. {why}", "“{name}”未通过检查。{why}")


NOTHING = Words("", "")


def standing(document: Document, at: datetime) -> Words | None:
    """What keeps a document from being opened and sent, None when it is clean."""
    match document.known_as(at):
        case "clean":
            return None
        case "refused":
            return _named(REFUSED, document, document.fault or NOTHING)
        case "held":
            return _named(HELD, document)
        case _:
            if document.arrived:
                return _named(NOT_YET, document)
            return _named(NOT_ARRIVED if document.lost(at) else NOT_THERE, document)


def _named(words: Words, document: Document, why: Words = NOTHING) -> Words:
    return Words(
        words.en.format(name=document.name, why=why.en), words.zh.format(name=document.name, why=why.zh)
    )


def attached(form: Form, values: Values) -> dict[str, str]:
    """The documents that these answers name: the question of each, by its id, in the order of the form."""
    return {
        str(row["id"]): field.id
        for field in form.fields
        if field.kind == "documents"
        for row in rows_of(values.get(field.id))
    }


def document_errors(
    form: Form, values: Values, documents: Iterable[Document], at: datetime
) -> tuple[FieldError, ...]:
    """What keeps the documents that these answers name from being sent; one error for each."""
    known = {each.id: each for each in documents}
    found = (_error(field, known.get(name), at) for name, field in attached(form, values).items())
    return tuple(each for each in found if each)


def _error(field: str, document: Document | None, at: datetime) -> FieldError | None:
    """Of what nobody knows anything, nothing can be sent."""
    if document is None:
        return FieldError(field=field, code="not_arrived", message=UNKNOWN)
    words = standing(document, at)
    if words is None:
        return None
    code = document.known_as(at) if document.arrived else "not_arrived"
    return FieldError(field=field, code=code, message=words)


def completed(form: Form, values: Values, documents: Iterable[Document]) -> dict[str, JsonValue]:
    """The answers with every document named as it was read: with its size and SHA-256."""
    known: Mapping[str, Document] = {each.id: each for each in documents}
    found = dict(values)
    for field in form.fields:
        if field.kind == "documents" and field.id in found:
            found[field.id] = [
                known[name].reference if (name := str(row["id"])) in known else dict(row)
                for row in rows_of(found[field.id])
            ]
    return found
