"""A case goes on under the workflow that it began under; what begins after another is published goes by that one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.workflow import newest
from tests import versions
from tests.functions.pages import Browser
from tests.programs import Program
from tests.stage import Stage

NOW = newest("going_out").version


@pytest.fixture
def running(stage: Stage) -> Case:
    """A case that was claimed while the first version was the only one."""
    return stage.do("claim", "officer", stage.do("submit", "north-signatory", stage.draft()))


@pytest.fixture
def second(running: Case) -> Iterator[Case]:
    """The second version is in force from here on."""
    with versions.in_force():
        yield running


@pytest.fixture
def fresh(stage: Stage, second: Case) -> Case:
    """A case that began under the second version."""
    assert second.application.workflow_version == NOW
    return stage.do("claim", "officer", stage.do("submit", "north-signatory", stage.draft()))


def test_a_new_case_begins_under_the_second_version(stage: Stage, fresh: Case) -> None:
    due = (day_in_beijing(stage.at) + timedelta(days=3)).isoformat()

    assert (fresh.application.workflow_version, fresh.application.state) == (NOW + 1, "first_look")
    assert fresh.application.due == due
    assert Program(stage.stores, "officer").read(fresh.application.id).json["state"] == "first_look"


def test_a_running_case_goes_on_under_the_first(stage: Stage, second: Case, fresh: Case) -> None:
    officer = Program(stage.stores, "officer")
    offered = {each["name"] for each in officer.read(second.application.id).json["actions"]}

    same = {each["name"] for each in officer.read(fresh.application.id).json["actions"]}
    accepted = stage.do("accept_for_review", "officer", second)

    assert offered == same >= {"accept_for_review", "request_info", "propose_ineligible"}
    assert (accepted.application.workflow_version, accepted.application.state) == (NOW, "under_review")


def test_both_come_to_the_decision(stage: Stage, second: Case, fresh: Case) -> None:
    steps = (
        ("accept_for_review", "officer"),
        ("review", "reviewer-1"),
        ("review", "reviewer-2"),
        ("close_review", "officer"),
        ("sign_risk", "safety"),
        ("clear_compliance", "compliance"),
        ("approve", "approver"),
    )

    for case in (second, fresh):
        for name, who in steps:
            case = stage.do(name, who, case)  # noqa: PLW2901 -- each step goes on from the one before
        assert case.application.state == "approved"


@pytest.mark.parametrize(
    ("language", "screening", "first_look"),
    [
        ("en", "Completeness screening", "First look"),
        ("zh", "形式审查", "初步查看"),
    ],
)
def test_lists_and_histories_name_the_states_of_both(
    stage: Stage, second: Case, fresh: Case, language: str, screening: str, first_look: str
) -> None:
    officer = Browser(stage.stores, "officer", language)

    desk = officer.open("/desk?whose=all")

    for case, name in ((second, screening), (fresh, first_look)):
        assert case.application.number in desk.text
        assert case.application.number in officer.open(f"/desk?whose=all&state={case.application.state}").text
        assert name in officer.open(f"/applications/{case.application.id}").text
        assert name in officer.open(f"/applications/{case.application.id}/history").text


@pytest.mark.parametrize(
    ("language", "screening", "first_look"),
    [
        ("en", "Being checked", "Being looked at"),
        ("zh", "形式审查中", "查看中"),
    ],
)
def test_the_partner_reads_the_words_of_the_version_of_each(
    stage: Stage, second: Case, fresh: Case, language: str, screening: str, first_look: str
) -> None:
    partner = Browser(stage.stores, "north-signatory", language)

    listed = partner.open("/applications").text

    assert screening in listed
    assert first_look in listed
    assert screening in partner.open(f"/applications/{second.application.id}").text
    assert first_look in partner.open(f"/applications/{fresh.application.id}").text


def test_a_list_of_the_api_knows_the_states_of_both(stage: Stage, second: Case, fresh: Case) -> None:
    client = Program(stage.stores, "officer").client

    for case in (second, fresh):
        reply = client.get(f"/api/v1/applications?state={case.application.state}")
        assert [each["id"] for each in reply.json["items"]] == [case.application.id]
