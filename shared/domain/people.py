"""People, the organisations they act for, and the roles they hold."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from shared.domain.json_value import JsonValue, Values
from shared.domain.words import Language, Words

Role = Literal[
    "partner_editor",
    "partner_signatory",
    "programme_officer",
    "reviewer",
    "compliance_officer",
    "safety_officer",
    "approver",
    "senior_approver",
    "invitation_signatory",
    "observer",
    "auditor",
    "config_admin",
]
CHINA = "CN"
"""The country or region whose organisations apply."""
PARTNER: frozenset[Role] = frozenset({"partner_editor", "partner_signatory"})
FEDERATION: frozenset[Role] = frozenset(
    {"programme_officer", "compliance_officer", "safety_officer", "approver", "senior_approver"}
)
"""Who works on every case that was submitted; reviewers see only what is assigned to them."""


APART: Mapping[Role, frozenset[Role]] = {
    "config_admin": frozenset(),
    "auditor": frozenset({"observer"}),
}
"""Roles that go with no other but these (separation of duties, rule 5)."""
Standing = Literal["proposed", "vetted", "active", "suspended", "left", "merged"]
STANDINGS: Mapping[Standing, Words] = {
    "proposed": Words("Proposed", "待核查"),
    "vetted": Words("Vetted", "已核查"),
    "active": Words("Active", "有效"),
    "suspended": Words("Suspended", "已暂停"),
    "left": Words("Left", "已退出"),
    "merged": Words("Merged", "已合并"),
}
PersonState = Literal["invited", "active", "disabled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Days on which somebody is away (ISO dates, both inclusive), and the id of who hears of their tasks meanwhile."""

    first: str
    last: str
    deputy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account; `mandate_until` is the last day a signatory may sign (ISO date).

    `invitation` is the digest of the one link that is good now; `waiting` the change of roles that a second
    administrator has not released yet.
    """

    id: str
    name: str
    email: str
    roles: tuple[Role, ...]
    organisation_id: str | None = None
    language: Language = "en"
    active: bool = True
    expertise: tuple[str, ...] = ()
    mandate_until: str | None = None
    invited: bool = False
    """Whether they have still to join."""
    invitation: str = ""
    by_hand: bool = False
    """Whether somebody saw the link to hand it over: until they join, it proves nothing of who they are."""
    waiting: str = ""
    absence: Absence | None = None
    formerly: tuple[str, ...] = ()
    """Organisations merged into theirs for which they acted before."""
    version: int = 1

    def away_on(self, day: date) -> Absence | None:
        """The absence that this day lies in."""
        own = self.absence
        return own if own and own.first <= day.isoformat() <= own.last else None

    @property
    def organisations(self) -> tuple[str, ...]:
        """Their organisation, and those merged into it: cases of the latter are theirs until they have moved."""
        return (self.organisation_id, *self.formerly) if self.organisation_id else ()

    def belongs_to(self, parties: Collection[str]) -> bool:
        """Whether they act for any of these organisations, or did before a merge."""
        return any(each in parties for each in self.organisations)

    @property
    def state(self) -> PersonState:
        if self.active:
            return "active"
        return "invited" if self.invited and self.invitation else "disabled"

    def holds(self, roles: frozenset[Role]) -> bool:
        return not roles.isdisjoint(self.roles)

    @property
    def is_partner(self) -> bool:
        return self.organisation_id is not None and self.holds(PARTNER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A member or partner organisation of the federation; `details` are the other answers of its form."""

    id: str
    name_en: str
    name_zh: str
    uscc: str = ""
    kind: str = "member"
    country: str = "CN"
    standing: Standing = "active"
    reason: str = ""
    details: Mapping[str, JsonValue] = field(default_factory=dict)
    since: datetime | None = None
    """When it asked to join; None for one that an administrator entered."""
    request: Mapping[str, JsonValue] = field(default_factory=dict)
    """Who asked, and for what."""
    vetting: Mapping[str, JsonValue] = field(default_factory=dict)
    """What an officer made sure of, with the evidence."""
    waiting: str = ""
    """The proposal to merge it that a second administrator has not released yet."""
    merged_into: str = ""
    """The organisation that stays, once this one is merged."""
    version: int = 1

    @property
    def name(self) -> Words:
        return Words(self.name_en, self.name_zh or self.name_en)

    @property
    def active(self) -> bool:
        """Whether it may send applications now; a suspension stops no case and nobody who travels."""
        return self.standing == "active"

    @property
    def answers(self) -> Values:
        """What its form asks, by field."""
        known = {
            "name_en": self.name_en,
            "name_zh": self.name_zh,
            "uscc": self.uscc,
            "kind": self.kind,
            "country": self.country,
        }
        return {name: value for name, value in {**self.details, **known}.items() if value not in (None, "")}


def clash(roles: Collection[Role], organisation_id: str | None) -> Words | None:
    """Why nobody may hold these roles together; None when somebody may (separation of duties, rule 5)."""
    if organisation_id and not PARTNER.issuperset(roles):
        return Words(
            "Somebody who acts for an organisation can only be its editor or signatory.",
            "单位人员只能担任本单位的经办人或授权签字人。",
        )
    if not organisation_id and not PARTNER.isdisjoint(roles):
        return Words(
            "Editors and signatories act for an organisation: enter it.",
            "经办人和授权签字人须隶属于某一单位，请填写所属单位。",
        )
    if any(role in roles and not allowed.issuperset(set(roles) - {role}) for role, allowed in APART.items()):
        return Words(
            "Administrators hold no other role, and auditors none but observer: nobody checks their own work.",
            "管理员不得兼任其他角色，审计员只可兼任查阅人：任何人不得监督自己的工作。",
        )
    return None
