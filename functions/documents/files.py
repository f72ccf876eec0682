"""What happens to files when a document is opened or removed, by page and by program alike."""

from shared.actions.queries import documents
from shared.domain.case import Case
from shared.domain.documents import FEDERATION
from shared.log import logger
from shared.web.http.attempt import attempt_of
from shared.web.http.call import Call
from shared.wiring import wiring


def opened(call: Call, application_id: str, document_id: str) -> str:
    """The link to a document; who was given it is logged, by ids alone. Raises NotFound, Unmet."""
    document = documents.one(attempt_of(call, application_id, "read_documents"), document_id)
    logger.info(
        "opened",
        application_id=application_id,
        document_id=document_id,
        person_id=call.who.person.id,
    )
    return wiring().bucket.link(document, call.who.person.id)


def removed(case: Case) -> None:
    """Take away the file of the document that was removed last, unless a version that was submitted has it.

    What the federation attached stays: its removal is told in the history, and what was removed can be shown.
    """
    gone = case.documents[-1]
    if gone.state == "removed" and gone.field != FEDERATION:
        wiring().bucket.forget(gone)
