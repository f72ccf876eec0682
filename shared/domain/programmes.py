"""Programmes (calls): a direction, a window in which applications are taken, and a number of places."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from shared.domain.json_value import JsonValue, Values
from shared.domain.words import Words

Direction = Literal["going_out", "inviting_in"]
DIRECTIONS: tuple[Direction, ...] = ("going_out", "inviting_in")


ProgrammeState = Literal["proposed", "released", "closed"]
PROGRAMME_STATES: Mapping[ProgrammeState, Words] = {
    "proposed": Words("Waits for a second administrator", "待第二名管理员发布"),
    "released": Words("Released", "已发布"),
    "closed": Words("Closed", "已关闭"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One call; `opens` and `closes` are ISO dates, both inclusive; `taken` counts approved cases.

    `lead_time_days` lie between submission and start, at least those of the form; `waiting` is the change that
    a second administrator has not released yet.
    """

    id: str
    direction: Direction
    title_en: str
    title_zh: str
    opens: str
    closes: str
    quota: int
    taken: int = 0
    line: str = "general"
    summary_en: str = ""
    summary_zh: str = ""
    lead_time_days: int | None = None
    state: ProgrammeState = "released"
    waiting: str = ""
    version: int = 1

    @property
    def answers(self) -> dict[str, JsonValue]:
        """What its form asks, by field."""
        found: dict[str, JsonValue] = {
            "direction": self.direction,
            "line": self.line,
            "title_en": self.title_en,
            "title_zh": self.title_zh,
            "summary_en": self.summary_en or None,
            "summary_zh": self.summary_zh or None,
            "opens": self.opens,
            "closes": self.closes,
            "quota": self.quota,
            "lead_time_days": self.lead_time_days,
        }
        return {name: value for name, value in found.items() if value is not None}

    def with_answers(self, kept: Values) -> "Programme":
        """The programme as these answers describe it; the direction stays."""
        return replace(
            self,
            line=str(kept["line"]),
            title_en=str(kept["title_en"]),
            title_zh=str(kept["title_zh"]),
            summary_en=str(kept.get("summary_en") or ""),
            summary_zh=str(kept.get("summary_zh") or ""),
            opens=str(kept["opens"]),
            closes=str(kept["closes"]),
            quota=int(str(kept["quota"])),
            lead_time_days=int(str(kept["lead_time_days"])),
        )

    def lead_days(self, usual: int) -> int:
        """Days that lie between submission and start: `usual` are those of the form, a programme may want more."""
        return max(usual, self.lead_time_days or 0)

    def is_open(self, today: date) -> bool:
        return self.state == "released" and self.opens <= today.isoformat() <= self.closes
