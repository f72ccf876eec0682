"""Reviewers proposed to the officer: by programme, field, ties with the applicant and work they have already."""

from dataclasses import replace

import pytest

from shared.actions.perform import perform
from shared.actions.queries.reviewer_choices import Choice, choices
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.commands import AssignmentCommand, ReviewersCommand
from shared.domain.people import Absence
from tests.builders import a_person
from tests.functions.pages import Browser
from tests.stage import PEOPLE, USUAL, Stage

FIELD = "education"


@pytest.fixture
def case(stage: Stage) -> Case:
    return stage.case("screening", service_fields=[FIELD])


def offered(stage: Stage, case: Case) -> list[Choice]:
    return choices(stage.stores, stage.now(case), day_in_beijing(stage.at))


def names(stage: Stage, case: Case) -> list[str]:
    return [each.person.id for each in offered(stage, case)]


def proposed(stage: Stage, case: Case) -> list[str]:
    return [each.person.id for each in offered(stage, case) if each.proposed]


def assign(stage: Stage, case: Case, *reviewers: str) -> Case:
    command = AssignmentCommand(reviewers=reviewers, attest=USUAL["accept_for_review"].attest)
    return perform(stage.attempt("officer", "accept_for_review", case), command)


def test_who_knows_the_field_comes_before_who_has_less_to_do(stage: Stage, case: Case) -> None:
    stage.know(replace(PEOPLE["reviewer-3"], expertise=(FIELD,)))
    assign(stage, stage.case("screening"), "reviewer-3", "reviewer-2")

    assert names(stage, case) == ["reviewer-3", "reviewer-1", "reviewer-2"]
    assert proposed(stage, case) == ["reviewer-3", "reviewer-1"]


def test_who_reviewed_this_applicant_before_comes_after_who_did_not(stage: Stage, case: Case) -> None:
    for _ in range(2):
        other = assign(stage, stage.case("screening"), "reviewer-1", "reviewer-2")
        for who in ("reviewer-1", "reviewer-2"):
            other = stage.do("review", who, other)

    found = {each.person.id: (each.applicant, each.load) for each in offered(stage, case)}

    assert found == {"reviewer-1": (2, 0), "reviewer-2": (2, 0), "reviewer-3": (0, 0)}
    assert proposed(stage, case)[0] == "reviewer-3"


def test_nobody_is_proposed_who_is_away_late_barred_or_had_no_time(stage: Stage) -> None:
    stage.know(a_person("kin", "reviewer", "partner_editor", organisation_id="north"))
    today = day_in_beijing(stage.at)
    away = Absence(first=today.isoformat(), last=today.isoformat())
    stage.know(replace(PEOPLE["reviewer-1"], absence=away))
    late = assign(stage, stage.case("screening"), "reviewer-2", "reviewer-3")
    stage.do("review", "reviewer-3", late)
    stage.pass_days(30)
    case = stage.case("screening")

    assert proposed(stage, case) == ["reviewer-1", "reviewer-3"]
    assert [each.person.id for each in offered(stage, case) if each.barred] == ["kin"]
    assert "reviewer-2" not in proposed(stage, case)


def test_as_many_are_proposed_as_are_missing(stage: Stage, case: Case) -> None:
    assigned = assign(stage, case, "reviewer-1", "reviewer-2")
    assert proposed(stage, assigned) == []
    change = ReviewersCommand(add=[], remove=["reviewer-2"])
    changed = perform(stage.attempt("officer", "change_reviewers", assigned), change)

    assert proposed(stage, changed) == ["reviewer-3"]


def test_the_page_says_why(stage: Stage, case: Case) -> None:
    stage.know(replace(PEOPLE["reviewer-3"], expertise=(FIELD,)))
    assign(stage, stage.case("screening"), "reviewer-1", "reviewer-2")

    page = Browser(stage.stores, "officer").open(f"/desk/{case.application.id}/accept_for_review").text

    assert "Example reviewer-3 Suggested Knows what this case is about" in page
    assert "1 other review of this applicant" in page
