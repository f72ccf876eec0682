"""The decision as the case page tells it: outcome, reason in both languages, conditions, comments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.applications.pages.wording import status_of
from shared.actions.queries.case_view import CaseView
from shared.domain.words import Language
from shared.domain.workflow import definitions


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something the approval asks for, and by which day."""

    text: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How a case was decided; `by` and `comment` are empty for the partner."""

    outcome: str
    approved: bool
    at: datetime
    ground: str
    reason: str
    other_reason: str
    conditions: tuple[Condition, ...]
    comment: str
    by: str
    comments: tuple[str, ...]


def decision_of(seen: CaseView, language: Language) -> Decision | None:
    """The decision in the reader's language; the reason stands beside in the other."""
    event = seen.decision
    if event is None:
        return None
    data: dict[str, Any] = dict(event.data)
    reason: Mapping[str, str] = data.get("reason") or {}
    code = str(data.get("reason_code", ""))
    return Decision(
        outcome=status_of(event.direction, event.state, language, public=True),
        approved=event.state == "approved",
        at=event.at,
        ground=definitions().reasons[code].within(language) if code in definitions().reasons else "",
        reason=reason.get(language, ""),
        other_reason=reason.get("en" if language == "zh" else "zh", ""),
        conditions=tuple(
            Condition(text=_text(each.get("text"), language), due=str(each.get("due") or ""))
            for each in data.get("conditions", ())
        ),
        comment=str(data.get("comment", "")),
        by=event.by_name,
        comments=seen.comments,
    )


def _text(words: object, language: Language) -> str:
    return str(words.get(language, "")) if isinstance(words, Mapping) else str(words or "")
