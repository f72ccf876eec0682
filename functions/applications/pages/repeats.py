"""Whether a form that comes a second time was taken the first time."""

from shared.actions import recounting
from shared.web.call import Call
from shared.wiring import wiring


def taken_before(call: Call, application_id: str, name: str) -> bool:
    """Whether the last thing that happened to the case is this very action by this very person."""
    person = call.who.person
    events = recounting.history(wiring().stores, person, application_id)
    return bool(events) and events[-1].action == name and events[-1].by == person.id
