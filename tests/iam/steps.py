"""Chains of steps that lead through every action of the workflow, and what each brings along over the API."""

from collections.abc import Mapping

from shared.domain import forms
from shared.domain.programmes import Direction
from shared.domain.workflow import definitions
from shared.identity import issue_token
from tests.client import Client
from tests.iam.clients import PARTNER, ColdClient, now
from tests.stage import ATTESTED, CLEARED, PATHS, REASON, REVIEWERS, SCORES, Path, Stage

SAID = {"reason_code": "not_eligible", "reason": REASON._asdict()}
REVIEW = {"conflict": False, "scores": SCORES, "recommendation": "approve", "comment": "Good."}
BODIES: Mapping[str, object] = {
    "edit": {"fields": {"need_statement": "As you asked, we say more of the need for this exchange."}},
    "resubmit": {"answers": [{"field": "need_statement", "message": "As asked."}]},
    "withdraw": {"reason": "no longer planned"},
    "request_info": {"items": [{"field": "need_statement", "message": "Please explain."}]},
    "accept_answers": {"accepted": ["need_statement"]},
    "propose_ineligible": SAID,
    "accept_for_review": {
        "reviewers": list(REVIEWERS),
        "attest": {"checklist_complete": ATTESTED["checklist_complete"]},
    },
    "reviewers": {"add": ["reviewer-3"], "remove": ["reviewer-2"]},
    "review": REVIEW,
    "declare": {"conflict": True},
    "sign_risk": {"finding": "acceptable", "note": "Looked at with care."},
    "check_compliance": {"points": {"money": {"outcome": "clear", "note": "Accounts read."}}},
    "clear_compliance": {"attest": {name: ATTESTED[name] for name in CLEARED}},
    "reject": SAID,
    "escalate": {"reason": "a first exchange"},
    "send_back": {"reason": "look again"},
    "reopen_review": {"reason": "another opinion"},
    "appeal": {"reason": "The letter of the school was overlooked."},
    "uphold": {"reason": REASON._asdict()},
    "dismiss": {"reason": REASON._asdict()},
    "cancel": {"reason": "ill", "attest": {"nobody_travelled_declared": "declared"}},
}
"""What a step is sent with; steps that are not here need nothing, or what was read."""
BESIDE = {"sign_risk": "approvals", "check_compliance": "approvals"}
"""The functions that serve what leaves the state as it is, if not the desk."""
ASKED, DECIDED, ESCALATED = (
    PATHS[state] for state in ("info_requested_intake", "decision_pending", "escalated")
)
CHAINS: tuple[Path, ...] = (
    (("edit", "north-editor"), ("discard", "north-editor")),
    (("submit", "north-signatory"), ("withdraw", "north-signatory")),
    (*ASKED, ("edit", "north-editor"), ("resubmit", "north-signatory"), ("accept_answers", "officer")),
    (*PATHS["ineligible_proposed"], ("confirm_ineligible", "approver")),
    (*PATHS["under_review"], ("reviewers", "officer"), ("declare", "reviewer-1"), ("conflict", "officer-2")),
    (*PATHS["compliance_check"], ("check_compliance", "compliance")),
    (*DECIDED, ("approve", "approver")),
    (*DECIDED, ("reject", "approver")),
    (*PATHS["ineligible_proposed"], ("send_back", "approver"), ("conflict", "compliance")),
    (*DECIDED, ("reopen_review", "approver")),
    (*DECIDED, ("approve", "approver"), ("cancel", "north-signatory")),
    (*PATHS["appeal_pending"], ("withdraw_appeal", "north-signatory")),
    (*PATHS["appeal_pending"], ("uphold", "senior")),
    (*PATHS["closed_rejected"],),
    (*ESCALATED, ("approve_final", "senior")),
    (*ESCALATED, ("send_back", "senior"), ("conflict", "approver-2")),
)


def take_every_step(stage: Stage, direction: Direction) -> set[str]:
    """Every chain of steps over the API, from the first draft on; which steps were taken."""
    taken: set[str] = set()
    for chain in CHAINS:
        place = f"/api/v1/applications/{_begun(stage, direction)}"
        for name, who in chain:
            _stepped(ColdClient(token=issue_token(stage.stores, who, at=now())), place, name)
            taken.add(name)
    return taken


def _begun(stage: Stage, direction: Direction) -> str:
    """The id of a complete draft made over the API."""
    fields = forms.example(forms.load(direction), today=now().date())
    fields["title_zh"] = str(stage.draft(direction).values["title_zh"])
    new = {"direction": direction, "programme_id": direction.replace("_", "-"), "fields": fields}
    client = ColdClient(token=issue_token(stage.stores, PARTNER, at=now()))
    key = str(fields["title_zh"]).encode().hex()
    made = client.call("POST", "/api/v1/applications", new, idempotency_key=key)
    assert client.call("POST", "/api/v1/applications", new, idempotency_key=key).status == 201
    assert made.status == 201, made.text
    return str(made.json["id"])


def _stepped(client: Client, place: str, name: str) -> None:
    """Take a step on the version that stands there now."""
    seen = client.get(place)
    action = definitions().actions.get(name)
    duty = action.duty if action else BESIDE.get(name, "desk")
    method, address = "POST", f"{place.replace('applications', duty)}/{name}"
    if name == "edit":
        method, address = "PATCH", place
    if name in ("review", "declare"):
        method, address = "PUT", f"{place}/reviews/me"
    body = BODIES.get(name, {})
    if name.startswith("approve"):
        body = {"snapshot_hash": seen.json["snapshot_hash"], "conditions": []}
    reply = client.call(method, address, body, if_match=seen.headers["etag"])
    assert reply.status in (200, 204), f"{name}: {reply.text}"
