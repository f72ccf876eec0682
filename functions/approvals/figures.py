"""The overview as figures with their words, each with the list behind it where this person has one."""

from dataclasses import dataclass
from urllib.parse import urlencode

from shared.actions.queries.overview import Overview, overview
from shared.domain.people import Person
from shared.domain.programmes import DIRECTIONS
from shared.domain.questions import registry_form
from shared.domain.words import Words
from shared.domain.workflow import states
from shared.store import keys
from shared.web.http.call import Call
from shared.web.pages.work import places_of
from shared.wiring import wiring

TALLY = (keys.tally(),)
"""What a route of the overview has read with who calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many there are of something; `direction` and `code` say of what, `href` is empty without a list."""

    code: str
    label: Words
    count: int
    direction: str = ""
    href: str = ""


def read(call: Call) -> Overview:
    """What may be known now by whoever calls."""
    return overview(wiring().stores, call.rows.get(TALLY[0], {}), call.who.conflicts)


def cases(found: Overview, person: Person) -> list[Figure]:
    """Cases by direction and state, in the order of the workflow."""
    return [
        Figure(
            code=name,
            label=state.label,
            count=found.cases[direction, name],
            direction=direction,
            href=_list(person, direction, name, state.label, listed=bool(state.stage)),
        )
        for direction in DIRECTIONS
        for name, state in states(direction).items()
        if found.cases and found.cases.get((direction, name))
    ]


def organisations(found: Overview) -> list[Figure]:
    """Active organisations by kind, in the order of their form."""
    return [
        Figure(code=str(option.value), label=option.label, count=found.organisations[str(option.value)])
        for option in registry_form("organisation").field("kind").options
        if found.organisations.get(str(option.value))
    ]


def _list(person: Person, direction: str, state: str, label: Words, *, listed: bool) -> str:
    """Officers filter their desk by state, observers and auditors the list of applications by its name."""
    if any(place.href == "/applications" for place in places_of(person)):
        return f"/applications?{urlencode({'direction': direction, 'status': label.en})}"
    if "programme_officer" in person.roles and (
        listed or state in ("approved", "rejected", "appeal_pending")
    ):
        return f"/desk?{urlencode({'whose': 'all', 'direction': direction, 'state': state})}"
    return ""
