"""A question that is answered by documents, as its section shows it: what is there, and whether there is room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.domain.case import Case
from shared.domain.conditions import rows_of
from shared.domain.questions import Field
from shared.web.http.call import Call
from shared.web.pages.document_rows import DocumentRow, row_of_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The documents of one question; `room` for more of them."""

    rows: Sequence[DocumentRow]
    room: bool


def documents_of(case: Case, fields: Iterable[Field], call: Call) -> Mapping[str, Documents]:
    """The questions among these that are answered by documents, by their ids."""
    known = {each.id: each for each in case.documents}
    found = {}
    for field in fields:
        if field.kind == "documents":
            named = [str(row["id"]) for row in rows_of(case.values.get(field.id))]
            rows = [
                row_of_document(
                    known[each], call.at, call.language, removable=True, reader=call.who.person.id
                )
                for each in named
                if each in known
            ]
            found[field.id] = Documents(rows=rows, room=len(named) < (field.maximum or 1))
    return found
