"""People, the organisations they act for, and the roles they hold."""

from dataclasses import dataclass
from typing import Literal

from shared.domain.words import Language

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
PARTNER: frozenset[Role] = frozenset({"partner_editor", "partner_signatory"})
FEDERATION: frozenset[Role] = frozenset(
    {"programme_officer", "compliance_officer", "safety_officer", "approver", "senior_approver"}
)
"""Who works on every case that was submitted; reviewers see only what is assigned to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account; `mandate_until` is the last day a signatory may sign (ISO date)."""

    id: str
    name: str
    email: str
    roles: tuple[Role, ...]
    organisation_id: str | None = None
    language: Language = "en"
    active: bool = True
    expertise: tuple[str, ...] = ()
    mandate_until: str | None = None

    def holds(self, roles: frozenset[Role]) -> bool:
        return not roles.isdisjoint(self.roles)

    @property
    def is_partner(self) -> bool:
        return self.organisation_id is not None and self.holds(PARTNER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A member or partner organisation of the federation."""

    id: str
    name_en: str
    name_zh: str
    uscc: str
    active: bool = True
