"""The application (a case): one exchange in one direction, its content and its case number."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypedDict

from shared.domain.checklists import COMPLIANCE, WORKED_ON
from shared.domain.json_value import Values
from shared.domain.programmes import REVIEWS, SENIOR, Direction
from shared.domain.questions import Form, load
from shared.domain.reviews import QUORUM
from shared.domain.risk_assessment import SIGNED_IN
from shared.domain.words import Words
from shared.domain.workflow import Workflow, states, workflow

SENIOR_ABOVE = 500_000
"""CNY; the project's own proposal until the federation decides, for programmes that say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What every change of state rewrites; the answers of the form are kept beside it, not in it.

    `handled_by` are the people barred from deciding (four eyes), `conflicted` those the case does not
    exist for; `round` counts information requests; `due` is the last day (ISO date) of whose turn it is;
    `shown_as` is the state whose public label a proposal to refuse keeps; `urgent`: it starts within the lead time.
    """

    id: str
    number: str
    direction: Direction
    programme_id: str
    organisation_id: str
    partner_en: str
    partner_zh: str
    state: str
    version: int
    created_at: datetime
    changed_at: datetime
    created_by: str
    form_version: int = 1
    workflow_version: int = 1
    title_en: str = ""
    title_zh: str = ""
    start_date: str = ""
    place: str = ""
    due: str = ""
    officer: str = ""
    handled_by: tuple[str, ...] = ()
    conflicted: tuple[str, ...] = ()
    round: int = 0
    submitted_on: str = ""
    snapshot_version: int = 0
    snapshot_hash: str = ""
    recommended_by: str = ""
    decision_version: int = 0
    partner_version: int = 0
    partner_changed_at: datetime | None = None
    shown_as: str = ""
    urgent: bool = False
    programme_version: int = 0
    """Which version of its programme it was submitted under; 0 before, and for cases of before there were versions."""
    terms: Mapping[str, int] = field(default_factory=dict)
    """What that version set: calendar days by state, and `reviews`, how many it needs."""
    left_out: tuple[str, ...] = ()
    """Optional sections of the form that its programme did not ask when it was begun, or when it went over to it."""
    signed_for: str = ""
    """The organisation that its contents are hashed with; empty while that is its own."""
    came_from: tuple[str, ...] = ()
    """Organisations that had it before they were merged into another, the first one first."""
    decided_by: str = ""
    appealed_on: str = ""
    """The day (ISO date) of the one appeal that a case may have."""
    lodged_version: int = 0
    """The event that says what the applicant appealed for."""
    appeal_version: int = 0
    """The event that ended the appeal; 0 while there is none or it is open."""
    reviewed_before: tuple[str, ...] = ()
    """Who reviewed it for the decision that was appealed against: they review it no more."""
    took_part: tuple[str, ...] = ()
    """Who escalated it, sent it back or reopened its review: they may decide it, and hear no appeal."""
    documents: int = 0
    """How many documents were ever attached, by whomever; 0 saves looking for them."""

    @property
    def parties(self) -> frozenset[str]:
        """Every organisation whose people have an interest in it."""
        return frozenset((self.organisation_id, *self.came_from))

    @property
    def version_for_partner(self) -> int:
        """Counts what the partner may know of; cases of before it was counted begin with their own version."""
        return self.partner_version or self.version

    @property
    def for_partner(self) -> "Application":
        """The case as its partner may know it: its own count and time, and no proposal to refuse."""
        return replace(
            self,
            version=self.version_for_partner,
            changed_at=self.partner_changed_at or self.changed_at,
            state=self.shown_as or self.state,
            shown_as="",
        )

    @property
    def form(self) -> Form:
        """The form it was begun under, as its programme asks it."""
        return load(self.direction, self.form_version, frozenset(self.left_out))

    @property
    def workflow(self) -> Workflow:
        """The workflow that the case began under and goes on under."""
        return workflow(self.direction, self.workflow_version)

    @property
    def in_hand(self) -> bool:
        """Whether it is an officer's, on the way to the decision: also when that officer has stepped back."""
        return self.state != "submitted" and bool(self.workflow.states[self.state].stage)

    @property
    def risk_open(self) -> bool:
        """Whether the safety officer may sign the assessment of its risks now."""
        return self.state in SIGNED_IN

    @property
    def compliance_open(self) -> bool:
        """Whether compliance may go through its points now."""
        return WORKED_ON.get(self.state) == COMPLIANCE

    @property
    def reviews_needed(self) -> int:
        return self.terms.get(REVIEWS, QUORUM)

    @property
    def senior_above(self) -> int:
        """The budget in CNY above which a senior approver decides."""
        return self.terms.get(SENIOR, SENIOR_ABOVE)

    def days_for(self, state: str) -> int | None:
        """Calendar days for whoever's turn it is in a state: those of the programme, else of the workflow."""
        return self.terms.get(state, self.workflow.states[state].sla_days)

    @property
    def decided(self) -> bool:
        return self.decision_version > 0

    @property
    def appeal_open(self) -> bool:
        """Whether somebody hears an appeal against its refusal now."""
        return self.decided and bool(self.appealed_on) and not self.appeal_version


class Fields(TypedDict, total=False):
    """What an action may change of the header besides state and version."""

    title_en: str
    title_zh: str
    start_date: str
    place: str
    due: str
    officer: str
    handled_by: tuple[str, ...]
    conflicted: tuple[str, ...]
    round: int
    submitted_on: str
    snapshot_version: int
    snapshot_hash: str
    recommended_by: str
    decision_version: int
    shown_as: str
    urgent: bool
    programme_version: int
    terms: Mapping[str, int]
    decided_by: str
    appealed_on: str
    lodged_version: int
    appeal_version: int
    reviewed_before: tuple[str, ...]
    took_part: tuple[str, ...]
    documents: int


def canonical(application: Application, values: Values) -> bytes:
    """The one spelling of a content that is hashed: sorted keys, no spaces, UTF-8."""
    content = {
        "direction": application.direction,
        "form_version": application.form_version,
        "organisation_id": application.signed_for or application.organisation_id,
        "programme_id": application.programme_id,
        "fields": dict(values),
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def content_hash(application: Application, values: Values) -> str:
    return hashlib.sha256(canonical(application, values)).hexdigest()


def summary(values: Values, regions: tuple[str, ...]) -> Fields:
    """What lists show of the content."""
    return {
        "title_en": _text(values, "title_en"),
        "title_zh": _text(values, "title_zh"),
        "start_date": _text(values, "start_date"),
        "place": " ".join(regions),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """What a list shows of a case."""

    id: str
    number: str
    direction: Direction
    state: str
    changed_at: datetime
    title_en: str = ""
    title_zh: str = ""
    due: str = ""
    officer: str = ""
    partner_en: str = ""
    partner_zh: str = ""
    place: str = ""
    programme_id: str = ""
    start_date: str = ""
    shown_as: str = ""
    urgent: bool = False
    partner_changed_at: datetime | None = None

    @property
    def for_partner(self) -> "CaseSummary":
        """The row as the partner may know it."""
        at = self.partner_changed_at or self.changed_at
        return replace(self, state=self.shown_as or self.state, shown_as="", changed_at=at)


def label_of(case: Application | CaseSummary, *, public: bool) -> Words:
    """What the state of a case is called, in public or inside; a proposal to refuse is no public fact."""
    known = states(case.direction)
    if not public:
        return known[case.state].label
    return known[case.shown_as if case.shown_as in known else case.state].public


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
