"""A case in the table with everybody concerned, and events of it as the queue delivers them."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shared.domain.application import Application
from shared.domain.change import Change
from shared.domain.events import Event, cloud_event
from shared.domain.reviews import Review
from shared.mail.letter import Letter
from shared.store.case_parts import Writes
from shared.store.stores import Stores
from tests.concerned import PEOPLE, REVIEWS, an_application

Happen = Callable[..., dict[str, Any]]


class Postbox:
    """A transport that keeps letters, and does first what it is told: raise, or die."""

    def __init__(self, *troubles: BaseException | None) -> None:
        self.letters: list[Letter] = []
        self._troubles = list(troubles)

    def send(self, letter: Letter) -> None:
        trouble = self._troubles.pop(0) if self._troubles else None
        if trouble:
            raise trouble
        self.letters.append(letter)


@pytest.fixture
def happen(stores: Stores) -> Happen:
    """Put people, a case and one event of it into the table; answers the event as a message of the queue."""
    for person in {each.id: each for group in PEOPLE.values() for each in group}.values():
        stores.people.save(person)

    def put(
        event: Event, application: Application | None = None, reviews: tuple[Review, ...] = REVIEWS
    ) -> dict[str, Any]:
        after = application or an_application(state=event.state)
        after = replace(after, id=event.application_id, version=event.version)
        own = tuple(replace(each, application_id=event.application_id) for each in reviews)
        stores.cases.commit(Change(before=None, after=after, event=event), Writes(reviews=own))
        return message(event)

    return put


def message(event: Event, message_id: str = "m1") -> dict[str, Any]:
    return {"messageId": message_id, "body": json.dumps(cloud_event(event)), "eventSource": "aws:sqs"}
