"""The balance of the exchange beside the case that is decided: on the page and over the API."""

from datetime import datetime

import pytest

from functions.notifier.deliver import tell
from shared.domain.case import Case
from shared.identity import issue_token
from tests.builders import an_agreement
from tests.client import Client, Reply
from tests.forms_data import people
from tests.functions.pages import Browser
from tests.stage import Stage


def told(stage: Stage, case: Case) -> Case:
    for event in stage.stores.cases.history(case.application.id, 0, 100):
        tell(stage.stores, None, "", case.application.id, event.version, stage.at)
    return case


def read(stage: Stage, case: Case, who: str = "approver") -> Reply:
    return Client(token=issue_token(stage.stores, who, at=stage.at)).get(
        f"/api/v1/approvals/{case.application.id}/balance"
    )


def test_the_approver_weighs_a_case_against_what_was_approved_both_ways(stage: Stage) -> None:
    stage.stores.table.commit(stage.stores.agreements.add(an_agreement(places_a_year=20)))
    told(stage, stage.case("approved", headcount=12, agreement_ref="EX-0012"))
    told(stage, stage.case("approved", **people(2)))
    case = stage.case("decision_pending", headcount=12, agreement_ref="ex-0012")
    start, end = (datetime.fromisoformat(str(case.values[f"{name}_date"])) for name in ("start", "end"))
    days, year = (end - start).days + 1, start.year

    page = Browser(stage.stores, "approver").open(f"/approvals/{case.application.id}").text
    chinese = Browser(stage.stores, "approver", "zh").open(f"/approvals/{case.application.id}").text
    found = read(stage, case).json

    assert f"{year} {14 * days:,} (2) 0" in page
    assert f"{year} with this case {26 * days:,} (3) 0" in page
    assert f"{year - 1} 0 0 All years {14 * days:,} (2) 0" in page
    assert "Kenya One-sided" in page
    assert f"Agreement EX-0012: 12 of 20 places of {year} used, 24 with this case. More than agreed" in page
    assert f"{year}年（含本申请） {26 * days:,}（3）" in chinese
    assert found["case"] == {
        "direction": "going_out", "year": year, "exchanges": 1, "people": 12, "person_days": 12 * days
    }  # fmt: skip
    assert [(each["kind"], each["id"]) for each in found["subjects"]] == [
        ("region", "KE"),
        ("organisation", "north"),
        ("agreement", "EX-0012"),
    ]
    assert [each["amounts"][0]["people"] for each in found["subjects"]] == [14, 14, 12]
    assert (found["places_a_year"], found["places_used"]) == (20, 12)


def test_a_case_that_is_approved_already_is_not_counted_twice(stage: Stage) -> None:
    case = told(stage, stage.case("approved", headcount=12))

    found = read(stage, case).json

    assert found["case"]["people"] == 12
    assert [each["amounts"] for each in found["subjects"]] == [[], []]
    assert "places_used" not in found


@pytest.mark.parametrize(
    ("who", "status"),
    [("compliance", 200), ("senior", 200), ("officer", 403), ("auditor", 403), ("north-editor", 403)],
)
def test_it_is_for_those_who_check_and_decide(stage: Stage, who: str, status: int) -> None:
    assert read(stage, stage.case("decision_pending"), who).status == status
