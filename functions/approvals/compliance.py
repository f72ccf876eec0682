"""The compliance officer's page of a case: every item with what the applicant says of it, saved as far as one has come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from markupsafe import Markup

from functions.approvals.screen import facts
from shared.actions.compliance import points_by_guard
from shared.actions.perform import perform
from shared.actions.queries.case_view import CaseView
from shared.domain import checklists
from shared.domain.case import Case
from shared.domain.checklists import COMPLIANCE, OUTCOMES, Found, Point, Result, every_point
from shared.domain.commands import ComplianceCommand
from shared.domain.refusals import InvalidFields
from shared.domain.risk_assessment import FINDINGS
from shared.domain.words import Language, Words
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_forms import Form, take
from shared.web.pages.action_page import step_page
from shared.web.pages.answer_html import answer_html
from shared.web.pages.post_input import Inputs
from shared.web.pages.review_table import opinions, spread
from shared.web.pages.step import Step, attempted, posted

SAVE = "check_compliance"
SOURCE = Words("Where you read it", "信息出处")
AS_OF = Words("Day you read it", "查询日期")
SOURCE_MOST = 200
"""Characters that say where something was read; the JSON body allows as many."""
NOTHING = Found(outcome="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item: what the applicant says of it, and what was found; `stale`: of an earlier content.

    `opens` is the guard that this is the first open item of, empty for the others. `shown` is what its inputs begin
    with: what was said of an earlier content has to be chosen again.
    """

    point: Point
    opens: str
    answers: list[tuple[str, Markup]]
    result: Result | None
    stale: bool

    @property
    def done(self) -> bool:
        return self.result is not None and not self.stale

    @property
    def shown(self) -> Found:
        if self.result is None:
            return NOTHING
        return Found(outcome="", note=self.result.note) if self.stale else self.result.found

    @property
    def base(self) -> str:
        return _digest(self.shown)


def _digest(found: Found) -> str:
    """What an item was shown with, so that one left as it was is told from one that somebody touched."""
    parts = (found.outcome, found.note, found.source, found.as_of)
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def items(case: Case, language: Language) -> list[Item]:
    """Every item of compliance for this case, in the order of the list."""
    known = {each.point: each for each in case.results}
    current = checklists.current(case.results, case.application.snapshot_hash)
    opening = {
        next((each.id for each in points if each.id not in current), ""): guard
        for guard, points in points_by_guard(case).items()
    }
    return [
        Item(
            point=point,
            opens=opening.get(point.id, ""),
            answers=_answers(case, point, language),
            result=known.get(point.id),
            stale=point.id in known and point.id not in current,
        )
        for points in points_by_guard(case).values()
        for point in points
    ]


def _answers(case: Case, point: Point, language: Language) -> list[tuple[str, Markup]]:
    form = case.application.form
    return [
        (
            form.index[name].label.within(language),
            answer_html(form.index[name], case.values[name], language, case.application.id),
        )
        for name in point.fields
        if name in form.index and name in case.values
    ]


def show(call: Call, step: Step) -> Response:
    case, language = step.seen.case, call.language
    listed = items(case, language)
    return step_page(
        call,
        "approvals/compliance.html",
        replace(step, typed=_filled(step, listed)),
        items=listed,
        done=sum(each.done for each in listed),
        known_outcomes=OUTCOMES,
        outcomes=[(name, words.within(language), "") for name, words in OUTCOMES.items()],
        findings=FINDINGS,
        facts=facts(case, language),
        spread=spread(case, language),
        opinions=opinions(case, language),
    )


def _filled(step: Step, listed: list[Item]) -> dict[str, list[str]]:
    """What was typed, but for items that were left as they were shown: those show what stands now."""
    typed = step.typed
    filled = dict(typed)
    for item in listed if typed else ():
        place = f"points.{item.point.id}."
        wrong = any(error.field.startswith(place) for error in step.errors)
        if not wrong and _typed_digest(typed, place) == typed.get(f"{place}base", [_digest(NOTHING)])[-1]:
            year, month, day = item.shown.as_of.split("-") if item.shown.as_of else ("", "", "")
            now = {"outcome": item.shown.outcome, "note": item.shown.note, "source": item.shown.source}
            now |= {"as_of-year": year, "as_of-month": month.lstrip("0"), "as_of-day": day.lstrip("0")}
            filled |= {f"{place}{name}": [text] for name, text in now.items()}
    return filled


def _typed_digest(typed: Mapping[str, list[str]], place: str) -> str:
    def said(name: str) -> str:
        return typed.get(f"{place}{name}", [""])[-1].strip()

    day = [said(f"as_of-{part}") for part in ("year", "month", "day")]
    as_of = "-".join([day[0], *(each.zfill(2) for each in day[1:])]) if all(day) else ""
    note = said("note").replace("\r\n", "\n")
    return _digest(Found(outcome=said("outcome"), note=note, source=said("source"), as_of=as_of))


def found_now(call: Call, _application_id: str) -> ComplianceCommand:
    """What was found of the items that somebody touched; raises InvalidFields for text that cannot be kept."""
    inputs = Inputs(call)
    said = {point.id: _read(call, inputs, point) for guard in COMPLIANCE for point in every_point(guard)}
    inputs.check()
    untouched = {
        name
        for name, found in said.items()
        if _digest(found) == (call.code(f"points.{name}.base") or _digest(NOTHING))
    }
    return ComplianceCommand(points={name: found for name, found in said.items() if name not in untouched})


def _read(call: Call, inputs: Inputs, point: Point) -> Found:
    place = f"points.{point.id}"
    return Found(
        outcome=call.code(f"{place}.outcome"),
        note=inputs.text(f"{place}.note", point.label),
        source=inputs.text(f"{place}.source", SOURCE, most=SOURCE_MOST, lines=False),
        as_of=inputs.day(f"{place}.as_of", AS_OF) or "" if point.dated else "",
    )


def sent(call: Call, application_id: str, *, name: str, form: Form) -> Response:
    """Save what was found so far and stay, or clear the case with it."""
    if call.code("then") != "save":
        return take(call, application_id, name=name, form=form)
    return posted(
        call,
        application_id,
        name,
        lambda: perform(attempted(call, application_id, SAVE), form.read(call, application_id)),
        lambda step: form.show(call, step),
        to=call.path,
        done=SAVE,
        already=lambda seen: _is_there(call, seen),
    )


def _is_there(call: Call, seen: CaseView) -> bool:
    """Whether this is what stands already: the form was sent twice."""
    case = seen.case
    try:
        command = found_now(call, case.application.id)
    except InvalidFields:
        return False
    known = checklists.current(case.results, case.application.snapshot_hash)
    return bool(command.points) and all(
        name in known and known[name].found == found for name, found in command.points.items()
    )


FORM = Form(show, found_now)
