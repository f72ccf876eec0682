"""Programmes (calls): a direction, a window in which applications are taken, and a number of places."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from shared.domain.json_value import JsonValue, Values
from shared.domain.words import Words

Direction = Literal["going_out", "inviting_in"]
DIRECTIONS: tuple[Direction, ...] = ("going_out", "inviting_in")


ProgrammeState = Literal["proposed", "refused", "released", "closed"]
PROGRAMME_STATES: Mapping[ProgrammeState, Words] = {
    "proposed": Words("Waits for a second administrator", "待第二名管理员发布"),
    "refused": Words("Not released", "未予发布"),
    "released": Words("Released", "已发布"),
    "closed": Words("Closed", "已关闭"),
}


OWN = (
    "direction", "line", "title_en", "title_zh", "summary_en", "summary_zh", "opens", "closes", "quota", "lead_time_days",
)  # fmt: skip
"""Answers that are fields of a programme; all others are its details."""
STEPS: Mapping[str, tuple[str, ...]] = {
    "check": ("screening",),
    "review": ("under_review",),
    "compliance": ("compliance_check",),
    "decision": ("decision_pending",),
    "answer": ("info_requested_intake", "info_requested_review", "info_requested_compliance"),
}
"""The states that each number of `days` is for."""
REVIEWS = "reviews"
"""What stands among the terms of a case for the number of reviews it needs."""
SENIOR = "senior_above"
"""The same for the budget in CNY above which a senior approver decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One call; `opens` and `closes` are ISO dates, both inclusive; `taken` counts approved cases.

    `lead_time_days` lie between submission and start, at least those of the form; `waiting` is the change that
    a second administrator has not released yet; `details` are the other answers of its form.
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
    details: Mapping[str, JsonValue] = field(default_factory=dict)
    version: int = 1

    @property
    def announced(self) -> bool:
        """Whether a second administrator ever released it: nobody else reads of it before."""
        return self.state in ("released", "closed")

    @property
    def name(self) -> Words:
        return Words(self.title_en, self.title_zh or self.title_en)

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
            **self.details,
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
            details={name: value for name, value in kept.items() if name not in OWN},
        )

    @property
    def terms(self) -> dict[str, int]:
        """What a case keeps of it from its submission: calendar days by state, and the two figures below."""
        days = self.details.get("days")
        given = days if isinstance(days, Mapping) else {}
        found = {state: int(str(given[step])) for step in given for state in STEPS.get(step, ())}
        figures = {REVIEWS: self.details.get("reviews_needed"), SENIOR: self.details.get("senior_above")}
        return found | {name: figure for name, figure in figures.items() if isinstance(figure, int)}

    @property
    def left_out(self) -> tuple[str, ...]:
        """Optional sections of the form that it does not ask."""
        found = self.details.get("left_out")
        return tuple(map(str, found)) if isinstance(found, list | tuple) else ()

    @property
    def pool(self) -> frozenset[str]:
        """Who is offered first as a reviewer, by id; empty for everybody."""
        found = self.details.get("reviewers")
        return frozenset(map(str, found)) if isinstance(found, list | tuple) else frozenset()

    def rubric(self, criterion: str) -> Words | None:
        """What reviewers look for under a criterion, in the programme's own words."""
        found = self.details.get(f"rubric_{criterion}")
        return Words(str(found["en"]), str(found["zh"])) if isinstance(found, Mapping) else None

    def lead_days(self, usual: int) -> int:
        """Days that lie between submission and start: `usual` are those of the form, a programme may want more."""
        return max(usual, self.lead_time_days or 0)

    def is_open(self, today: date) -> bool:
        return self.state == "released" and self.opens <= today.isoformat() <= self.closes
