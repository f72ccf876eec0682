"""A review counts for the content it was written on: after a correction it is confirmed or written anew."""

from typing import Any

import pytest

from tests.client import Reply
from tests.programs import ANOTHER_NEED, Program
from tests.stage import ATTESTED, CLEARED, REVIEWERS, SCORES, Stage

WRITTEN: dict[str, Any] = {"scores": SCORES, "recommendation": "approve", "comment": "With the correction"}
STANDS: dict[str, Any] = {"still_stands": True}
CLEARANCE = {"attest": {name: ATTESTED[name] for name in CLEARED}}


def corrected(stage: Stage, state: str, asker: str) -> str:
    """A case whose need was described anew, after both reviews of it, in this state."""
    case = stage.case("compliance_check" if state == "compliance_check" else "under_review")
    if state == "under_review":
        for reviewer in REVIEWERS:
            case = stage.do("review", reviewer, case)
    stage.do("request_info", asker, case)
    application_id = case.application.id
    Program(stage.stores, "north-editor").edit(application_id, need_statement=ANOTHER_NEED)
    sent = Program(stage.stores, "north-signatory").take(application_id, "resubmit", {"answers": []})
    assert sent.json["state"] == state, sent.text
    return application_id


def confirm(stage: Stage, application_id: str, **body: Any) -> None:
    for reviewer in REVIEWERS:
        reply = Program(stage.stores, reviewer).review(application_id, **body)
        assert reply.status == 200, reply.text


def unmet(reply: Reply) -> list[str]:
    return [each["code"] for each in reply.json["unmet"]]


def stale(stage: Stage, application_id: str) -> list[bool]:
    return [each["stale"] for each in Program(stage.stores, "officer").read(application_id).json["reviews"]]


def test_reviews_of_an_earlier_content_do_not_close_the_review(stage: Stage) -> None:
    application_id = corrected(stage, "under_review", "officer")

    closed = Program(stage.stores, "officer").take(application_id, "close_review")

    assert stale(stage, application_id) == [True, True]
    assert (closed.status, unmet(closed)) == (422, ["review_quorum_met"])


def test_an_answer_that_changes_nothing_leaves_the_reviews_as_they_are(stage: Stage) -> None:
    case = stage.case("under_review")
    for reviewer in REVIEWERS:
        case = stage.do("review", reviewer, case)
    stage.do("resubmit", "north-signatory", stage.do("request_info", "officer", case))

    closed = Program(stage.stores, "officer").take(case.application.id, "close_review")

    assert closed.json["state"] == "compliance_check", closed.text


@pytest.mark.parametrize("body", [STANDS, WRITTEN], ids=["still stands", "written anew"])
def test_a_review_that_still_stands_or_is_written_anew_counts(stage: Stage, body: dict[str, Any]) -> None:
    application_id = corrected(stage, "under_review", "officer")

    confirm(stage, application_id, **body)

    assert stale(stage, application_id) == [False, False]
    closed = Program(stage.stores, "officer").take(application_id, "close_review")
    assert closed.json["state"] == "compliance_check", closed.text


def test_a_review_that_still_stands_keeps_what_was_written(stage: Stage) -> None:
    application_id = corrected(stage, "under_review", "officer")

    [mine, _] = Program(stage.stores, "reviewer-1").review(application_id, **STANDS).json["reviews"]

    assert (mine["scores"], mine["comment"]) == (SCORES, "To the federation")


def test_what_was_never_handed_in_cannot_still_stand(stage: Stage) -> None:
    application_id = stage.case("under_review").application.id

    reply = Program(stage.stores, "reviewer-1").review(application_id, **STANDS)

    assert (reply.status, reply.json["code"]) == (409, "not_available")


@pytest.mark.parametrize("body", [STANDS, WRITTEN], ids=["still stands", "written anew"])
def test_a_correction_in_compliance_waits_for_the_reviewers_too(stage: Stage, body: dict[str, Any]) -> None:
    application_id = corrected(stage, "compliance_check", "compliance")
    compliance = Program(stage.stores, "compliance")
    stage.do("sign_risk", "safety", stage.stores.cases.load(application_id))

    refused = compliance.take(application_id, "clear_compliance", CLEARANCE)
    confirm(stage, application_id, **body)
    cleared = compliance.take(application_id, "clear_compliance", CLEARANCE)

    assert (refused.status, unmet(refused)) == (422, ["review_quorum_met"])
    assert cleared.json["state"] == "decision_pending", cleared.text


def test_a_review_that_is_not_stale_stays_closed_in_compliance(stage: Stage) -> None:
    application_id = stage.case("compliance_check").application.id

    assert Program(stage.stores, "reviewer-1").review(application_id, **WRITTEN).status == 409


def test_no_approval_rests_on_reviews_of_an_earlier_content(stage: Stage) -> None:
    application_id = corrected(stage, "compliance_check", "compliance")
    stage.arrange(stage.stores.cases.load(application_id), state="decision_pending")
    approver = Program(stage.stores, "approver")
    content = approver.read(application_id).json["snapshot_hash"]

    refused = approver.take(application_id, "approve", {"snapshot_hash": content})

    assert (refused.status, unmet(refused)) == (422, ["review_quorum_met"])
