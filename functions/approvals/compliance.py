"""The compliance officer's page of a case: every item with what the applicant says of it, saved as far as one has come."""

from dataclasses import dataclass

from markupsafe import Markup

from functions.approvals.screen import facts
from shared.actions.compliance import points_by_guard
from shared.actions.perform import perform
from shared.domain.case import Case
from shared.domain.checklists import COMPLIANCE, MOST, OUTCOMES, Found, Point, Result, every_point
from shared.domain.commands import ComplianceCommand
from shared.domain.risk_assessment import FINDINGS
from shared.domain.words import Language, Words
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_forms import Form, take
from shared.web.pages.action_page import step_page
from shared.web.pages.answer_html import answer_html
from shared.web.pages.post_input import Inputs
from shared.web.pages.review_table import opinions, spread
from shared.web.pages.step import Step, attempted, happened, posted

SAVE = "check_compliance"
BEFORE = Words("What was said before", "此前所述")
SOURCE = Words("Where you read it", "信息出处")
AS_OF = Words("Read on", "查询日期")
SOURCE_MOST = 200
"""Characters that say where something was read; the JSON body allows as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item: what the applicant says of it, and what was found; `stale`: of an earlier content.

    `opens` is the guard that this is the first item of, empty for the others.
    """

    point: Point
    opens: str
    answers: list[tuple[str, Markup]]
    result: Result | None
    stale: bool

    @property
    def done(self) -> bool:
        return self.result is not None and not self.stale


def items(case: Case, language: Language) -> list[Item]:
    """Every item of compliance for this case, in the order of the list."""
    known = {each.point: each for each in case.results}
    content = case.application.snapshot_hash
    firsts = {points[0].id: guard for guard, points in points_by_guard(case).items()}
    return [
        Item(
            point=point,
            opens=firsts.get(point.id, ""),
            answers=_answers(case, point, language),
            result=known.get(point.id),
            stale=point.id in known and known[point.id].snapshot_hash != content,
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
        step,
        items=listed,
        done=sum(each.done for each in listed),
        known_outcomes=OUTCOMES,
        outcomes=[(name, words.within(language), "") for name, words in OUTCOMES.items()],
        findings=FINDINGS,
        facts=facts(case, language),
        spread=spread(case, language),
        opinions=opinions(case, language),
    )


def found_now(call: Call, _application_id: str) -> ComplianceCommand:
    """What was found of the items that somebody touched; raises InvalidFields for text that cannot be kept.

    What was said of an earlier content and is left as it was shown is said of nothing now.
    """
    inputs = Inputs(call)
    said = {point.id: _read(call, inputs, point) for guard in COMPLIANCE for point in every_point(guard)}
    left = {name: Found(outcome="", note=inputs.text(f"points.{name}.before", BEFORE)) for name in said}
    inputs.check()
    return ComplianceCommand(points={name: found for name, found in said.items() if found != left[name]})


def _read(call: Call, inputs: Inputs, point: Point) -> Found:
    place = f"points.{point.id}"
    return Found(
        outcome=call.code(f"{place}.outcome"),
        note=inputs.text(f"{place}.note", point.label, most=MOST),
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
        already=lambda seen: happened(call, seen, SAVE),
    )


FORM = Form(show, found_now)
