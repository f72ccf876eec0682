"""Documents as pages show them: by the question they answer, with how far they were checked and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.actions.documents import NO_QUESTION
from shared.domain.application import Application
from shared.domain.case import Case
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


def place_of(call: Call, case: Case, field: str) -> Place:
    """Raises InvalidFields for a question that takes no documents."""
    application, language = case.application, call.language
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
        page=f"{here}/answer" if case.open_request else f"{here}/sections/{section.id}",
        typed=typed,
    )


def listed(case: Case, language: Language, at: datetime, reader: str) -> list[Group]:
    """What is there, in the order of the form; the federation's own come last."""
    form = case.application.form
    names = [field.id for field in form.fields if field.kind == "documents"]
    found = []
    for name in (*names, FEDERATION):
        rows = [_row(each, at, language, reader) for each in case.documents if each.field == name]
        label: Words = FEDERATION_LABEL if name == FEDERATION else form.index[name].label
        if rows:
            found.append(Group(label=label.within(language), rows=rows))
    return found


def _row(document: Document, at: datetime, language: Language, reader: str) -> DocumentRow:
    own = document.field == FEDERATION and document.by == reader
    return row_of_document(document, at, language, removable=own)
