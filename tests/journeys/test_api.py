"""The main job as a program does it, over the JSON API of the public contract."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain import forms
from shared.identity import issue_token
from tests.client import Client, Reply
from tests.stage import Stage

ATTEST = {
    "direction_compliance_items_clear": "clear",
    "data_protection_assessment_done": "done",
}


class Federation:
    """People, each with an API client of their own."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def __getitem__(self, person_id: str) -> Client:
        return Client(token=issue_token(self.stage.stores, person_id, at=datetime.now(UTC)))


@pytest.fixture
def federation(stage: Stage) -> Federation:
    return Federation(stage)


def etag(reply: Reply) -> dict[str, str]:
    return {"if_match": reply.headers["etag"]}


def act(client: Client, case: Reply, name: str, body: dict[str, Any]) -> Reply:
    """Take the action of this name as the representation offers it to this client."""
    seen = client.call("GET", f"/api/v1/applications/{case.json['id']}")
    [action] = [each for each in seen.json["actions"] if each["name"] == name]
    return client.call("POST", action["href"], body, **etag(seen))


def submitted(federation: Federation, direction: str) -> Reply:
    fields = forms.example(forms.load(direction), today=datetime.now(UTC).date())
    programme = direction.replace("_", "-")
    new = {"direction": direction, "programme_id": programme, "fields": fields}
    draft = federation["north-editor"].call("POST", "/api/v1/applications", new)
    assert draft.status == 201, draft.text
    return act(federation["north-signatory"], draft, "submit", {})


def in_review(federation: Federation, direction: str) -> Reply:
    case = submitted(federation, direction)
    act(federation["officer"], case, "claim", {})
    body = {"reviewers": ["reviewer-1", "reviewer-2"], "attest": {"checklist_complete": "complete"}}
    accepted = act(federation["officer"], case, "accept_for_review", body)
    assert accepted.status == 200, accepted.text
    return accepted


def decidable(federation: Federation, direction: str) -> Reply:
    case = in_review(federation, direction)
    for reviewer in ("reviewer-1", "reviewer-2"):
        review = {
            "conflict": False,
            "scores": {"need": 4, "feasibility": 4, "safety": 3, "partnership": 5, "impact": 4},
            "recommendation": "approve",
            "comment": "Good.",
        }
        path = f"/api/v1/applications/{case.json['id']}/reviews/me"
        handed_in = federation[reviewer].call("PUT", path, review)
        assert handed_in.status == 200, handed_in.text
    closed = act(federation["officer"], case, "close_review", {})
    assert closed.json["state"] == "compliance_check", closed.text
    sign = f"/api/v1/approvals/{case.json['id']}/sign_risk"
    risk = {"finding": "acceptable", "note": "Looked at with care."}
    signed = federation["safety"].call("POST", sign, risk, **etag(closed))
    assert signed.status == 200, signed.text
    return act(federation["compliance"], case, "clear_compliance", {"attest": ATTEST})


def test_a_reviewer_without_time_gives_the_review_back_and_is_asked_again(federation: Federation) -> None:
    case = in_review(federation, "going_out")
    path, reviewer = f"/api/v1/applications/{case.json['id']}", federation["reviewer-1"]
    whole = {"conflict": False, "declined": True, "recommendation": "approve"}

    mixed = reviewer.call("PUT", f"{path}/reviews/me", whole)
    given_back = reviewer.call("PUT", f"{path}/reviews/me", {"conflict": False, "declined": True})
    gone = reviewer.call("GET", path)
    seen = federation["officer"].call("GET", path)
    again = federation["officer"].call(
        "POST", f"/api/v1/desk/{case.json['id']}/reviewers", {"add": ["reviewer-1"]}, **etag(seen)
    )

    assert (mixed.status, mixed.json["errors"][0]["field"]) == (422, "declined")
    assert (given_back.status, given_back.json) == (200, {"id": case.json["id"], "declined": True})
    assert gone.status == 404
    assert seen.json["version"] == case.json["version"] + 1
    assert again.status == 200, again.text
    assert reviewer.call("GET", path).status == 200


@pytest.mark.parametrize("direction", ["going_out", "inviting_in"])
def test_an_application_is_screened_reviewed_and_approved(federation: Federation, direction: str) -> None:
    case = decidable(federation, direction)
    approver = federation["approver"]

    body = {
        "snapshot_hash": case.json["snapshot_hash"],
        "conditions": [{"text": {"en": "Insure everybody", "zh": "为全员投保"}}],
    }
    approved = act(approver, case, "approve", body)

    assert (approved.status, approved.json["state"]) == (200, "approved"), approved.text
    assert approved.json["decision"]["conditions"] == [
        {"text": {"en": "Insure everybody", "zh": "为全员投保"}}
    ]
    history = (
        federation["auditor"].call("GET", f"/api/v1/applications/{case.json['id']}/history").json["items"]
    )
    assert [each["action"] for each in history if each["version"]] == [
        "created",
        "submit",
        "claim",
        "accept_for_review",
        "close_review",
        "risk_signed",
        "clear_compliance",
        "approve",
    ]


