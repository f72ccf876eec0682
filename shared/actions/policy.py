"""Who may do what: one table that pages and API share; a route names its row or does not start.

A row says which roles are let in at all; what of a case somebody sees is `view_of`, and which state
an action belongs to is the workflow's. Source: the role matrix of the federation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shared.domain.case import Case
from shared.domain.people import FEDERATION, PARTNER, Person, Role

View = Literal["partner", "federation", "reviewer", "assigned", "auditor", "observer"]
"""How somebody sees a case: `assigned` is a reviewer who has not declared yet and sees only its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which roles a row lets in; none means everybody who is signed in, `public` means anybody at all.

    `proven`: on a page, only in a recent session that was begun with a second factor.
    """

    roles: frozenset[Role] = frozenset()
    public: bool = False
    proven: bool = False

    def admits(self, person: Person) -> bool:
        return not self.roles or person.holds(self.roles)


def _only(*roles: Role) -> Rule:
    return Rule(roles=frozenset(roles))


def _proven(*roles: Role) -> Rule:
    return Rule(roles=frozenset(roles), proven=True)


OFFICER = _only("programme_officer")
APPROVER = _only("approver")
DECIDES = _proven("approver")
SENIOR = _proven("senior_approver")
DECIDERS = _proven("approver", "senior_approver")
SIGNATORY = _proven("partner_signatory")

POLICY: Mapping[str, Rule] = {
    "read_public": Rule(public=True),
    "sign_in": Rule(public=True),
    "own_account": Rule(),
    "be_away": _only(*FEDERATION, "reviewer"),
    "read_inbox": Rule(),
    "list_cases": Rule(),
    "read_case": Rule(),
    "read_history": Rule(),
    "export_history": _only(*FEDERATION, "auditor"),
    "read_overview": _only(*FEDERATION, "observer", "auditor"),
    "read_programmes": Rule(),
    "read_forms": Rule(),
    "declare_conflict": _only(*FEDERATION),
    "administer": _proven("config_admin"),
    "release": _proven("config_admin"),
    "read_administration": _only("config_admin", "auditor"),
    "ask_to_join": Rule(public=True),
    "vet": OFFICER,
    "read_registry": Rule(),
    "read_staff": _only("partner_editor", "partner_signatory"),
    "manage_staff": SIGNATORY,
    "list_people": _only("programme_officer"),
    "create": _only("partner_editor", "partner_signatory"),
    "edit": _only("partner_editor", "partner_signatory"),
    "change_programme": _only("partner_editor", "partner_signatory"),
    "attach": _only(*PARTNER, *FEDERATION),
    "remove_document": _only(*PARTNER, *FEDERATION),
    "read_documents": Rule(),
    "submit": SIGNATORY,
    "withdraw": SIGNATORY,
    "resubmit": SIGNATORY,
    "discard": _only("partner_editor"),
    "ask_to_sign": _only("partner_editor"),
    "desk": OFFICER,
    "claim": OFFICER,
    "request_info": _only("programme_officer", "compliance_officer"),
    "amend_request": _only("programme_officer", "compliance_officer"),
    "cancel_request": _only("programme_officer", "compliance_officer"),
    "accept_answers": _only("programme_officer", "compliance_officer"),
    "propose_ineligible": _only("programme_officer", "compliance_officer"),
    "accept_for_review": OFFICER,
    "change_reviewers": OFFICER,
    "close_review": OFFICER,
    "hand_over": OFFICER,
    "review": _only("reviewer"),
    "decline_review": _only("reviewer"),
    "approvals": _only("compliance_officer", "approver", "senior_approver"),
    "risks": _only("safety_officer"),
    "sign_risk": _proven("safety_officer"),
    "check_compliance": _only("compliance_officer"),
    "clear_compliance": _only("compliance_officer"),
    "confirm_ineligible": DECIDES,
    "approve": DECIDES,
    "approve_final": SENIOR,
    "reject": DECIDERS,
    "escalate": APPROVER,
    "send_back": _only("approver", "senior_approver"),
    "reopen_review": APPROVER,
    "appeal": SIGNATORY,
    "withdraw_appeal": SIGNATORY,
    "cancel": SIGNATORY,
    "uphold": SENIOR,
    "allow_appeal": SENIOR,
    "dismiss": SENIOR,
    "dismiss_appeal": SENIOR,
}

Need = Literal["read", "draft", "submit", "decide", "write"]
NEEDS: Mapping[str, Need] = {
    **dict.fromkeys(("create", "edit", "change_programme", "attach", "remove_document"), "draft"),
    **dict.fromkeys(
        ("submit", "resubmit", "withdraw", "discard", "ask_to_sign", "appeal", "withdraw_appeal", "cancel"),
        "submit",
    ),
    **dict.fromkeys(
        (
            *("approve", "approve_final", "reject", "confirm_ineligible", "release", "sign_risk"),
            *("uphold", "allow_appeal", "dismiss", "dismiss_appeal"),
        ),
        "decide",
    ),
}
"""What an API token must be good for to change something by these rows; for all others it is `write`."""


def need_of(row: str, method: str) -> Need:
    """What a token must be good for to send this."""
    return "read" if method in ("GET", "HEAD") else NEEDS.get(row, "write")


REVIEWING = ("under_review", "info_requested_review")
READS_REVIEWS: frozenset[View] = frozenset({"federation", "auditor"})


def view_of(person: Person, case: Case) -> View | None:
    """How this person sees the case; None when it does not exist for them.

    A declared conflict of interest is final and comes before every role (separation of duties, rule 7).
    """
    application = case.application
    if person.id in application.conflicted or "config_admin" in person.roles:
        return None
    if person.organisation_id is not None:
        own = person.belongs_to((application.organisation_id,))
        return "partner" if own and person.holds(PARTNER) else None
    if not application.snapshot_version:
        return None
    return _inside(person, case)


def _inside(person: Person, case: Case) -> View | None:
    """Who owes a review sees the case as its reviewer until it is handed in, whatever other roles they hold."""
    mine = case.review_of(person.id) if "reviewer" in person.roles else None
    if mine and mine.over:
        mine = None
    owed = mine and mine.status != "submitted" and case.application.state in REVIEWING
    if person.holds(FEDERATION) and not owed:
        return "federation"
    if mine:
        return "reviewer" if mine.may_read else "assigned"
    if "auditor" in person.roles:
        return "auditor"
    return "observer" if "observer" in person.roles else None
