"""Documents as pages show them: by the question they answer, with how far they were checked and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.actions.documents import NO_QUESTION
from shared.actions.queries.documents import CaseDocuments
from shared.domain.application import Application
from shared.domain.documents import FEDERATION, FEDERATION_LABEL, Document
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Language, Words
from shared.identity import TYPED, has_typed
from shared.web.http.call import Call
from shared.web.pages.document_rows import DocumentRow, row_of_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The question that a document answers, and the page that it stands on.

    `typed` is the sign, carried along, that the form around it has something to show that was typed.
    """

    application: Application
    field: str
    label: str
    help: str
    page: str
    typed: str

    @property
    def back(self) -> str:
        return self._with(self.typed)

    def after(self, done: str) -> str:
        """The page again, which says what was done."""
        return self._with("&".join(filter(None, (f"done={done}", self.typed))))

    def _with(self, query: str) -> str:
        anchor = "" if self.field == FEDERATION else f"#{self.field}"
        return f"{self.page}?{query}{anchor}" if query else f"{self.page}{anchor}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The documents of one question."""

    label: str
    rows: Sequence[DocumentRow]


def place_of(call: Call, found: CaseDocuments, field: str) -> Place:
    """Raises InvalidFields for a question that takes no documents."""
    application, language = found.application, call.language
    typed = f"{TYPED}=1" if has_typed(call) else ""
    here = f"/applications/{application.id}"
    if field == FEDERATION:
        label = FEDERATION_LABEL.within(language)
        page = f"{here}/documents"
        return Place(application=application, field=field, label=label, help="", page=page, typed=typed)
    question = application.form.index.get(field)
    if question is None or question.kind != "documents":
        raise InvalidFields((FieldError(field="field", code="unknown", message=NO_QUESTION),))
    section = application.form.section_of(field)
    return Place(
        application=application,
        field=field,
        label=question.label.within(language),
        help=question.help.within(language) if question.help else "",
        page=f"{here}/answer" if found.case.open_request else f"{here}/sections/{section.id}",
        typed=typed,
    )


def listed(found: CaseDocuments, language: Language, at: datetime, reader: str) -> list[Group]:
    """What is there, in the order of the form; then the federation's own, and what an earlier version had."""
    form = found.application.form
    labels = {field.id: field.label for field in form.fields if field.kind == "documents"}
    labels[FEDERATION] = FEDERATION_LABEL
    places = [(each, found.current, label) for each, label in labels.items()]
    earlier = frozenset(each.id for each in found.documents) - found.current
    places += [(each, earlier, _earlier(label)) for each, label in labels.items()]
    groups = []
    for field, ids, label in places:
        rows = [
            _row(found, each, at, language, reader)
            for each in found.documents
            if each.field == field and each.id in ids
        ]
        if rows:
            groups.append(Group(label=label.within(language), rows=rows))
    return groups


def _earlier(label: Words) -> Words:
    return Words(f"{label.en} (of an earlier version)", f"{label.zh}（此前版本）")


def _row(
    found: CaseDocuments, document: Document, at: datetime, language: Language, reader: str
) -> DocumentRow:
    own = document.field == FEDERATION and document.by == reader and not found.application.decided
    return row_of_document(document, at, language, removable=own and found.view == "federation")
