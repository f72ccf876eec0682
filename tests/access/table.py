"""Who may do what and who may see which case, written down again from the role matrix; nothing here asks the code."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

SHARED = Path(__file__).parents[2] / "shared" / "domain"
WORKFLOW: Any = json.loads((SHARED / "workflows" / "going_out.2.json").read_text())
Answer = Literal["sign in", "missing", "forbidden", "too late", "stale", "open"]

PARTNERS = "partner_editor partner_signatory"
STAFF = "programme_officer compliance_officer safety_officer approver senior_approver"
HEARING = ("uphold", "dismiss", "allow_appeal", "dismiss_appeal")
"""The last two are those of the first version of the workflow."""
ANYBODY, SIGNED_IN = "anybody", "signed in"

ROLES: Mapping[str, str] = {
    "GET /": ANYBODY,
    "GET /health": ANYBODY,
    "GET /help": ANYBODY,
    "GET /privacy": ANYBODY,
    "GET /programmes": ANYBODY,
    "GET /programmes/<programme_id>": ANYBODY,
    "GET /status": ANYBODY,
    "GET /favicon.ico": ANYBODY,
    "GET /static/<version>/<name>": ANYBODY,
    "GET /api/v1/openapi.json": ANYBODY,
    "GET /api/v1/docs": ANYBODY,
    "GET /people/sign-in": ANYBODY,
    "GET /people/callback": ANYBODY,
    "GET /people/signed-out": ANYBODY,
    "GET /people/language": ANYBODY,
    "POST /people/sign-out": ANYBODY,
    "GET /api/v1/forms/<direction>": SIGNED_IN,
    "GET /api/v1/programmes": SIGNED_IN,
    "GET /api/v1/applications": SIGNED_IN,
    "GET /api/v1/changes": SIGNED_IN,
    "GET /api/v1/notifications": SIGNED_IN,
    "POST /api/v1/notifications/read": SIGNED_IN,
    "GET /people/inbox": SIGNED_IN,
    "POST /people/inbox": SIGNED_IN,
    **{f"{method} /api/v1/me/absence": f"{STAFF} reviewer" for method in ("GET", "PUT", "DELETE")},
    "GET /people/absence": f"{STAFF} reviewer",
    "POST /people/absence": f"{STAFF} reviewer",
    "POST /people/absence/end": f"{STAFF} reviewer",
    "GET /people/profile": SIGNED_IN,
    "GET /people/second-factor": SIGNED_IN,
    "POST /people/profile/language": SIGNED_IN,
    "POST /people/profile/tokens": SIGNED_IN,
    "POST /people/profile/tokens/revoke": SIGNED_IN,
    "POST /people/profile/sessions/end": SIGNED_IN,
    "GET /applications": SIGNED_IN,
    "GET /applications/new": PARTNERS,
    "POST /applications/new": PARTNERS,
    "POST /api/v1/applications": PARTNERS,
    "GET /api/v1/people": "programme_officer",
    "GET /people/invitation/<secret>": ANYBODY,
    "GET /join": ANYBODY,
    "POST /join": ANYBODY,
    "GET /join/sent": ANYBODY,
    "GET /vetting": "programme_officer",
    "GET /vetting/<organisation_id>": "programme_officer",
    "POST /vetting/<organisation_id>": "programme_officer",
    "GET /vetting/<organisation_id>/decline": "programme_officer",
    "POST /vetting/<organisation_id>/decline": "programme_officer",
    "GET /staff": PARTNERS,
    "GET /staff/new": "partner_signatory",
    "POST /staff/new": "partner_signatory",
    "POST /staff/<person_id>/invitation": "partner_signatory",
    "GET /staff/<person_id>/state": "partner_signatory",
    "POST /staff/<person_id>/state": "partner_signatory",
    "GET /agreements": SIGNED_IN,
    "GET /agreements/<agreement_id>": SIGNED_IN,
    "GET /api/v1/agreements": SIGNED_IN,
    "GET /api/v1/agreements/<agreement_id>": SIGNED_IN,
    "GET /organisations": SIGNED_IN,
    "GET /organisations/<organisation_id>": SIGNED_IN,
    "GET /api/v1/organisations": SIGNED_IN,
    "GET /api/v1/organisations/<organisation_id>": SIGNED_IN,
    **{
        f"{method} /api/v1/admin/{path}": "config_admin"
        for method, path in (
            ("GET", "organisations"),
            ("POST", "organisations"),
            ("GET", "organisations/<organisation_id>"),
            ("PATCH", "organisations/<organisation_id>"),
            ("POST", "organisations/<organisation_id>/merge"),
            ("GET", "people"),
            ("POST", "people"),
            ("GET", "people/<person_id>"),
            ("PATCH", "people/<person_id>"),
            ("POST", "people/<person_id>/invitation"),
            ("GET", "programmes"),
            ("POST", "programmes"),
            ("GET", "programmes/<programme_id>"),
            ("PATCH", "programmes/<programme_id>"),
            ("POST", "programmes/<programme_id>/close"),
            ("POST", "programmes/<programme_id>/copy"),
            ("POST", "agreements"),
            ("PATCH", "agreements/<agreement_id>"),
            ("POST", "agreements/<agreement_id>/end"),
            ("GET", "changes"),
            ("POST", "changes/<change_id>/release"),
            ("POST", "changes/<change_id>/refuse"),
        )
    },
    "GET /api/v1/admin/history": "config_admin auditor",
    "POST /api/v1/admin/changes/<change_id>/withdraw": "config_admin",
    "POST /admin/changes/<change_id>/withdraw": "config_admin",
    **{
        f"{method} /admin{path}": "config_admin"
        for method, path in (
            ("GET", ""),
            ("GET", "/changes"),
            ("GET", "/changes/<change_id>"),
            ("POST", "/changes/<change_id>/release"),
            ("POST", "/changes/<change_id>/refuse"),
            ("GET", "/organisations"),
            ("GET", "/organisations/new"),
            ("POST", "/organisations/new"),
            ("GET", "/organisations/<organisation_id>"),
            ("GET", "/organisations/<organisation_id>/change"),
            ("POST", "/organisations/<organisation_id>/change"),
            ("GET", "/organisations/<organisation_id>/standing"),
            ("POST", "/organisations/<organisation_id>/standing"),
            ("GET", "/organisations/<organisation_id>/merge"),
            ("POST", "/organisations/<organisation_id>/merge"),
            ("GET", "/agreements/new"),
            ("POST", "/agreements/new"),
            ("GET", "/agreements/<agreement_id>/change"),
            ("POST", "/agreements/<agreement_id>/change"),
            ("GET", "/agreements/<agreement_id>/end"),
            ("POST", "/agreements/<agreement_id>/end"),
            ("GET", "/people"),
            ("GET", "/people/new"),
            ("POST", "/people/new"),
            ("GET", "/people/<person_id>"),
            ("GET", "/people/<person_id>/change"),
            ("POST", "/people/<person_id>/change"),
            ("POST", "/people/<person_id>/invitation"),
            ("GET", "/people/<person_id>/state"),
            ("POST", "/people/<person_id>/state"),
            ("GET", "/programmes"),
            ("GET", "/programmes/new"),
            ("POST", "/programmes/new"),
            ("GET", "/programmes/<programme_id>"),
            ("GET", "/programmes/<programme_id>/change"),
            ("POST", "/programmes/<programme_id>/change"),
            ("GET", "/programmes/<programme_id>/close"),
            ("POST", "/programmes/<programme_id>/close"),
        )
    },
    "GET /admin/history": "config_admin auditor",
    "GET /admin/history.csv": "config_admin auditor",
    "GET /desk": "programme_officer",
    "GET /overview": f"{STAFF} observer auditor",
    "GET /api/v1/overview": f"{STAFF} observer auditor",
    "GET /applications/<application_id>/history.csv": f"{STAFF} auditor",
    "GET /reviews": "reviewer",
    **dict.fromkeys(
        (
            "GET /desk/<application_id>/answers",
            "POST /desk/<application_id>/answers",
            "POST /api/v1/desk/<application_id>/accept_answers",
        ),
        "programme_officer compliance_officer",
    ),
    "GET /risks": "safety_officer",
    "GET /risks/<application_id>": "safety_officer",
    "POST /risks/<application_id>": "safety_officer",
    "GET /api/v1/approvals/<application_id>/balance": "compliance_officer approver senior_approver",
    "POST /api/v1/approvals/<application_id>/sign_risk": "safety_officer",
    "POST /api/v1/approvals/<application_id>/check_compliance": "compliance_officer",
    "GET /approvals": "compliance_officer approver senior_approver",
    **dict.fromkeys(
        (
            "GET /applications/<application_id>/documents",
            "GET /applications/<application_id>/documents/<document_id>",
            "GET /applications/<application_id>/documents/<document_id>/sent",
            "GET /api/v1/applications/<application_id>/documents",
            "GET /api/v1/applications/<application_id>/documents/<document_id>",
        ),
        SIGNED_IN,
    ),
    **dict.fromkeys(
        (
            "GET /applications/<application_id>/documents/new",
            "POST /applications/<application_id>/documents",
            "GET /applications/<application_id>/documents/<document_id>/send",
            "GET /applications/<application_id>/documents/<document_id>/remove",
            "POST /applications/<application_id>/documents/<document_id>/remove",
            "POST /api/v1/applications/<application_id>/documents",
            "DELETE /api/v1/applications/<application_id>/documents/<document_id>",
        ),
        f"{PARTNERS} {STAFF}",
    ),
    "GET /api/v1/applications/<application_id>": SIGNED_IN,
    "GET /api/v1/applications/<application_id>/history": SIGNED_IN,
    "PATCH /api/v1/applications/<application_id>": PARTNERS,
    "POST /api/v1/applications/<application_id>/submit": "partner_signatory",
    "POST /api/v1/applications/<application_id>/resubmit": "partner_signatory",
    "POST /api/v1/applications/<application_id>/withdraw": "partner_signatory",
    "POST /api/v1/applications/<application_id>/discard": "partner_editor",
    "PUT /api/v1/applications/<application_id>/reviews/me": "reviewer",
    "POST /api/v1/desk/<application_id>/claim": "programme_officer",
    "POST /api/v1/desk/<application_id>/request_info": "programme_officer compliance_officer",
    "POST /api/v1/desk/<application_id>/amend_request": "programme_officer compliance_officer",
    "POST /api/v1/desk/<application_id>/cancel_request": "programme_officer compliance_officer",
    "POST /api/v1/applications/<application_id>/ask_to_sign": "partner_editor",
    "GET /applications/<application_id>/ask_to_sign": "partner_editor",
    "POST /applications/<application_id>/ask_to_sign": "partner_editor",
    "POST /api/v1/desk/<application_id>/propose_ineligible": "programme_officer compliance_officer",
    "POST /api/v1/desk/<application_id>/accept_for_review": "programme_officer",
    "POST /api/v1/desk/<application_id>/reviewers": "programme_officer",
    "POST /api/v1/desk/<application_id>/close_review": "programme_officer",
    "POST /api/v1/desk/<application_id>/officer": "programme_officer",
    "GET /desk/<application_id>/officer": "programme_officer",
    "POST /desk/<application_id>/officer": "programme_officer",
    "GET /desk/handover": "programme_officer",
    "POST /desk/handover": "programme_officer",
    "POST /api/v1/desk/handover": "programme_officer",
    "POST /api/v1/desk/<application_id>/conflict": STAFF,
    "POST /api/v1/approvals/<application_id>/clear_compliance": "compliance_officer",
    "POST /api/v1/approvals/<application_id>/confirm_ineligible": "approver",
    "POST /api/v1/approvals/<application_id>/approve": "approver",
    "POST /api/v1/approvals/<application_id>/approve_final": "senior_approver",
    "POST /api/v1/approvals/<application_id>/reject": "approver senior_approver",
    "POST /api/v1/approvals/<application_id>/escalate": "approver",
    "POST /api/v1/approvals/<application_id>/send_back": "approver senior_approver",
    "POST /api/v1/approvals/<application_id>/reopen_review": "approver",
    **{
        f"POST /api/v1/applications/<application_id>/{action}": "partner_signatory"
        for action in ("appeal", "withdraw_appeal", "cancel")
    },
    **{
        f"{method} /applications/<application_id>/{action}": "partner_signatory"
        for method in ("GET", "POST")
        for action in ("appeal", "withdraw_appeal", "cancel")
    },
    **{f"POST /api/v1/approvals/<application_id>/{action}": "senior_approver" for action in HEARING},
    "GET /applications/<application_id>": SIGNED_IN,
    "GET /applications/<application_id>/history": SIGNED_IN,
    "GET /applications/<application_id>/submitted": SIGNED_IN,
    "GET /applications/<application_id>/check": PARTNERS,
    "GET /applications/<application_id>/sections/<section_id>": PARTNERS,
    "GET /applications/<application_id>/answer": PARTNERS,
    "GET /applications/<application_id>/answer/check": PARTNERS,
    "GET /applications/<application_id>/programme": PARTNERS,
    "POST /applications/<application_id>/programme": PARTNERS,
    "POST /api/v1/applications/<application_id>/programme": PARTNERS,
    "GET /applications/<application_id>/withdraw": "partner_signatory",
    "GET /applications/<application_id>/discard": "partner_editor",
    "POST /applications/<application_id>/check": "partner_signatory",
    "POST /applications/<application_id>/sections/<section_id>": PARTNERS,
    **dict.fromkeys(
        (
            "GET /applications/<application_id>/tables/<table_id>/rows/<row>",
            "POST /applications/<application_id>/tables/<table_id>/rows/<row>",
            "GET /applications/<application_id>/tables/<table_id>/rows/<row>/remove",
            "POST /applications/<application_id>/tables/<table_id>/rows/<row>/remove",
            "GET /applications/<application_id>/tables/<table_id>/paste",
            "POST /applications/<application_id>/tables/<table_id>/paste",
        ),
        PARTNERS,
    ),
    "POST /applications/<application_id>/answer": PARTNERS,
    "POST /applications/<application_id>/answer/check": "partner_signatory",
    "POST /applications/<application_id>/withdraw": "partner_signatory",
    "POST /applications/<application_id>/discard": "partner_editor",
    **{
        f"{method} /desk/<application_id>/{action}": roles
        for method in ("GET", "POST")
        for action, roles in {
            "claim": "programme_officer",
            "request_info": "programme_officer compliance_officer",
            "amend_request": "programme_officer compliance_officer",
            "cancel_request": "programme_officer compliance_officer",
            "propose_ineligible": "programme_officer compliance_officer",
            "accept_for_review": "programme_officer",
            "reviewers": "programme_officer",
            "close_review": "programme_officer",
            "conflict": STAFF,
        }.items()
    },
    "GET /reviews/<application_id>": "reviewer",
    "POST /reviews/<application_id>": "reviewer",
    "GET /people/work": SIGNED_IN,
    "POST /people/language": SIGNED_IN,
    "GET /people/inbox/open": SIGNED_IN,
    "POST /people/inbox/open": SIGNED_IN,
    "GET /reviews/<application_id>/confirm": "reviewer",
    "POST /reviews/<application_id>/confirm": "reviewer",
    "GET /reviews/<application_id>/decline": "reviewer",
    "POST /reviews/<application_id>/decline": "reviewer",
    "GET /reviews/<application_id>/declaration": "reviewer",
    "POST /reviews/<application_id>/declaration": "reviewer",
    "GET /approvals/<application_id>": "compliance_officer approver senior_approver",
    **{
        f"{method} /approvals/<application_id>/{action}": roles
        for method in ("GET", "POST")
        for action, roles in {
            "clear_compliance": "compliance_officer",
            "confirm_ineligible": "approver",
            "approve": "approver",
            "approve_final": "senior_approver",
            "reject": "approver senior_approver",
            "escalate": "approver",
            "send_back": "approver senior_approver",
            "reopen_review": "approver",
            **dict.fromkeys(HEARING, "senior_approver"),
        }.items()
    },
}
"""Which roles each route is for (role matrix, 10.1); a route that is not here fails the build."""

STATES: Mapping[str, str] = {
    "north_draft": "draft",
    "north_submitted": "submitted",
    "north_asked": "info_requested_intake",
    "north_review": "under_review",
    "north_decided": "approved",
    "south_draft": "draft",
    "south_submitted": "submitted",
}
"""The cases there are, by name, and their state."""
KINDS = (*STATES, "missing", "malformed")


@dataclass(frozen=True)
class Principal:
    """Somebody who calls; `known` is whether their credentials are good for anything, `reviews` what is theirs to review."""

    name: str
    roles: str = ""
    known: bool = True
    organisation: str = ""
    sees: frozenset[str] = frozenset()
    reviews: frozenset[str] = frozenset()

    def has(self, roles: str) -> bool:
        return roles == SIGNED_IN or not set(self.roles.split()).isdisjoint(roles.split())


SENT = frozenset(name for name, state in STATES.items() if state != "draft")
NORTH = frozenset(name for name in STATES if name.startswith("north"))
SOUTH = frozenset(name for name in STATES if name.startswith("south"))
REVIEWED = frozenset({"north_review", "north_decided"})

PRINCIPALS: tuple[Principal, ...] = (
    Principal("anonymous", known=False),
    Principal("garbage", known=False),
    Principal("expired", known=False),
    Principal("disabled", known=False),
    Principal("north-editor", "partner_editor", organisation="north", sees=NORTH),
    Principal("north-signatory", "partner_signatory", organisation="north", sees=NORTH),
    Principal("south-editor", "partner_editor", organisation="south", sees=SOUTH),
    Principal("south-signatory", "partner_signatory", organisation="south", sees=SOUTH),
    Principal("officer", "programme_officer", sees=SENT),
    Principal("officer-2", "programme_officer", sees=SENT - {"north_review"}),
    Principal("reviewer-1", "reviewer", sees=REVIEWED, reviews=REVIEWED),
    Principal("reviewer-2", "reviewer", sees=REVIEWED, reviews=REVIEWED),
    Principal("reviewer-3", "reviewer"),
    Principal("reviewer-4", "reviewer"),
    Principal("compliance", "compliance_officer", sees=SENT),
    Principal("safety", "safety_officer", sees=SENT),
    Principal("approver", "approver", sees=SENT),
    Principal("senior", "senior_approver", sees=SENT),
    Principal("signer", "invitation_signatory"),
    Principal("observer", "observer", sees=SENT),
    Principal("auditor", "auditor", sees=SENT),
    Principal("admin", "config_admin"),
    Principal("north-both", "partner_editor partner_signatory", organisation="north", sees=NORTH),
    Principal("reviewer-approver", "reviewer approver", sees=SENT),
    Principal("officer-reviewer", "programme_officer reviewer", sees=SENT),
)
"""officer-2 and reviewer-3 declared a conflict on north_review; there, reviewer-2 has not declared yet."""


def expected(principal: Principal, route: str, kind: str) -> Answer:  # noqa: PLR0911 -- one answer a rule
    """What the matrix says; `kind` is empty where the route is not about a case."""
    roles = ROLES[route]
    if roles == ANYBODY:
        return "open"
    if not principal.known:
        return "sign in"
    if not kind:
        return _general(principal, route)
    if kind not in principal.sees:
        return "missing"
    if "/documents" in route and principal.has(roles):
        return _document(principal, route, kind)
    if "/reviews/" in route and kind not in principal.reviews:
        return "forbidden"
    return _step(principal, route, STATES[kind]) if principal.has(roles) else "forbidden"


def _general(principal: Principal, route: str) -> Answer:
    """Routes that are not about a case: a partner's own people and agreements are its own, and somebody else made the proposal there is."""
    if not principal.has(ROLES[route]) or "/changes/<change_id>/withdraw" in route:
        return "forbidden"
    if "/agreements/<" in route and principal.organisation not in ("", "north"):
        return "missing"
    return "missing" if "/staff/<" in route and principal.organisation != "north" else "open"


