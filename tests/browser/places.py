"""Every page that is looked at for accessibility: who opens it, where, and what makes it show errors."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain import forms
from shared.domain.programmes import DIRECTIONS

CASE_STATES = (
    "screening",
    "info_requested_intake",
    "ineligible_proposed",
    "under_review",
    "compliance_check",
    "decision_pending",
    "escalated",
    "approved",
    "rejected",
    "withdrawn",
    "appeal_pending",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A page; `{state}` in its path is a demo case in that state.

    `wrong`: its form is sent too, with nothing chosen and `typed` in every text.
    """

    who: str
    path: str
    wrong: bool = False
    typed: str = ""
    status: int = 200


def places() -> Iterator[Place]:
    """All of them, those of one person together."""
    yield from _public()
    yield from _partner()
    yield from _officer()
    yield from _reviewers()
    yield from _deciders()


def _public() -> Iterator[Place]:
    for path in (
        "/",
        "/programmes",
        "/programmes/demo-going-out",
        "/help",
        "/privacy",
        "/status",
        "/api/v1/docs",
        "/people/signed-out",
    ):
        yield Place("", path)
    yield Place("", "/people/sign-in?next=%2Fdesk&ended=kept")
    yield Place("", "/people/sign-in?next=%2Fdesk&ended=lost")
    yield Place("", "/people/sign-in?next=%2Fdesk&ended=kept&proof=1")
    yield Place("", "/people/callback?state=unknown&code=x", status=403)
    yield Place("", "/nothing-here", status=404)


def _partner() -> Iterator[Place]:
    editor, signatory = "north-editor", "north-signatory"
    yield Place(editor, "/applications/new", wrong=True)
    for path in ("", "?state=draft", "?state=closed", "/{draft}", "/{draft}/check", "/{draft}/history"):
        yield Place(editor, f"/applications{path}")
    for direction in DIRECTIONS:
        for section in forms.load(direction).sections:
            yield Place(editor, f"/applications/{{new_{direction}}}/sections/{section.id}")
    yield Place(editor, "/applications/{info_requested_intake}/sections/programme")
    for path in (
        "{info_requested_intake}",
        "{info_requested_intake}?tab=requests",
        "{approved}",
        "{escalated}",
    ):
        yield Place(editor, f"/applications/{path}")
    yield Place(editor, "/applications/{info_requested_intake}/answer", wrong=True, typed="?")
    for name in ("organisation", "time", "people"):
        yield Place(editor, f"/applications/{{new_going_out}}/sections/{name}", wrong=True, typed="?")
    for page, wrong in (("rows/new", True), ("rows/1", False), ("rows/1/remove", False), ("paste", True)):
        yield Place(editor, f"/applications/{{draft}}/tables/places/{page}", wrong=wrong)
    yield Place(editor, "/applications/{info_requested_intake}/answer/check")
    yield Place(editor, "/applications/{draft}/documents")
    yield Place(editor, "/applications/{draft}/documents/new?field=files")
    yield Place(editor, "/applications/{draft}/documents/{of_draft}/remove")
    yield Place(editor, "/applications/{draft}/documents/{announced}/send")
    yield Place(editor, "/applications/{draft}/programme", wrong=True)
    yield Place(editor, "/applications/{draft}/discard")
    yield Place(editor, "/applications/{info_requested_intake}/ask_to_sign")
    yield Place(editor, "/people/inbox")
    yield Place(editor, "/people/profile", wrong=True)
    yield Place(editor, "/desk", status=403)
    yield Place(signatory, "/applications/{draft}/discard", status=403)
    for path in ("{draft}/check", "{screening}/submitted", "{screening}/withdraw"):
        yield Place(signatory, f"/applications/{path}")
    yield Place("south-editor", "/applications/{rejected}")
    yield Place("south-editor", "/applications/{withdrawn}")
    yield Place("south-signatory", "/applications/{rejected}")
    yield Place("south-signatory", "/applications/{rejected}/appeal", wrong=True)
    yield Place("south-signatory", "/applications/{appeal_pending}/withdraw_appeal")
    yield Place("north-signatory", "/applications/{approved}/cancel", wrong=True)


def _officer() -> Iterator[Place]:
    for query in ("", "?whose=all", "?whose=mine&direction=inviting_in", "?number=GO-26-222222"):
        yield Place("officer-1", f"/desk{query}")
    for state in CASE_STATES:
        yield Place("officer-1", f"/applications/{{{state}}}")
    for tab in ("?tab=reviews", "?tab=requests", "/history"):
        yield Place("officer-1", f"/applications/{{decision_pending}}{tab}")
    yield Place("officer-1", "/applications/{screening}/documents")
    yield Place("officer-1", "/applications/{screening}/documents/new")
    yield Place("officer-1", "/desk/{submitted}/claim")
    for name in ("request_info", "accept_for_review", "propose_ineligible"):
        yield Place("officer-1", f"/desk/{{screening}}/{name}", wrong=True)
    yield Place("officer-1", "/desk/{under_review}/reviewers", wrong=True)
    yield Place("officer-1", "/desk/{info_requested_intake}/amend_request", wrong=True)
    yield Place("officer-1", "/desk/{info_requested_intake}/cancel_request", wrong=True)
    yield Place("officer-1", "/desk/{stale}/answers", wrong=True, typed="?" * 3_000)
    yield Place("officer-1", "/desk/{under_review}/officer", wrong=True)
    yield Place("officer-1", "/desk/handover", wrong=True)
    yield Place("officer-1", "/desk/{under_review}/close_review")
    yield Place("officer-1", "/desk/{under_review}/conflict")
    yield Place("officer-1", "/people/absence", wrong=True)
    yield Place("officer-1", "/people/inbox")
    yield Place("safety", "/risks")
    yield Place("safety", "/risks/{compliance_check}", wrong=True)
    for who in ("observer", "auditor", "safety"):
        yield Place(who, "/applications/{approved}")
    for who in ("observer", "officer-1"):
        yield Place(who, "/overview")
    for query in (
        "",
        "?subject=person&from=2026-01-01&order=oldest",
        "?subject_id=nothing-here",
        "?by=admin",
    ):
        yield Place("auditor", f"/admin/history{query}")
    yield Place("admin", "/people/inbox")
    yield from _administrator()


