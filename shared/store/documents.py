"""Documents of cases in the table: what is known of each file; the files lie in the bucket."""

from shared.domain.documents import EVER, Document
from shared.store import keys
from shared.store.case_parts import DOCUMENT, document_write
from shared.store.table import Table

MOST = EVER + 20
"""Documents of one case that are read: all that it can have, should some be attached at the same moment."""


class Documents:
    """Reads what is known of documents; attaching and removing are writes of their case."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, application_id: str) -> tuple[Document, ...]:
        """Every document of a case, the first one first, those that were removed too."""
        page = self._table.query(keys.document(application_id, ""), limit=MOST, consistent=True)
        return tuple(sorted((DOCUMENT.value(row) for row in page.rows), key=lambda each: each.at))

    def get(self, application_id: str, document_id: str) -> Document | None:
        key = keys.document(application_id, document_id)
        row = self._table.get([key]).get(key)
        return DOCUMENT.value(row) if row else None

    def judge(self, document: Document) -> None:
        """Write what a check has found; raises Conflict when the document was changed meanwhile."""
        self._table.commit([document_write(document)])