def _document(principal: Principal, route: str, kind: str) -> Answer:
    """Each case has one document, which its partner attached: whoever may read the case may open it, once they declared.

    What is attached and removed is the partner's while its answers are open; the federation has documents of its own.
    """
    if ROLES[route] == SIGNED_IN:
        declared = (principal.name, kind) != ("reviewer-2", "north_review")
        return "open" if declared or "<document_id>" not in route else "missing"
    if principal.organisation:
        if STATES[kind] not in ("draft", "info_requested_intake"):
            return "too late"
    elif "/remove" in route:
        return "forbidden"
    return "stale" if "/api/" in route else "open"


def _step(principal: Principal, route: str, state: str) -> Answer:
    """The workflow's part of the answer: is the action of this state, and of this person's role in it?

    Every request of the API here names an old version: it is told what changed before it is told that the
    action is another role's by now. Who may write on the newest version is tried in tests/actions.
    """
    action = route.rpartition("/")[2]
    if action == "programme":
        return "too late" if state != "draft" else "stale" if "/api/" in route else "open"
    if action not in ACTIONS or ("/applications/<" in route and "/api/" not in route):
        return "open"
    steps = [step for step in WORKFLOW["transitions"] if step[0] == state and step[1] == action]
    if not steps:
        return "too late"
    if (
        route.startswith("POST") and action == "cancel_request"
    ):  # the one page form of another role's step that is whole in every request
        return "stale"
    return "stale" if "/api/" in route or any(principal.has(step[3]) for step in steps) else "forbidden"


ACTIONS = frozenset({*(step[1] for step in WORKFLOW["transitions"]), *HEARING})
