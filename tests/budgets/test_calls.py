"""W5: a read is the look-up of the caller and one call more; a step is the look-up, one read and one transaction."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.case import Case
from shared.identity import issue_token
from shared.store.stores import Stores
from tests.client import Client
from tests.forms_data import complete
from tests.functions.pages import Browser
from tests.recorder import Recording, recording
from tests.stage import ATTESTED, CLEARED, REVIEWERS, SCORES, Stage

ROOT = "/api/v1/applications"
WHY = {"reason": {"en": "The need is not shown.", "zh": "需求依据不足。"}}
REVIEW = {"conflict": False, "scores": SCORES, "recommendation": "approve", "comment": "Good."}
ASKED = {"items": [{"field": "need_statement", "message": "Why?"}]}
FOUND = {"points": {"money": {"outcome": "clear", "note": "Accounts read."}}}
STEPS: tuple[tuple[str, str, str, dict[str, Any], int], ...] = (
    ("edit", "draft", "north-editor", {"fields": {"headcount": 12}}, 3),
    ("edit", "info_requested_intake", "north-editor", {"fields": {"need_statement": "Explained anew. " * 5}}, 3),
    ("discard", "draft", "north-editor", {}, 3),
    ("submit", "draft", "north-signatory", {}, 3),
    ("withdraw", "submitted", "north-signatory", {"reason": "no longer planned"}, 3),
    ("resubmit", "info_requested_intake", "north-signatory", {"answers": [{"field": "need_statement", "message": "So."}]}, 3),
    ("accept_answers", "answered", "officer", {"accepted": ["need_statement"]}, 3),
    ("claim", "submitted", "officer", {}, 3),
    ("request_info", "screening", "officer", ASKED, 3),
    ("propose_ineligible", "screening", "officer", {"reason_code": "not_eligible", **WHY}, 3),
    ("accept_for_review", "screening", "officer", {"reviewers": list(REVIEWERS)}, 4),
    ("reviews/me", "under_review", "reviewer-1", REVIEW, 3),
    ("reviewers", "under_review", "officer", {"add": ["reviewer-3"], "remove": []}, 4),
    ("close_review", "reviewed", "officer", {}, 3),
    ("clear_compliance", "assessed", "compliance", {}, 3),
    ("sign_risk", "compliance_check", "safety", {"finding": "acceptable", "note": "Looked at with care."}, 3),
    ("check_compliance", "compliance_check", "compliance", FOUND, 3),
    ("confirm_ineligible", "ineligible_proposed", "approver", {}, 3),
    ("approve", "decision_pending", "approver", {}, 3),
    ("reject", "decision_pending", "approver", {"reason_code": "need_not_shown", **WHY}, 3),
    ("escalate", "decision_pending", "approver", {"reason": "a first exchange"}, 3),
    ("send_back", "escalated", "senior", {"reason": "look again"}, 3),
    ("reopen_review", "decision_pending", "approver", {"reason": "another opinion"}, 3),
    ("approve_final", "escalated", "senior", {}, 3),
)  # fmt: skip
"""Steps with their calls; who shall review is read beside the case."""


ELSEWHERE = {
    "desk": (
        "claim",
        "request_info",
        "accept_answers",
        "propose_ineligible",
        "accept_for_review",
        "reviewers",
        "close_review",
    ),
    "approvals": (
        "clear_compliance",
        "sign_risk",
        "check_compliance",
        "confirm_ineligible",
        "approve",
        "approve_final",
        "reject",
        "escalate",
        "send_back",
        "reopen_review",
    ),
}
"""Duties besides the applications' own, by what is done there."""


@pytest.fixture
def scene(stores: Stores) -> Stage:
    """A federation today, in a process that has read the lists that rarely change."""
    stage = Stage(stores, at=datetime.now(UTC).replace(microsecond=0)).furnish()
    stores.programmes.all()
    stores.organisations.known("north")
    return stage


def client(scene: Stage, who: str) -> Client:
    return Client(token=issue_token(scene.stores, who, at=datetime.now(UTC)))


def case_in(scene: Stage, state: str) -> Case:
    if state == "answered":
        return scene.do("resubmit", "north-signatory", scene.case("info_requested_intake"))
    if state == "assessed":
        return scene.do("sign_risk", "safety", scene.case("compliance_check"))
    if state != "reviewed":
        return scene.case(state)
    case = scene.case("under_review")
    for reviewer in REVIEWERS:
        case = scene.do("review", reviewer, case)
    return case


@pytest.mark.parametrize(
    ("name", "state", "who", "body", "calls"), STEPS, ids=[f"{each[0]}-{each[1]}" for each in STEPS]
)
def test_a_step_is_the_look_up_one_read_and_one_transaction(
    scene: Stage, name: str, state: str, who: str, body: dict[str, Any], calls: int
) -> None:
    application = case_in(scene, state).application
    api = client(scene, who)
    attested = ("accept_for_review", "clear_compliance")
    sent = {**body, **({"attest": statements(name)} if name in attested else {})}
    if name.startswith("approve"):
        sent["snapshot_hash"] = application.snapshot_hash
    method = {"edit": "PATCH", "reviews/me": "PUT"}.get(name, "POST")
    duty = next((duty for duty, names in ELSEWHERE.items() if name in names), "applications")
    path = f"/api/v1/{duty}/{application.id}"
    target = path if name == "edit" else f"{path}/{name}"

    with recording(scene.stores.table.client) as found:
        reply = api.call(method, target, sent, if_match=f'"{application.version}"')

    assert (reply.status, len(found.calls)) == (200, calls), (reply.text, found.operations)
    assert found.operations.count("TransactWriteItems") == 1
    assert undecided(found) == []


