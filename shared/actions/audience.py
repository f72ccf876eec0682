"""Who is told of an event: the same for telling them, and for showing beforehand who will be."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.domain.case import Case
from shared.domain.events import Event
from shared.domain.notifications import Notice, notices, roles_told, tells
from shared.domain.people import Person
from shared.domain.workflow import definitions
from shared.store.stores import Stores


def audience(stores: Stores, case: Case, event: Event) -> list[Notice]:
    """Everybody concerned, each once."""
    return notices(event, case.application, case.reviews, _people(stores, case, event))


def audience_of_step(stores: Stores, case: Case, action: str, by: Person, at: datetime) -> list[Notice]:
    """Who will be told if this person takes this step now."""
    application = case.application
    step = next(each for each in application.workflow.transitions_from(application.state, action))
    event = Event(
        application_id=application.id,
        version=application.version + 1,
        kind=definitions().actions[action].event,
        action=action,
        state=step.target,
        previous_state=application.state,
        at=at,
        by=by.id,
        by_name=by.name,
        role=step.role,
        direction=application.direction,
        number=application.number,
        organisation_id=application.organisation_id,
        programme_id=application.programme_id,
    )
    return audience(stores, case, event)


def _people(stores: Stores, case: Case, event: Event) -> Mapping[str, Sequence[Person]]:
    """Those the matrix may name, and nobody else."""
    people = {role: stores.people.holding(role) for role in sorted(roles_told(event))}
    if tells(event, "partner", "signatories"):
        people["partner"] = stores.people.acting_for(case.application.organisation_id)
    if tells(event, "reviewers", "new_reviewers", "stale_reviewers") and case.reviews:
        assigned = stores.people.get([review.person_id for review in case.reviews])
        people["reviewer"] = list(assigned.values())
    return people
