"""The history of a case in words, and the rounds of information that were asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from functions.applications.pages.answers_view import form_of
from functions.applications.pages.wording import status_of
from shared.actions.policy import View
from shared.domain import checklists
from shared.domain.application import Application
from shared.domain.case import Case, Request
from shared.domain.checklists import OUTCOMES
from shared.domain.conditions import value_at
from shared.domain.events import Event
from shared.domain.questions import Form
from shared.domain.reviews import RECOMMENDATIONS
from shared.domain.risk_assessment import FINDINGS
from shared.domain.words import Language, Words
from shared.domain.workflow import EventKind, definitions
from shared.web.pages.answer_html import lines
from shared.web.pages.changes import Difference, changes_of

CHANGED = Words("Changed: {}", "修改：{}")
ASKED = Words("About: {}", "涉及：{}")
ACCEPTED = Words("Accepted: {}", "已接受：{}")
GROUND = Words("Ground: {}", "理由类别：{}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One entry of the history; `by` is empty where the reader may not know."""

    at: datetime
    text: str
    by: str
    note: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One field asked about: the question, the note that came with the answer, and whether it was changed.

    `again` is the number of the later request that asks about it once more, 0 when none does; `accepted` says who
    found that the answer will do, for those who may read it.
    """

    label: str
    message: str
    note: str
    changed: bool
    again: int
    accepted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One information request."""

    round: int
    asked_at: datetime
    answered_at: datetime | None
    cancelled_at: datetime | None
    message: str
    items: tuple[Asked, ...]
    differences: list[Difference]


def happened(
    application: Application, events: Sequence[Event], language: Language, *, view: View
) -> list[Happened]:
    """Events in words; a partner reads what they meant for it, by the public name of the state."""
    form = form_of(application)
    return [
        Happened(
            at=event.at,
            text=words_of(event, language, view),
            by=by_of(event, language),
            note=lines("\n".join(notes_of(form, event, language))),
        )
        for event in events
    ]


def words_of(event: Event, language: Language, view: View) -> str:
    """For a partner, what the federation did inside is only the status it led to."""
    kind = definitions().events.get(event.kind, EventKind())
    own = event.role.startswith("partner_") or kind.partner_reads
    if view == "partner" and not own:
        return status_of(event.direction, event.state, language, public=True)
    known = kind.history
    if known is None:
        action = definitions().actions.get(event.action)
        known = action.label if action else Words(event.kind.replace("_", " "), event.kind)
    return known.within(language)


def by_of(event: Event, language: Language) -> str:
    role = definitions().roles.get(event.role)
    if event.role == "system" and role:
        return role.within(language)
    if not event.by_name or role is None:
        return event.by_name
    bracket = "{}（{}）" if language == "zh" else "{} ({})"
    return bracket.format(event.by_name, role.within(language))


def notes_of(form: Form, event: Event, language: Language) -> list[str]:
    data, notes = event.data, []
    for name, words in (("accepted", ACCEPTED), ("fields", ASKED), ("changed", CHANGED)):
        fields = data.get(name)
        if isinstance(fields, list) and fields:
            notes.append(words.within(language).format(_labels(form, fields, language)))
    code = str(data.get("reason_code", ""))
    if code in definitions().reasons:
        notes.append(GROUND.within(language).format(definitions().reasons[code].within(language)))
    reason = data.get("reason")
    text = reason.get(language) if isinstance(reason, Mapping) else reason
    if text:
        notes.append(str(text))
    if event.kind.startswith("document_"):
        notes.append(str(data.get("name", "")))
    finding = FINDINGS.get(str(data.get("finding", "")))
    if finding:
        notes.append(f"{finding.within(language)}\n{data.get('note', '')}")
    notes += _points(data.get("points"), language)
    recommended = RECOMMENDATIONS.get(str(data.get("recommendation", "")))
    if recommended:
        notes.append(recommended.within(language))
    return notes


def _points(said: object, language: Language) -> list[str]:
    """What was found of points of a checklist, a line for each."""
    known = {point.id: point for guard in checklists.guards() for point in checklists.every_point(guard)}
    rows = said.items() if isinstance(said, Mapping) else ()
    return [_point(known[name].label, found, language) for name, found in rows if name in known]


def _point(label: Words, found: Mapping[str, str], language: Language) -> str:
    outcome = OUTCOMES[found["outcome"]].within(language)
    said = [found[name] for name in ("note", "source", "as_of") if found.get(name)]
    colon, comma = ("：", "；") if language == "zh" else (": ", "; ")
    return f"{label.within(language)}{colon}{comma.join([outcome, *said])}"


def _labels(form: Form, names: Sequence[object], language: Language) -> str:
    known = [asked[1].within(language) for name in names if (asked := form.asked_about(str(name)))]
    return ("、" if language == "zh" else ", ").join(known)


def rounds(case: Case, language: Language) -> list[Round]:
    """Every information request, the latest first, with what its answers changed."""
    form = form_of(case.application)
    return [
        Round(
            round=each.round,
            asked_at=each.asked_at,
            answered_at=each.answered_at,
            cancelled_at=each.cancelled_at,
            message=each.message,
            items=tuple(
                Asked(
                    label=_labels(form, [item.field], language),
                    message=item.message,
                    note=each.answers.get(item.field, "") if each.answered_at else "",
                    changed=_is_changed(case, each, item.field),
                    again=_again(case, each, item.field),
                    accepted=found.by_name if (found := case.accepted(each, item.field)) else "",
                )
                for item in each.items
            ),
            differences=changes_of(case, each, language) if each.answered_at else [],
        )
        for each in reversed(case.requests)
    ]


def _again(case: Case, request: Request, path: str) -> int:
    """The first later request about the same, unless it was cancelled."""
    later = (each for each in case.requests if each.round > request.round and not each.cancelled_at)
    return next((each.round for each in later if path in each.fields), 0)


def _is_changed(case: Case, request: Request, path: str) -> bool:
    """Whether an answer corrected what the item names: a question, a part or a row."""
    if not request.answered_at or path.partition(".")[0] not in request.changed:
        return False
    before, now = case.corrected(request)
    if not before and not now:  # that content is not known any more
        return True
    return value_at(before, path) != value_at(now, path)
