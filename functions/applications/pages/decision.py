"""The decision as the case page tells it: outcome, reason in both languages, conditions, comments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.applications.pages.wording import status_of
from shared.actions.queries.case_view import CaseView
from shared.domain.approval import OWNERS, PARTNER
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something the approval asks for, by which day, and who answers for it."""

    text: str
    due: str
    owner: str


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
            Condition(
                text=_text(each.get("text"), language),
                due=str(each.get("due") or ""),
                owner=OWNERS.get(str(each.get("owner")), OWNERS[PARTNER]).within(language),
            )
            for each in data.get("conditions", ())
        ),
        comment=str(data.get("comment", "")),
        by=event.by_name,
        comments=seen.comments,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """An appeal as the case page tells it: `said` is what the applicant wrote, where the reader may read it."""

    lodged_on: str
    said: str
    outcome: str
    at: datetime | None
    reason: str
    other_reason: str


OUTCOMES: Mapping[str, Words] = {
    "appeal_allowed": Words("upheld", "成立"),
    "appeal_dismissed": Words("dismissed", "驳回"),
    "appeal_withdrawn": Words("withdrawn", "已撤回"),
}
OPEN = Words("being heard", "复核中")


def appeal_of(seen: CaseView, language: Language) -> Appeal | None:
    """The appeal, open or ended; None where none was lodged."""
    application, ended = seen.case.application, seen.appeal
    if not application.appealed_on:
        return None
    found = ended.data.get("reason") if ended else None
    reason: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    return Appeal(
        lodged_on=application.appealed_on,
        said=str(seen.lodged.data.get("reason", "")) if seen.lodged else "",
        outcome=(OUTCOMES[ended.kind] if ended else OPEN).within(language),
        at=ended.at if ended else None,
        reason=str(reason.get(language, "")),
        other_reason=str(reason.get("en" if language == "zh" else "zh", "")),
    )


def _text(words: object, language: Language) -> str:
    return str(words.get(language, "")) if isinstance(words, Mapping) else str(words or "")
