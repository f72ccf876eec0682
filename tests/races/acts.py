"""What racers do, so that it can be sent to another process."""

from datetime import datetime
from functools import partial

from shared.actions import drafting
from shared.actions.engine import Attempt
from shared.domain.case import Case
from shared.domain.people import Person
from shared.store.idempotency import IdempotentRequest
from shared.store.stores import Stores
from tests.builders import NOON
from tests.forms_data import complete
from tests.races.processes import Act
from tests.races.racing import ACTS
from tests.stage import Stage


def step(stage: Stage, name: str, who: str, case: Case, *, seen: int | None = None) -> Act:
    """Take an action on a case."""
    return partial(_step, name=name, person=stage.people[who], case=case, at=stage.at, seen=seen)


def _step(stores: Stores, *, name: str, person: Person, case: Case, at: datetime, seen: int | None) -> Case:
    attempt = Attempt(
        stores=stores,
        person=person,
        application_id=case.application.id,
        name=name,
        at=at,
        seen=None if seen is None else frozenset({seen}),
    )
    done = ACTS[name](attempt, case)
    assert isinstance(done, Case)
    return done


def begin(person: Person, key: IdempotentRequest, at: datetime = NOON) -> Act:
    """Ask for a draft under a key."""
    return partial(_begin, person=person, key=key, at=at)


def _begin(stores: Stores, *, person: Person, key: IdempotentRequest, at: datetime) -> Case:
    return drafting.create(
        stores,
        person,
        direction="going_out",
        programme_id="going-out",
        values=complete("going_out", today=NOON.date()),
        at=at,
        repeatable=key,
    )
