"""One application from a draft to its approval over the API: asked, corrected, escalated, refused, appealed, approved."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen

import pytest
from urllib3.filepost import encode_multipart_formdata

from functions.scanner.app import handler as scanner
from shared.domain import forms
from shared.domain.checklists import COMPLETENESS, COMPLIANCE
from shared.domain.programmes import DIRECTIONS, Direction
from shared.store.stores import Stores
from tests.builders import a_person
from tests.client import Reply
from tests.documents import PDF, a_message, said_of
from tests.functions.bucket import files
from tests.programs import ANOTHER_NEED, Program
from tests.stage import REASON, REVIEWERS, SCORES, Stage

__all__ = ["files"]
WRITTEN = {"scores": SCORES, "recommendation": "approve", "comment": "With the correction"}
NOTE = "Read in file 12."
DATED = {"source": "Ministry of Foreign Affairs", "as_of": "2026-01-05"}
AGAIN = ("reviewer-3", "reviewer-4")


@pytest.fixture
def stage(stores: Stores) -> Stage:
    """Of today, with one reviewer and one senior approver more."""
    stage = Stage(stores, at=datetime.now(UTC)).furnish()
    stage.know(a_person("reviewer-4", "reviewer"))
    stage.know(a_person("senior-2", "senior_approver"))
    return stage


class Journey:
    """One case and the programs of everybody who has to do with it."""

    def __init__(self, stage: Stage, direction: Direction) -> None:
        self.stage, self.form = stage, forms.load(direction)
        self.values = forms.example(self.form, today=stage.at.date())
        new = {"direction": direction, "programme_id": direction.replace("_", "-"), "fields": {}}
        drafted = self["north-editor"].client.call("POST", "/api/v1/applications", new)
        assert drafted.status == 201, drafted.text
        self.id: str = drafted.json["id"]
        self.path = f"/api/v1/applications/{self.id}"

    def __getitem__(self, who: str) -> Program:
        return Program(self.stage.stores, who)

    def read(self, who: str) -> Any:
        return self[who].read(self.id).json

    def take(self, who: str, action: str, state: str, **body: Any) -> Any:
        """Take an action that is offered; afterwards the case is in this state."""
        offered = {each["name"]: each for each in self.read(who)["actions"]}
        assert offered[action]["allowed"], offered[action]
        return self.done(self[who].take(self.id, action, body), state)

    def beside(self, who: str, address: str, body: object) -> Any:
        """Record a fact beside the workflow, which leaves the state as it is."""
        now = self[who].read(self.id)
        reply = self[who].client.call("POST", f"/api/v1/{address}", body, if_match=now.headers["etag"])
        return self.done(reply, now.json["state"])

    def done(self, reply: Reply, state: str) -> Any:
        assert (reply.status, reply.json.get("state")) == (200, state), reply.text
        return reply.json

    def attach(self, field: str) -> str:
        """Announce a file, send it to the bucket as the answer says, and let it be checked; the document's id."""
        said = said_of(PDF, field, f"{field} 附件.pdf")
        answer = self["north-editor"].client.call("POST", f"{self.path}/documents", said)
        assert answer.status == 201, answer.text
        upload = answer.json["upload"]
        body, kind = encode_multipart_formdata({**upload["fields"], "file": (said["name"], PDF)})
        with urlopen(Request(upload["url"], body, {"Content-Type": kind}), timeout=10) as sent:
            assert sent.status in {200, 201, 204}
        come = {"eventName": "ObjectCreated:Post", "s3": {"object": {"key": upload["fields"]["key"]}}}
        scanner({"Records": [a_message({"Records": [come]})]}, None)
        return str(answer.json["id"])

    def points(self, who: str, *guards: str) -> list[Any]:
        """The points of these checklists that nobody has gone through yet, for the content as it stands."""
        checklist = self.read(who)["checklist"]
        return [
            each for each in checklist if each["guard"] in guards and ("outcome" not in each or each["stale"])
        ]

    def documents(self, who: str) -> dict[str, str]:
        items = self[who].client.get(f"{self.path}/documents").json["items"]
        return {each["field"]: each["state"] for each in items}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_both_forms_go_all_the_way_by_program(stage: Stage, direction: Direction) -> None:
    case = Journey(stage, direction)
    _filled_in_and_signed(case)
    _asked_and_answered(case)
    _reviewed_corrected_and_confirmed(case)
    _escalated_and_refused(case)
    _appealed_and_approved_by_others(case)


def _filled_in_and_signed(case: Journey) -> None:
    for section in case.form.sections:
        written = {each.id: case.values[each.id] for each in section.fields if each.id in case.values}
        if written:
            case["north-editor"].edit(case.id, **written)
    attached = [
        each.id for section in case.form.sections for each in section.fields if each.kind == "documents"
    ]
    for field in attached:
        case.attach(field)
    assert case.documents("north-signatory") == dict.fromkeys(attached, "clean")
    case.take("north-signatory", "submit", "submitted")


