"""The latest days for everything between submission and the start of an exchange, as people see them."""

from collections.abc import Sequence

from shared.domain.application import Application
from shared.domain.json_value import Values
from shared.domain.programmes import Programme
from shared.domain.statutory_clock import Stop, path

DECISION = "decision"
"""The stage of a workflow in which it is decided."""


def latest_dates(application: Application, values: Values, programme: Programme | None) -> Sequence[Stop]:
    """The steps from submission to the start; none before the start is known. Once submitted, a case has its own terms."""
    return path(application.direction, values, _federation_days(application, values, programme))


def _federation_days(application: Application, values: Values, programme: Programme | None) -> int:
    """Calendar days until the decision by the terms of the programme; urgent cases have half of each."""
    terms = programme.terms if programme else application.terms
    workflow = application.workflow
    days = [terms.get(state, workflow.states[state].sla_days or 0) for state in workflow.way_to(DECISION)]
    return sum((each + 1) // 2 if values.get("urgent_reason") else each for each in days)
