"""What `actions.json` and the files of `workflows/` look like; the digests of what was released hold them to it."""

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

from shared.domain.messages import Kind

Bilingual = Mapping[str, str]
Group = Literal[
    "partner",
    "signatories",
    "officers",
    "officer",
    "reviewers",
    "new_reviewers",
    "stale_reviewers",
    "compliance",
    "safety",
    "approvers",
    "seniors",
]
"""Whom an event may tell; `officer` is the one who claimed the case, or all of them while nobody has."""
GuardKind = Literal["case", "input", "recorded", "attested", "later"]
"""`case`: decided from what is recorded; `input`: from what the action brings along; `recorded`: a checklist gone
through point by point; `attested`: stated by the person who acts about themselves; `later`: belongs to a state after the decision, never met yet."""


class Named(TypedDict):
    """Words in both languages, with whatever else an entry has beside them."""

    en: str
    zh: str


class ActionData(Named, total=False):
    event: str
    duty: str
    page: str
    quiet: bool
    tells_partner: bool
    done: Bilingual


class GuardData(Named):
    kind: GuardKind
    input: NotRequired[str]
    stated: NotRequired[Bilingual]


class ToldData(TypedDict):
    group: Group
    kind: Kind
    within: NotRequired[str]
    receipt: NotRequired[bool]
    only_new_label: NotRequired[bool]
    urgent: NotRequired[bool]


class EventData(TypedDict, total=False):
    history: Bilingual
    news: Bilingual
    task: Bilingual
    alert: Bilingual
    partner_reads: bool
    told: list[ToldData]


class StateData(TypedDict):
    label: Bilingual
    public: Bilingual
    owner: str | None
    sla_days: int | None
    phase: str
    partner_may_edit: bool
    stage: NotRequired[str]


class DefinitionsData(TypedDict):
    roles: Mapping[str, Bilingual]
    actions: Mapping[str, ActionData]
    events: Mapping[str, EventData]
    reasons: Mapping[str, Bilingual]
    guards: Mapping[str, GuardData]


class WorkflowData(TypedDict):
    """A transition is its source, action, target, role and guards."""

    direction: str
    version: int
    initial: str
    states: Mapping[str, StateData]
    terminal: Mapping[str, Bilingual]
    transitions: list[tuple[str, str, str, str, list[str]]]