def _asked_and_answered(case: Journey) -> None:
    """A question, a row and a document are asked about, changed, and accepted each for itself."""
    asked = ("need_statement", "places.0", "emergency_plan_file")
    case.take("officer", "claim", "screening")
    items = [{"field": path, "message": f"Please explain {path}. 请说明。"} for path in asked]
    case.take("officer", "request_info", "info_requested_intake", items=items)

    shown = case.read("north-editor")
    assert [each["field"] for each in shown["requests"][-1]["items"]] == list(asked)
    [old] = [each for each in shown["documents"] if each["field"] == "emergency_plan_file"]
    first, *others = shown["fields"]["places"]
    case["north-editor"].edit(
        case.id, need_statement=ANOTHER_NEED, places=[{**first, "site": "Demo School Two"}, *others]
    )
    assert case["north-editor"].client.call("DELETE", f"{case.path}/documents/{old['id']}").status == 204
    case.attach("emergency_plan_file")
    answers = [{"field": path, "message": "As asked."} for path in asked]
    case.take("north-signatory", "resubmit", "screening", answers=answers)

    case.beside("officer", f"desk/{case.id}/accept_answers", {"accepted": list(asked)})
    _accepted(case, REVIEWERS)


def _accepted(case: Journey, reviewers: Sequence[str]) -> None:
    ticked = dict.fromkeys((each["id"] for each in case.points("officer", COMPLETENESS)), "")
    assert len(ticked) > 1
    case.take("officer", "accept_for_review", "under_review", reviewers=list(reviewers), ticked=ticked)


def _reviewed_corrected_and_confirmed(case: Journey) -> None:
    """Compliance asks after the review: one reviewer says that the review still stands, the other writes anew."""
    for reviewer in REVIEWERS:
        _review(case, reviewer, **WRITTEN)
    case.take("officer", "close_review", "compliance_check")
    case.take(
        "compliance",
        "request_info",
        "info_requested_compliance",
        items=[{"field": "summary_en", "message": "?"}],
    )
    case["north-editor"].edit(
        case.id, summary_en="Teaching assistants help at a school in another village. " * 4
    )
    case.take("north-signatory", "resubmit", "compliance_check", answers=[])
    assert [each["stale"] for each in case.read("officer")["reviews"]] == [True, True]

    _review(case, "reviewer-1", still_stands=True)
    _review(case, "reviewer-2", **WRITTEN)
    assert [each["stale"] for each in case.read("officer")["reviews"]] == [False, False]
    _cleared(case)


def _review(case: Journey, who: str, **body: Any) -> None:
    reply = case[who].review(case.id, **body)
    assert reply.status == 200, reply.text


def _cleared(case: Journey) -> None:
    """The risk is signed by the safety officer, and every point found clear by compliance: half of them, then the rest."""
    risk = {"finding": "with_measures", "note": "Looked at with care."}
    case.beside("safety", f"approvals/{case.id}/sign_risk", risk)
    found = {
        each["id"]: {"outcome": "clear", "note": NOTE, **(DATED if each["dated"] else {})}
        for each in case.points("compliance", *COMPLIANCE)
    }
    half = dict(list(found.items())[::2])
    case.beside("compliance", f"approvals/{case.id}/check_compliance", {"points": half})
    rest = {name: each for name, each in found.items() if name not in half}
    case.take("compliance", "clear_compliance", "decision_pending", points=rest)


def _escalated_and_refused(case: Journey) -> None:
    case.take("approver", "escalate", "escalated", reason="A first exchange with this host.")
    case.take("senior", "reject", "rejected", reason_code="need_not_shown", reason=REASON._asdict())
    decision = case.read("north-editor")["decision"]
    assert decision["reason"] == REASON._asdict()
    assert "by" not in decision


def _appealed_and_approved_by_others(case: Journey) -> None:
    case.take(
        "north-signatory", "appeal", "appeal_pending", reason="The letter of the school was overlooked."
    )
    heard = case["senior"].take(case.id, "uphold", {"reason": REASON._asdict()})
    assert (heard.status, [each["code"] for each in heard.json["unmet"]]) == (422, ["not_original_decider"])
    case.take("senior-2", "uphold", "screening", reason=REASON._asdict())

    _accepted(case, AGAIN)
    for reviewer in AGAIN:
        _review(case, reviewer, **WRITTEN)
    case.take("officer", "close_review", "compliance_check")
    _cleared(case)
    approved = case.take(
        "approver-2",
        "approve",
        "approved",
        snapshot_hash=case.read("approver-2")["snapshot_hash"],
        conditions=[{"text": {"en": "Insure everybody", "zh": "为全员投保"}, "owner": "safety_officer"}],
    )
    assert case.read("north-editor")["decision"]["conditions"] == approved["decision"]["conditions"]
    assert case.read("north-editor")["state"] == "approved"