@pytest.mark.parametrize("direction", ["going_out", "inviting_in"])
def test_an_application_is_refused_with_a_reason_the_partner_reads(
    federation: Federation, direction: str
) -> None:
    case = decidable(federation, direction)

    body = {"reason_code": "quality", "reason": {"en": "Not ready.", "zh": "尚不成熟。"}}
    refused = act(federation["approver-2"], case, "reject", body)

    assert refused.json["state"] == "rejected", refused.text
    partner = federation["north-editor"].call("GET", f"/api/v1/applications/{case.json['id']}").json
    assert partner["decision"]["reason"] == {"en": "Not ready.", "zh": "尚不成熟。"}
    assert "by" not in partner["decision"]


def test_information_is_asked_for_by_field_and_answered(federation: Federation) -> None:
    case = submitted(federation, "going_out")
    officer, editor, signatory = (federation[each] for each in ("officer", "north-editor", "north-signatory"))
    act(officer, case, "claim", {})

    asked = act(
        officer, case, "request_info", {"items": [{"field": "title_en", "message": "Shorter, please."}]}
    )
    locked = editor.call(
        "PATCH",
        f"/api/v1/applications/{case.json['id']}",
        {"fields": {"title_zh": "示例题目"}},
        **etag(asked),
    )
    fixed = editor.call(
        "PATCH",
        f"/api/v1/applications/{case.json['id']}",
        {"fields": {"title_en": "Shorter demo"}},
        **etag(asked),
    )
    answered = act(signatory, case, "resubmit", {"answers": [{"field": "title_en"}]})

    assert locked.status == 422
    assert fixed.status == 200, fixed.text
    assert (answered.status, answered.json["state"]) == (200, "screening"), answered.text
    assert answered.json["fields"]["title_en"] == "Shorter demo"
    assert answered.json["snapshot_hash"] != case.json["snapshot_hash"]


def test_a_conflicted_reviewer_loses_sight_of_the_case(federation: Federation) -> None:
    case = submitted(federation, "going_out")
    act(federation["officer"], case, "claim", {})
    body = {"reviewers": ["reviewer-1", "reviewer-2"], "attest": {"checklist_complete": "complete"}}
    act(federation["officer"], case, "accept_for_review", body)
    reviewer = federation["reviewer-1"]
    path = f"/api/v1/applications/{case.json['id']}"
    assert reviewer.call("GET", path).json["fields"] == {}

    reviewer.call("PUT", f"{path}/reviews/me", {"conflict": True})

    missing = reviewer.call("GET", "/api/v1/applications/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    gone = reviewer.call("GET", path)
    assert (gone.status, gone.body) == (missing.status, missing.body) == (404, missing.body)
    assert case.json["id"] not in [
        each["id"] for each in reviewer.call("GET", "/api/v1/applications").json["items"]
    ]


def test_the_same_key_makes_one_application(federation: Federation) -> None:
    editor = federation["north-editor"]
    new = {"direction": "going_out", "programme_id": "going-out", "fields": {"title_en": "Demo once"}}

    first = editor.call("POST", "/api/v1/applications", new, idempotency_key="k1")
    again = editor.call("POST", "/api/v1/applications", new, idempotency_key="k1")
    other = editor.call("POST", "/api/v1/applications", {**new, "fields": {}}, idempotency_key="k1")

    assert (first.status, again.status, other.status) == (201, 201, 422)
    assert again.body == first.body


def test_a_stale_version_a_missing_version_and_a_wrong_state_are_told_apart(federation: Federation) -> None:
    case = submitted(federation, "going_out")
    officer = federation["officer"]
    claim = f"/api/v1/desk/{case.json['id']}/claim"

    missing = officer.call("POST", claim, {})
    stale = officer.call("POST", claim, {}, if_match='"1"')
    officer.call("POST", claim, {}, **etag(case))
    again = officer.call("POST", claim, {}, **etag(case))
    not_mine = federation["approver"].call("POST", claim, {}, **etag(case))

    assert [each.status for each in (missing, stale, again, not_mine)] == [428, 412, 409, 403]
    assert [each.json["code"] for each in (missing, stale, again, not_mine)] == [
        "precondition_missing",
        "stale",
        "not_available",
        "forbidden",
    ]
    assert again.json["state"] == "screening"