def undecided(found: Recording) -> list[dict[str, Any]]:
    """Reads that may be a moment old: nothing is decided by one. An engine on this computer never is late."""
    reads = [call.arguments for call in found.calls if not call.writes]
    asked = [each for read in reads for each in read.get("RequestItems", {"": read}).values()]
    return [each for each in asked if not each.get("ConsistentRead")]


def statements(name: str) -> dict[str, str]:
    stated = {"clear_compliance": CLEARED, "accept_for_review": ("checklist_complete",)}.get(name, ())
    return {guard: ATTESTED[guard] for guard in stated}


@pytest.mark.parametrize("key", [None, "once"])
def test_beginning_a_draft_is_the_look_up_and_a_transaction_and_what_the_answer_shows(
    scene: Stage, key: str | None
) -> None:
    api = client(scene, "north-editor")
    body = {
        "direction": "going_out",
        "programme_id": "going-out",
        "fields": complete("going_out", today=scene.at.date()),
    }
    headers = {"idempotency_key": key} if key else {}

    with recording(scene.stores.table.client) as found:
        reply = api.call("POST", ROOT, body, **headers)

    assert (reply.status, found.operations) == (201, ["BatchGetItem", "TransactWriteItems"])


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("draft", "north-editor"),
        ("draft", "north-signatory"),
        ("info_requested_intake", "north-signatory"),
        ("submitted", "north-editor"),
        ("submitted", "officer"),
        ("under_review", "reviewer-1"),
        ("under_review", "observer"),
        ("decision_pending", "auditor"),
        ("approved", "north-editor"),
        ("approved", "approver"),
    ],
)
def test_reading_a_case_is_the_look_up_and_one_query(scene: Stage, state: str, who: str) -> None:
    """Whoever may submit a draft is told of a case like it, which is looked for by the answers."""
    case = scene.case(state)
    scene.stores.organisations.known("north")

    with recording(scene.stores.table.client) as found:
        reply = client_get(scene, who, f"{ROOT}/{case.application.id}")

    twin = ["BatchGetItem"] if (state, who) == ("draft", "north-signatory") else []
    assert (reply, found.operations[1:]) == (200, ["BatchGetItem", "Query", *twin])


def client_get(scene: Stage, who: str, target: str) -> int:
    """The first of the recorded calls makes the token."""
    return client(scene, who).get(target).status


def test_the_desk_is_the_look_up_with_its_counts_and_one_query(scene: Stage) -> None:
    """Counts and who calls come in one call."""
    scene.case("submitted", direction="going_out")
    scene.case("submitted", direction="inviting_in")
    browser = Browser(scene.stores, "officer")

    with recording(scene.stores.table.client) as found:
        browser.open("/desk?whose=unclaimed&direction=going_out")

    assert found.operations == ["BatchGetItem", "Query"]


@pytest.mark.parametrize("who", ["north-editor", "officer", "auditor"])
def test_a_short_history_comes_with_its_case(scene: Stage, who: str) -> None:
    case = scene.case("decision_pending")

    with recording(scene.stores.table.client) as found:
        status = client_get(scene, who, f"{ROOT}/{case.application.id}/history")

    assert (status, found.operations[1:]) == (200, ["BatchGetItem", "Query"])


def test_a_case_like_it_that_was_taken_back_elsewhere_stands_in_nobodys_way(scene: Stage) -> None:
    first = scene.do("submit", "north-signatory", scene.draft(title_zh="同名的示例交流"))
    second = scene.draft(title_zh="同名的示例交流")
    path = f"{ROOT}/{second.application.id}"
    assert reasons(client(scene, "north-signatory").get(path).json) == ["no_open_duplicate"]
    other = Stage(Stores(scene.stores.table), at=scene.at)

    other.do("withdraw", "north-signatory", first)

    assert reasons(client(scene, "north-signatory").get(path).json) == []


def test_a_case_like_it_that_was_sent_elsewhere_is_found_when_this_one_is_sent(scene: Stage) -> None:
    first, second = scene.draft(title_zh="同名的示例交流"), scene.draft(title_zh="同名的示例交流")
    scene.stores.organisations.known("north")
    Stage(Stores(scene.stores.table), at=scene.at).do("submit", "north-signatory", first)

    api = client(scene, "north-signatory")
    with recording(scene.stores.table.client) as found:
        reply = api.call(
            "POST", f"{ROOT}/{second.application.id}/submit", {}, if_match=f'"{second.application.version}"'
        )

    assert undecided(found) == []
    assert (reply.status, [each["code"] for each in reply.json["unmet"]]) == (422, ["no_open_duplicate"])


def reasons(representation: dict[str, Any]) -> list[str]:
    [submit] = [each for each in representation["actions"] if each["name"] == "submit"]
    return [each["code"] for each in submit["unmet"]]