def _administrator() -> Iterator[Place]:
    for path in ("changes", "organisations", "people", "programmes", "history"):
        yield Place("admin", f"/admin/{path}")
    for path in (
        "/people/work",
        "/admin",
        "/admin/changes/{change}",
        "/admin/organisations/demo-north/change",
    ):
        yield Place("admin", path)
    yield Place("admin", "/people/second-factor", status=403)
    yield Place("admin", "/admin/programmes/demo-going-out/change")
    yield Place("admin", "/admin/organisations/demo-north")
    yield Place("admin", "/admin/organisations/new", wrong=True)
    yield Place("admin", "/admin/organisations/demo-north/standing", wrong=True)
    yield Place("admin", "/admin/organisations/demo-north/merge", wrong=True)
    yield Place("admin", "/admin/people/officer-1")
    yield Place("admin", "/admin/people/new", wrong=True)
    yield Place("admin", "/admin/people/new?organisation=demo-north", wrong=True)
    yield Place("admin", "/admin/people/officer-1/change")
    yield Place("admin", "/admin/people/officer-1/state", wrong=True)
    yield Place("admin", "/admin/programmes/demo-going-out")
    yield Place("admin", "/admin/programmes/new", wrong=True)
    yield Place("admin", "/admin/programmes/demo-going-out/close", wrong=True)
    yield Place("", "/people/invitation/unknown", status=410)
    yield Place("", "/join", wrong=True)
    yield Place("", "/join/sent")
    yield Place("officer-1", "/vetting")
    yield Place("officer-1", "/vetting/demo-asks", wrong=True)
    yield Place("officer-1", "/vetting/demo-asks/decline", wrong=True)
    yield Place("north-signatory", "/staff")
    yield Place("north-editor", "/staff")
    yield Place("north-signatory", "/staff/new", wrong=True)
    yield Place("north-signatory", "/staff/north-editor/state", wrong=True)
    yield Place("admin", "/agreements")
    yield Place("admin", "/agreements/demo-memorandum")
    yield Place("admin", "/admin/agreements/new", wrong=True)
    yield Place("admin", "/admin/agreements/demo-memorandum/change")
    yield Place("admin", "/admin/agreements/demo-memorandum/end", wrong=True)
    yield Place("north-editor", "/agreements")
    yield Place("north-editor", "/agreements/demo-memorandum")
    yield Place("north-editor", "/organisations")
    yield Place("north-editor", "/organisations/demo-south")


def _reviewers() -> Iterator[Place]:
    yield Place("reviewer-1", "/reviews")
    yield Place("reviewer-1", "/reviews/{reviewed}", wrong=True)
    yield Place("reviewer-2", "/reviews/{reviewed}/declaration", wrong=True)
    yield Place("reviewer-2", "/reviews/{reviewed}/decline")
    yield Place("reviewer-1", "/applications/{reviewed}")
    yield Place("reviewer-1", "/reviews/{stale}", wrong=True)
    yield Place("reviewer-1", "/reviews/{stale}/confirm")
    yield Place("reviewer-3", "/reviews")


def _deciders() -> Iterator[Place]:
    for who in ("compliance", "approver-2", "senior"):
        yield Place(who, "/approvals")
    yield Place("compliance", "/approvals/{compliance_check}")
    yield Place("compliance", "/approvals/{compliance_check}/clear_compliance", wrong=True)
    yield Place("approver-2", "/approvals/{decision_pending}")
    yield Place("approver-2", "/approvals/{decision_pending}/approve")
    for name in ("reject", "escalate", "reopen_review"):
        yield Place("approver-2", f"/approvals/{{decision_pending}}/{name}", wrong=True)
    yield Place("approver-2", "/approvals/{ineligible_proposed}/confirm_ineligible")
    yield Place("approver-2", "/approvals/{ineligible_proposed}/send_back", wrong=True)
    yield Place("senior", "/approvals/{escalated}")
    yield Place("senior", "/approvals/{escalated}/approve_final")
    yield Place("senior", "/applications/{escalated}")
    yield Place("senior", "/approvals/{appeal_pending}")
    for name in ("uphold", "dismiss"):
        yield Place("senior", f"/approvals/{{appeal_pending}}/{name}", wrong=True)
    for name in ("allow_appeal", "dismiss_appeal"):  # of the first version of the workflow
        yield Place("senior", f"/approvals/{{appeal_pending}}/{name}", status=409)
    yield Place("compliance", "/applications/{compliance_check}")
    yield Place("approver-2", "/applications/{decision_pending}")
