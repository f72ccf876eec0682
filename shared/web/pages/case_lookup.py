"""A case found by the number somebody types."""

from shared.actions.queries import case_view
from shared.domain.case_number import is_number
from shared.domain.refusals import NotFound
from shared.web.http.call import Call
from shared.wiring import wiring


def readable(call: Call, number: str) -> str | None:
    """The id of the case with this number if the caller may see it; nobody learns of others."""
    stores = wiring().stores
    application_id = stores.cases.id_of(number) if is_number(number) else None
    if application_id is None:
        return None
    try:
        case_view.case(stores, call.who.person, application_id, at=call.at)
    except NotFound:
        return None
    return application_id
