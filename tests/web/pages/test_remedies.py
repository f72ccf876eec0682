"""What keeps somebody from a step leads to a page that there is, and that they may open."""

from typing import Any

import pytest

from shared.actions.policy import POLICY
from shared.domain.workflow import definitions, published
from shared.store.stores import Stores
from shared.web.pages.remedies import PLACES, remedy
from tests.access.world import routes
from tests.builders import an_application
from tests.functions.pages import Browser
from tests.stage import Stage


def pattern(place: str) -> str:
    return "GET " + place.partition("?")[0].replace("{id}", "<application_id>")


def roles_with(guard: str) -> set[str]:
    steps = [step for flow in published().values() for step in flow.transitions]
    return {step.role for step in steps if guard in step.guards and step.action in POLICY}


@pytest.mark.parametrize("guard", PLACES)
def test_a_remedy_is_a_page_for_everybody_whom_the_guard_keeps_back(guard: str) -> None:
    route: Any = routes()[pattern(PLACES[guard])]
    rule = POLICY[route.policy]

    assert guard in definitions().guards
    assert roles_with(guard)
    assert not rule.roles or all(role in rule.roles for role in roles_with(guard))


def test_where_nothing_can_be_done_there_is_no_address() -> None:
    assert remedy("four_eyes", an_application()) == ""


def test_the_pages_lead_there(stores: Stores) -> None:
    stage = Stage(stores).furnish()
    case = stage.case("under_review")
    close = Browser(stores, "officer").open(f"/desk/{case.application.id}/close_review")
    shown = Browser(stores, "officer").open(f"/applications/{case.application.id}")

    for page in (close, shown):
        assert f"/applications/{case.application.id}?tab=reviews" in page.links
        assert f"/desk/{case.application.id}/reviewers" in page.links
