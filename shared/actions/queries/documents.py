"""The documents of a case that somebody may know of, and one of them to open."""

from shared.actions.engine import Attempt, not_available, seen_by
from shared.actions.policy import POLICY
from shared.actions.queries.case_view import visible_documents
from shared.actions.submission import with_documents
from shared.domain.case import Case
from shared.domain.documents import FEDERATION, Document, standing
from shared.domain.people import Person
from shared.domain.refusals import Forbidden, NotFound, Reason, Unmet
from shared.store.stores import Stores


def of_case(stores: Stores, person: Person, application_id: str) -> Case:
    """The case with the documents that this person may know of and no others; raises NotFound."""
    partner = person.organisation_id is not None
    load = stores.cases.load_for_partner if partner else stores.cases.load
    found = load(application_id)
    view = seen_by(person, found)
    found = with_documents(stores, found)
    return Case(
        application=found.application.for_partner if view == "partner" else found.application,
        values=found.values if view == "partner" else {},
        requests=found.requests if view == "partner" else (),
        documents=visible_documents(found, view),
    )


def changeable(attempt: Attempt) -> Case:
    """The case, to attach to or remove from; raises NotFound, Forbidden, NotAvailable where its answers are closed."""
    case = of_case(attempt.stores, attempt.person, attempt.application_id)
    person, application = attempt.person, case.application
    if not POLICY[attempt.name].admits(person):
        raise Forbidden
    if person.is_partner and not application.workflow.states[application.state].partner_may_edit:
        raise not_available(person, application)
    return case


def known(attempt: Attempt, document_id: str) -> tuple[Case, Document]:
    """A document of a case that may be attached to; raises NotFound, Forbidden, NotAvailable."""
    case = changeable(attempt)
    document = next((each for each in case.documents if each.id == document_id), None)
    if document is None:
        raise NotFound
    return case, document


def removable(attempt: Attempt, document_id: str) -> tuple[Case, Document]:
    """A document that this person may take out now; raises NotFound, Forbidden, NotAvailable."""
    case, document = known(attempt, document_id)
    own = document.field == FEDERATION and document.by == attempt.person.id
    if not (attempt.person.is_partner or own):
        raise Forbidden
    return case, document


def one(attempt: Attempt, document_id: str) -> Document:
    """A document to open; raises NotFound, and Unmet while it has not passed its check."""
    case = of_case(attempt.stores, attempt.person, attempt.application_id)
    document = next((each for each in case.documents if each.id == document_id), None)
    if document is None:
        raise NotFound
    if words := standing(document, attempt.at):
        raise Unmet((Reason(code="document_clean", message=words),))
    return document
