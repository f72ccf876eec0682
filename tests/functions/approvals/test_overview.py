"""The exchange in figures, on the page and over the API: as a recount has them, with the lists behind them."""

from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from shared.domain.programmes import DIRECTIONS
from shared.domain.workflow import states
from shared.identity import issue_token
from shared.store.stores import Stores
from tests.builders import a_programme, an_organisation
from tests.client import Client
from tests.functions.pages import Browser
from tests.stage import Stage

READERS = ("officer", "compliance", "safety", "approver", "senior", "observer", "auditor")


@pytest.fixture
def stage(stores: Stores) -> Stage:
    """Cases in several states of both directions, counted event by event."""
    stage = Stage(stores, at=datetime.now(UTC)).furnish()
    for state, direction in (
        ("submitted", "going_out"),
        ("submitted", "going_out"),
        ("under_review", "inviting_in"),
        ("approved", "going_out"),
        ("rejected", "inviting_in"),
    ):
        case = stage.case(state, direction)  # type: ignore[arg-type]  # one of both
        for event in stores.cases.history(case.application.id, 0, 100):
            stores.state_counts.count(event, stage.at)
    return stage


def recount(stores: Stores) -> dict[tuple[str, str], int]:
    counts = {
        (direction, name): len(stores.cases.in_state(direction, name, 100, None).rows)
        for direction in DIRECTIONS
        for name in states(direction)
    }
    return {place: count for place, count in counts.items() if count}


def program(stores: Stores, who: str) -> Client:
    return Client(token=issue_token(stores, who, at=datetime.now(UTC)))


def test_the_figures_are_those_of_a_recount(stage: Stage) -> None:
    stage.stores.organisations.save(an_organisation("away", standing="suspended"))
    stage.stores.programmes.save(a_programme(id="asked", state="proposed"))

    told = program(stage.stores, "observer").get("/api/v1/overview").json

    counts = {(each["direction"], each["state"]): each["count"] for each in told["cases"]}
    assert counts == recount(stage.stores)
    assert counts["going_out", "submitted"] == 2
    places = {each["id"]: (each["taken"], each["quota"]) for each in told["programmes"]}
    assert places == {"going-out": (1, 1_000), "going-out-b": (0, 1_000), "inviting-in": (0, 1_000)}
    every, _ = stage.stores.organisations.page(100)
    active = [each for each in every if each.standing == "active"]
    assert sum(each["count"] for each in told["organisations"]) == len(active) == len(every) - 1


@pytest.mark.parametrize("who", ["observer", "auditor", "officer"])
def test_each_figure_leads_to_as_many_cases_as_it_says(stage: Stage, who: str) -> None:
    browser = Browser(stage.stores, who)

    links = [link for link in browser.open("/overview").links if "direction=" in link]

    assert len(links) == len(recount(stage.stores))
    for link in links:
        asked = parse_qs(link.partition("?")[2])
        name = asked["state"][0] if "state" in asked else _named(asked["direction"][0], asked["status"][0])
        listed = {each for each in browser.open(link).links if _is_case(each)}
        assert len(listed) == recount(stage.stores)[asked["direction"][0], name], link


def _named(direction: str, label: str) -> str:
    (name,) = [name for name, each in states(direction).items() if each.label.en == label and name != "draft"]
    return name


def _is_case(link: str) -> bool:
    return link.startswith(("/applications/", "/desk/")) and link != "/desk/handover"


def test_whoever_has_no_such_list_reads_figures_without_links(stage: Stage) -> None:
    page = Browser(stage.stores, "approver", "zh").open("/overview")

    assert [link for link in page.links if "direction=" in link] == []
    assert "已用1个，共1000个" in page.text


def test_a_case_that_does_not_exist_for_somebody_is_not_counted(stage: Stage) -> None:
    case = stage.case("screening")
    for event in stage.stores.cases.history(case.application.id, 0, 100):
        stage.stores.state_counts.count(event, stage.at)
    place = f"/desk/{case.application.id}/conflict"
    browser = Browser(stage.stores, "approver")
    assert browser.send(place, browser.open(place)).status == 303

    for who, count in (("approver", 0), ("observer", 1)):
        told = program(stage.stores, who).get("/api/v1/overview").json["cases"]
        assert sum(each["count"] for each in told if each["state"] == "screening") == count


def test_it_is_for_people_of_the_federation_observers_and_auditors(stage: Stage) -> None:
    for who in READERS:
        page = Browser(stage.stores, who)
        assert page.client.get("/overview").status == 200
        assert program(stage.stores, who).get("/api/v1/overview").status == 200
    for who in ("north-editor", "reviewer-1", "admin"):
        if who in stage.people:
            assert Browser(stage.stores, who).client.get("/overview").status == 403


def test_no_personal_detail_is_in_it(stage: Stage) -> None:
    told = program(stage.stores, "observer").get("/api/v1/overview").text

    assert [person.name for person in stage.people.values() if person.name in told] == []
