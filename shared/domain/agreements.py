"""Partner agreements (memoranda): who agreed with whom, on what, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, cast

from shared.domain.json_value import JsonValue, Values
from shared.domain.words import Words

Validity = Literal["coming", "valid", "ends_soon", "expired", "ended"]
VALIDITY: Mapping[Validity, Words] = {
    "coming": Words("Not yet valid", "尚未生效"),
    "valid": Words("Valid", "有效"),
    "ends_soon": Words("Ends soon", "即将到期"),
    "expired": Words("Expired", "已到期"),
    "ended": Words("Ended early", "提前终止"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement; `valid_from` and `valid_until` are ISO dates, both inclusive.

    `organisation_id` is the party in China, `partner_id` the one abroad; `places_a_year` is 0 where none were agreed.
    """

    id: str
    organisation_id: str
    partner_id: str
    reference: str
    title_en: str
    title_zh: str
    directions: tuple[str, ...]
    valid_from: str
    valid_until: str
    remind_days: int = 90
    scope: str = ""
    places_a_year: int = 0
    ended: str = ""
    """Why it ended before its last day."""
    version: int = 1

    @property
    def name(self) -> Words:
        return Words(self.title_en, self.title_zh or self.title_en)

    @property
    def parties(self) -> tuple[str, str]:
        return self.organisation_id, self.partner_id

    @property
    def answers(self) -> dict[str, JsonValue]:
        """What its form asks, by field."""
        found: dict[str, JsonValue] = {
            "organisation_id": self.organisation_id,
            "partner_id": self.partner_id,
            "reference": self.reference,
            "title_en": self.title_en,
            "title_zh": self.title_zh,
            "directions": list(self.directions),
            "scope": self.scope or None,
            "places_a_year": self.places_a_year or None,
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
            "remind_days": self.remind_days,
        }
        return {name: value for name, value in found.items() if value is not None}

    def with_answers(self, kept: Values) -> "Agreement":
        """The agreement as these answers describe it."""
        return replace(
            self,
            organisation_id=str(kept["organisation_id"]),
            partner_id=str(kept["partner_id"]),
            reference=str(kept["reference"]),
            title_en=str(kept["title_en"]),
            title_zh=str(kept["title_zh"]),
            directions=tuple(map(str, cast("list[str]", kept["directions"]))),
            scope=str(kept.get("scope") or ""),
            places_a_year=int(str(kept.get("places_a_year") or 0)),
            valid_from=str(kept["valid_from"]),
            valid_until=str(kept["valid_until"]),
            remind_days=int(str(kept["remind_days"])),
        )

    def validity(self, today: date) -> Validity:
        """Where it stands on this day."""
        if self.ended:
            return "ended"
        if today.isoformat() < self.valid_from:
            return "coming"
        if today.isoformat() > self.valid_until:
            return "expired"
        soon = date.fromisoformat(self.valid_until) - timedelta(days=self.remind_days)
        return "ends_soon" if today >= soon else "valid"

    def holds(self, direction: str, today: date) -> bool:
        """Whether an application of this direction may name it on this day."""
        return direction in self.directions and self.validity(today) in ("valid", "ends_soon")
