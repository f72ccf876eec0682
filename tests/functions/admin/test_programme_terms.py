"""What a programme says of its own way to a decision, and what a case keeps of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from shared.actions.engine import Attempt
from shared.actions.perform import perform
from shared.domain.commands import AssignmentCommand, ReviewCommand
from shared.domain.refusals import Unmet
from tests.functions.admin.conftest import PROGRAMME, As, codes_of, one, patch, settle, waiting
from tests.functions.pages import Browser
from tests.stage import Stage

TERMS: dict[str, Any] = {
    "days": {"check": 9, "review": 21, "answer": 14},
    "reviews_needed": 3,
    "senior_above": 90_000,
    "reviewers": ["reviewer-2"],
    "rubric_need": {"en": "Who asked, and how do we know?", "zh": "由谁提出需求，依据是什么？"},
}


def released(as_: As, stage: Stage, **changes: Any) -> Any:
    made = one(as_(), "programmes", {**PROGRAMME, **TERMS, **changes})
    settle(as_("admin-2"), waiting(as_())[-1])
    stage.stores.programmes.all(fresh=True)
    return as_().get(f"/api/v1/admin/programmes/{made['id']}").json


def test_a_case_keeps_the_terms_it_was_submitted_under(as_: As, stage: Stage) -> None:
    programme = released(as_, stage)
    case = stage.draft(programme_id=programme["id"])
    case = stage.do("submit", "north-signatory", case)
    changed = patch(as_(), "programmes", programme, {"days": {"check": 3}, "reviews_needed": None})
    settle(as_("admin-2"), waiting(as_())[-1])

    claimed = stage.do("claim", "officer", case)

    application = claimed.application
    assert changed["version"] > application.programme_version == programme["version"]
    assert application.due == (stage.at.date() + timedelta(days=9)).isoformat()
    assert (application.reviews_needed, application.days_for("under_review")) == (3, 21)
    assert application.days_for("decision_pending") == 5
    assert application.senior_above == 90_000
    kept = stage.stores.programmes.at(programme["id"], application.programme_version)
    assert kept is not None
    assert kept.terms["screening"] == 9


def test_a_budget_above_the_limit_of_the_programme_goes_to_a_senior_decision(as_: As, stage: Stage) -> None:
    programme = released(as_, stage, reviews_needed=2)
    case = stage.case("decision_pending", programme_id=programme["id"])

    with pytest.raises(Unmet) as refused:
        stage.do("approve", "approver", case)

    assert [each.code for each in refused.value.unmet] == ["no_escalation_trigger"]
    assert "a budget above the limit of the programme" in refused.value.unmet[0].message.en


def test_it_needs_the_number_of_reviews_that_its_programme_wants(as_: As, stage: Stage) -> None:
    programme = released(as_, stage)
    case = stage.do("submit", "north-signatory", stage.draft(programme_id=programme["id"]))
    case = stage.do("claim", "officer", case)

    few = _accept(stage, case.application.id, "reviewer-1", "reviewer-2")
    enough = _accept(stage, case.application.id, "reviewer-1", "reviewer-2", "reviewer-3")

    assert (few, enough) == (("reviewers_ge_2", "Choose at least 3 reviewers."), ("", ""))


def _accept(stage: Stage, application_id: str, *reviewers: str) -> tuple[str, str]:
    attempt: Attempt = stage.attempt("officer", "accept_for_review", application_id)
    try:
        perform(attempt, AssignmentCommand(reviewers=reviewers, attest={"checklist_complete": "Yes"}))
    except Unmet as refusal:
        return refusal.unmet[0].code, refusal.unmet[0].message.en
    return "", ""


def test_its_pool_comes_first_and_its_words_stand_at_the_score(as_: As, stage: Stage) -> None:
    programme = released(as_, stage)
    case = stage.do("submit", "north-signatory", stage.draft(programme_id=programme["id"]))
    case = stage.do("claim", "officer", case)

    choice = Browser(stage.stores, "officer").open(f"/desk/{case.application.id}/accept_for_review").text
    _accept(stage, case.application.id, "reviewer-1", "reviewer-2", "reviewer-3")
    perform(stage.attempt("reviewer-1", "review", case), ReviewCommand())
    review = Browser(stage.stores, "reviewer-1").open(f"/reviews/{case.application.id}").text

    assert "at least 3" in choice
    assert choice.index("In the pool of this programme") < choice.index("Nothing to do at present")
    assert choice.count("In the pool of this programme") == 1
    assert "Who asked, and how do we know? 1 means" in review


def test_only_reviewers_can_be_in_a_pool_and_who_left_stays_out(as_: As, stage: Stage) -> None:
    wrong = as_().call("POST", "/api/v1/admin/programmes", {**PROGRAMME, **TERMS, "reviewers": ["officer"]})
    half = as_().call(
        "POST", "/api/v1/admin/programmes", {**PROGRAMME, "rubric_need": {"en": "Only English"}}
    )
    days = as_().call("POST", "/api/v1/admin/programmes", {**PROGRAMME, "days": {"answer": 3}})

    assert codes_of(wrong) == {"reviewers": "not_an_option"}
    assert codes_of(half) == {"rubric_need.zh": "required"}
    assert codes_of(days) == {"days.answer": "too_small"}


def test_the_public_page_says_what_the_call_is_and_shows_nothing_proposed(as_: As, stage: Stage) -> None:
    summary = {"summary_en": "Teaching in both directions.", "summary_zh": "双向支教交流。"}
    programme = released(as_, stage, **summary)
    proposed = one(as_(), "programmes", {**PROGRAMME, "title_en": "Not yet released"})

    anybody = Browser(stage.stores, "nobody").client
    anybody.cookies.clear()
    text = anybody.get(f"/programmes/{programme['id']}").text
    listed = anybody.get("/programmes").text

    for words in (
        "Teaching in both directions.",
        "21 days",
        "Who asked, and how do we know?",
        "Begin an application",
    ):
        assert words in text
    assert f"/programmes/{programme['id']}" in listed
    assert "Not yet released" not in listed
    assert anybody.get(f"/programmes/{proposed['id']}").status == 404


def test_a_draft_moves_to_another_open_programme_of_its_direction(as_: As, stage: Stage) -> None:
    other = released(as_, stage, title_en="Other programme")
    inviting = released(as_, stage, direction="inviting_in", title_en="Inviting programme")
    case = stage.draft()
    editor = Browser(stage.stores, "north-editor")
    path = f"/applications/{case.application.id}/programme"

    page = editor.open(path)
    unsaid = editor.send(path, page)
    wrong = editor.send(path, page, programme_id=inviting["id"])
    moved = editor.send(path, page, programme_id=other["id"])
    twice = editor.send(path, page, programme_id=other["id"])
    stale = editor.send(path, page, programme_id="going-out")
    after = stage.now(case)

    assert ("Other programme" in page.text, "Inviting programme" in page.text) == (True, False)
    assert (unsaid.status, wrong.status, moved.status, stale.status) == (422, 422, 303, 412)
    assert (twice.status, twice.location) == (303, moved.location)
    assert after.application.version == case.application.version + 1
    assert after.application.programme_id == other["id"]
    assert after.application.number == case.application.number
    submitted = stage.do("submit", "north-signatory", after)
    assert submitted.application.programme_id == other["id"]
    editor.open(path, status=409)


def test_a_programme_closed_early_says_so(as_: As, stage: Stage) -> None:
    programme = released(as_, stage)
    case = stage.draft(programme_id=programme["id"])
    as_().call("POST", f"/api/v1/admin/programmes/{programme['id']}/close", {"reason": "Full"})
    stage.stores.programmes.all(fresh=True)

    page = Browser(stage.stores, "north-editor").open(f"/applications/{case.application.id}").text
    try:
        stage.do("submit", "north-signatory", case)
        said = ""
    except Unmet as refusal:
        said = refusal.unmet[0].message.en

    assert "takes no more applications" in page
    assert said.endswith("2030-12-31 (closed early).")
    assert date.fromisoformat("2030-12-31") > stage.at.date()
