"""The documents of a case that somebody may know of, and one of them to open."""

from dataclasses import dataclass, replace

from shared.actions.engine import Attempt, not_available, seen_by
from shared.actions.policy import POLICY, View
from shared.actions.queries.case_view import visible_documents
from shared.actions.submission import with_documents
from shared.domain.application import Application
from shared.domain.case import Case
from shared.domain.documents import FEDERATION, Document, attached, standing
from shared.domain.people import Person
from shared.domain.refusals import Forbidden, NotFound, Reason, Unmet
from shared.store.stores import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDocuments:
    """A case with the documents that a reader may know of; `current` are the ids of those that it has now."""

    case: Case
    view: View
    current: frozenset[str]

    @property
    def application(self) -> Application:
        """The case as this reader may know it."""
        application = self.case.application
        return application.for_partner if self.view == "partner" else application

    @property
    def documents(self) -> tuple[Document, ...]:
        return self.case.documents

    def one(self, document_id: str) -> Document:
        """Raises NotFound."""
        found = next((each for each in self.documents if each.id == document_id), None)
        if found is None:
            raise NotFound
        return found


def of_case(stores: Stores, person: Person, application_id: str) -> CaseDocuments:
    """Raises NotFound when the case does not exist for this person."""
    partner = person.organisation_id is not None
    load = stores.cases.load_for_partner if partner else stores.cases.load
    found = load(application_id)
    view = seen_by(person, found)
    found = with_documents(stores, found)
    now = frozenset(attached(found.application.form, found.values))
    own = frozenset(each.id for each in found.documents if each.field == FEDERATION)
    return CaseDocuments(
        case=replace(found, documents=visible_documents(found, view)), view=view, current=now | own
    )


def changeable(attempt: Attempt) -> CaseDocuments:
    """The case, to attach to or remove from; raises NotFound, Forbidden, NotAvailable where its answers are closed."""
    found = of_case(attempt.stores, attempt.person, attempt.application_id)
    application = found.case.application
    if not POLICY[attempt.name].admits(attempt.person) or found.view not in ("partner", "federation"):
        raise Forbidden
    if found.view == "partner" and not application.workflow.states[application.state].partner_may_edit:
        raise not_available(attempt.person, application)
    return found


def removable(attempt: Attempt, document_id: str) -> tuple[CaseDocuments, Document]:
    """A document that this person may take out now; raises NotFound, Forbidden, NotAvailable."""
    found = changeable(attempt)
    document = found.one(document_id)
    own = document.field == FEDERATION and document.by == attempt.person.id
    if not (found.view == "partner" or own):
        raise Forbidden
    if own and found.application.decided:
        raise not_available(attempt.person, found.application)
    return found, document


def one(attempt: Attempt, document_id: str) -> Document:
    """A document to open; raises NotFound, and Unmet while it has not passed its check."""
    document = of_case(attempt.stores, attempt.person, attempt.application_id).one(document_id)
    if words := standing(document, attempt.at):
        raise Unmet((Reason(code="document_clean", message=words),))
    return document
