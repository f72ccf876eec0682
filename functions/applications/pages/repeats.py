"""Whether a form that comes a second time was taken the first time."""

from shared.actions.steps import seen_by
from shared.web.call import Call
from shared.wiring import wiring


def taken_before(call: Call, application_id: str, name: str) -> bool:
    """Whether the last thing that happened to the case is this very action by this very person."""
    person = call.who.person
    case = wiring().stores.cases.load(application_id)
    seen_by(person, case)
    last = case.events[-1] if case.events else None
    return last is not None and last.action == name and last.by == person.id
