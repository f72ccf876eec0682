"""From a request to an attempt at an action, and the case as the caller may see it afterwards."""

from shared.actions.engine import Attempt
from shared.actions.policy import view_of
from shared.actions.queries.case_view import CaseView, present
from shared.domain.case import Case
from shared.domain.refusals import NotFound
from shared.web.http.call import Call
from shared.wiring import wiring


def attempt_of(call: Call, application_id: str, name: str, *, seen: frozenset[int] | None = None) -> Attempt:
    """What this caller tries."""
    return Attempt(
        stores=wiring().stores,
        person=call.who.person,
        application_id=application_id,
        name=name,
        at=call.at,
        seen=seen,
    )


def seen_after(call: Call, case: Case) -> CaseView:
    """The case an action left behind, as the caller may see it."""
    person = call.who.person
    view = view_of(person, case)
    if view is None:
        raise NotFound
    return present(wiring().stores, person, case, view, call.at)
