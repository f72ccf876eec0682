"""Personal answers (class 3) and who decided: the names of answers for some, what they say for others."""

from typing import Any

import pytest

from shared.actions.queries import case_view
from shared.domain import forms
from tests.programs import ANOTHER_NEED, Program
from tests.stage import REVIEWERS, Stage, ask

NAMES: dict[str, Any] = {
    "contact_name": "Canary-contact",
    "signatory_name": "Canary-signatory",
    "leader_name": "Canary-leader",
    "contact_email": "canary-contact@example.org",
}
NEW, NOTE = "Canary-successor", "Canary-note"


@pytest.fixture
def application_id(stage: Stage) -> str:
    """A case in review whose contact and need were asked about and corrected."""
    case = stage.case("under_review", **NAMES)
    for reviewer in REVIEWERS:
        case = stage.do("review", reviewer, case)
    ask(stage.attempt("officer", "request_info", case), "contact_name", "need_statement")
    found = case.application.id
    Program(stage.stores, "north-editor").edit(found, contact_name=NEW, need_statement=ANOTHER_NEED)
    answers = {"answers": [{"field": "contact_name", "message": NOTE}]}
    sent = Program(stage.stores, "north-signatory").take(found, "resubmit", answers)
    assert sent.json["state"] == "under_review", sent.text
    return found


@pytest.mark.parametrize("who", ["reviewer-1", "observer", "auditor"])
def test_the_names_of_personal_answers_are_told_and_nothing_else_of_them(
    stage: Stage, application_id: str, who: str
) -> None:
    program = Program(stage.stores, who)

    case = program.read(application_id)

    given = stage.stores.cases.load(application_id).values
    form = forms.load("going_out")
    personal = sorted(field.id for field in form.fields if field.sensitivity >= 3 and field.id in given)
    assert case.json["withheld"] == personal
    assert set(NAMES) <= set(personal)
    assert not set(personal) & set(case.json["fields"])
    told = case.text + str(program.history(application_id))
    assert "canary" not in told.lower()
    seen = case_view.case(stage.stores, stage.people[who], application_id, at=stage.at)
    assert "canary" not in str(seen.case.snapshots).lower()


@pytest.mark.parametrize("who", ["north-editor", "north-signatory", "officer", "compliance", "approver"])
def test_partner_and_workers_read_personal_answers(stage: Stage, application_id: str, who: str) -> None:
    case = Program(stage.stores, who).read(application_id).json

    assert case["withheld"] == []
    assert {name: case["fields"][name] for name in NAMES} == {**NAMES, "contact_name": NEW}
    [request] = case["requests"]
    assert request["answers"] == {"contact_name": NOTE}
    assert (request["before"]["contact_name"], request["after"]["contact_name"]) == (
        NAMES["contact_name"],
        NEW,
    )


@pytest.mark.parametrize("who", ["reviewer-1", "auditor"])
def test_a_request_hides_what_it_asks_about_personal_answers(
    stage: Stage, application_id: str, who: str
) -> None:
    [request] = Program(stage.stores, who).read(application_id).json["requests"]

    assert [item["field"] for item in request["items"]] == ["need_statement"]
    assert (request["answers"], request["changed"]) == ({}, ["need_statement"])
    assert set(request["before"]) == set(request["after"]) == {"need_statement"}


def test_an_observer_reads_no_requests(stage: Stage, application_id: str) -> None:
    assert Program(stage.stores, "observer").read(application_id).json["requests"] == []


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer", ("approver", "Canary-comment")),
        ("compliance", ("approver", "Canary-comment")),
        ("auditor", ("approver", "Canary-comment")),
        ("north-editor", (None, None)),
        ("reviewer-1", (None, None)),
        ("observer", (None, None)),
    ],
)
def test_who_decided_and_the_note_are_for_the_federation(
    stage: Stage, who: str, expected: tuple[str | None, str | None]
) -> None:
    case = stage.case("decision_pending")
    body = {"snapshot_hash": case.application.snapshot_hash, "comment": "Canary-comment"}
    Program(stage.stores, "approver").take(case.application.id, "approve", body)
    program = Program(stage.stores, who)

    read = program.read(case.application.id)

    decision = read.json["decision"]
    assert decision["outcome"] == "approved"
    assert (decision.get("by"), decision.get("comment")) == expected
    told = read.text + str(program.history(case.application.id))
    assert ("Canary-comment" in told) == (expected[1] is not None)
