"""What stands at the head of every page of a case: what it is, where it stands, whose turn it is and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from functions.applications.pages.wording import other_title, state_of, status_of
from shared.actions.queries.case_view import CaseView
from shared.domain.application import Application, label_of
from shared.domain.case import Case
from shared.domain.events import Event
from shared.domain.people import PARTNER
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions
from shared.language.formats import short_day
from shared.web.pages import labels
from shared.web.pages.labels import Said

FEDERATION = Words("The federation", "联合会")
YOU = Words("Your organisation", "贵单位")
REVIEWS_IN = Words("{done} of {needed} reviews are in", "已收到{done}份评审意见，共需{needed}份")
STAGES: Mapping[str, Words] = {
    "submitted": Words("Submitted", "提交"),
    "check": Words("Check", "形式审查"),
    "review": Words("Review", "评审"),
    "compliance": Words("Compliance", "合规审核"),
    "decision": Words("Decision", "决定"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage of the way, and the day it was done."""

    text: str
    place: Literal["done", "now", "next"]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is and until which day; `more` says how far they are."""

    who: str
    due: str
    more: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The head of a case as this reader may see it."""

    id: str
    number: str
    direction: str
    place: str
    partner: Said | None
    title: Said
    other_title: Said | None
    state: str
    status: str
    version: int
    edition: int
    urgent: bool
    draft: bool
    submitted_on: str
    turn: Turn | None
    steps: tuple[Step, ...]


def outline(seen: CaseView, language: Language, today: date) -> Outline:
    """The head of a case that was read."""
    application, partner = seen.case.application, seen.view == "partner"
    return Outline(
        id=application.id,
        number=application.number,
        direction=labels.direction(application.direction, language),
        place=labels.place(application, language),
        partner=None if partner else labels.partner(application, language),
        title=labels.title(application, language),
        other_title=other_title(application, language),
        state=application.state,
        status=label_of(application, public=partner).within(language),
        version=application.version,
        edition=_edition(application),
        urgent=application.urgent,
        draft=application.state == "draft",
        submitted_on=application.submitted_on,
        turn=_turn(seen, language, today),
        steps=() if application.state == "draft" or seen.view == "assigned" else _steps(seen, language),
    )


def brief(application: Application, language: Language, today: date) -> Outline:
    """The head of a case for its partner's own forms, from what they have already read."""
    case = Case(application=application.for_partner)
    return outline(CaseView(case=case, view="partner", at=application.changed_at, offers=()), language, today)


def _edition(application: Application) -> int:
    """Which wording of the answers this is: the first submission, and one more with every request answered."""
    owner = state_of(application.direction, application.state).owner
    return application.round + (0 if application.round and owner in PARTNER else 1)


def _turn(seen: CaseView, language: Language, today: date) -> Turn | None:
    """Whose turn it is; that the federation is late is not told to the partner, who can do nothing about it."""
    application = seen.case.application
    state = state_of(application.direction, application.state)
    decided = application.decided and not application.appeal_open
    if state.terminal or decided or state.owner is None:
        return None
    with_partner = state.owner in PARTNER
    if seen.view == "partner":
        who = (YOU if with_partner else FEDERATION).within(language)
        late = application.due < today.isoformat()
        due = "" if late and not with_partner else application.due
        return Turn(who=who, due=due, mine=with_partner)
    who = definitions().roles[state.owner].within(language)
    return Turn(who=who, due=application.due, more=_reviews_in(seen, language))


def _reviews_in(seen: CaseView, language: Language) -> str:
    if seen.case.application.state != "under_review" or seen.view not in ("federation", "auditor"):
        return ""
    open_ones = [each for each in seen.case.reviews if not each.over]
    done = sum(each.status == "submitted" and not seen.case.is_stale(each) for each in open_ones)
    return REVIEWS_IN.within(language).format(
        done=done, needed=max(seen.case.application.reviews_needed, len(open_ones))
    )


def _steps(seen: CaseView, language: Language) -> tuple[Step, ...]:
    application = seen.case.application
    names = _stages(seen)
    stage = state_of(application.direction, application.state).stage
    if stage and stage not in names:
        stage = "review"
    days = _days(seen)
    at = names.index(stage) if stage else len(names)
    if not stage and not application.decided:
        return _broken_off(application, days, language)
    return tuple(
        Step(
            text=STAGES[name].within(language),
            place="done" if place < at else "now" if place == at else "next",
            note=short_day(days[name], language) if place < at and name in days else "",
        )
        for place, name in enumerate(names)
    )


def _stages(seen: CaseView) -> list[str]:
    """A partner knows one review; a case refused at the check never had any."""
    names = list(STAGES)
    if seen.decision and seen.decision.action == "confirm_ineligible":
        return ["submitted", "check", "decision"]
    if seen.view == "partner":
        names.remove("compliance")
    return names


def _broken_off(
    application: Application, days: Mapping[str, datetime | str], language: Language
) -> tuple[Step, ...]:
    """Withdrawn or expired: what was done, and that it is over."""
    status = status_of(application.direction, application.state, language, public=True)
    over = Step(text=status, place="now", note=short_day(application.changed_at, language))
    if "submitted" not in days:
        return (over,)
    first = Step(
        text=STAGES["submitted"].within(language), place="done", note=short_day(days["submitted"], language)
    )
    return (first, over)


def _days(seen: CaseView) -> dict[str, datetime | str]:
    """The day each stage ended, as far as this reader's part of the history tells."""
    days: dict[str, datetime | str] = {}
    for event in seen.case.events:
        if (left := _left(event)) and left != state_of(event.direction, event.state).stage:
            days[left] = event.at
    if seen.case.application.submitted_on:
        days["submitted"] = seen.case.application.submitted_on
    if seen.decision:
        days["decision"] = seen.decision.at
    return days


def _left(event: Event) -> str:
    return state_of(event.direction, event.previous_state).stage if event.previous_state else ""
