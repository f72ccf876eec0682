"""Reviewers chosen and replaced, the review closed, a case proposed as not acceptable: the pages for it."""

from collections.abc import Callable
from datetime import timedelta

from shared.actions.bounds import LONGEST_TERM
from shared.actions.queries import reviewer_choices
from shared.domain import checklists, forms
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.checklists import COMPLETENESS, Point
from shared.domain.commands import AssignmentCommand, ReviewersCommand
from shared.domain.people import Person
from shared.domain.reviews import QUORUM
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_page import step_page
from shared.web.pages.post_input import Inputs
from shared.web.pages.reason_input import reasons
from shared.web.pages.review_table import opinions, spread
from shared.web.pages.step import Step
from shared.wiring import wiring

NOTE = 250
"""Characters of a note beside a point."""
UNTICKED = Words(
    "Tick “{point}”, or ask the partner for information.", "请勾选“{point}”，或要求合作单位补正。"
)
DUE = Words("Reviews wanted by", "评审截止日期")
NO_DUE = Words("Give the day the reviews are wanted by.", "请填写评审截止日期。")


def chosen(call: Call, _application_id: str) -> AssignmentCommand:
    """Who reviews, by which day, and the checklist; raises InvalidFields for all that is missing, its points too."""
    inputs, guards = Inputs(call), definitions().guards
    ticked = _ticked(call, inputs)
    people = call.codes("reviewers")
    if len(people) < QUORUM:
        inputs.wrong("reviewers", "required", _at_least(guards["reviewers_ge_2"].words))
    day = inputs.day("due", DUE, NO_DUE)
    inputs.check()
    return AssignmentCommand(reviewers=people, due=day, ticked=ticked)


def _points() -> tuple[Point, ...]:
    """The checklist, which is the same for every case."""
    return checklists.points(COMPLETENESS, "", {})


def _at_least(words: Words) -> Words:
    return Words(words.en.format(needed=QUORUM), words.zh.format(needed=QUORUM))


def _ticked(call: Call, inputs: Inputs) -> dict[str, str]:
    """The note of each point that was ticked, empty without one."""
    sent, ticked = call.codes("checklist"), {}
    for place, point in enumerate(_points(), start=1):
        note = inputs.text(f"checklist_note.{point.id}", point.label, most=NOTE, lines=False)
        ticked[point.id] = note
        if point.id not in sent:
            number = Words(f"{place}. {point.label.en}", f"{place}. {point.label.zh}")
            inputs.wrong(
                "checklist",
                "required",
                Words(UNTICKED.en.format(point=number.en), UNTICKED.zh.format(point=number.zh)),
            )
    return ticked


def expertise(language: Language) -> Callable[[Person], list[str]]:
    """The fields a reviewer knows, in the words of the form."""
    options = forms.load("going_out").field("service_fields").options
    names = {str(option.value): option.label.within(language) for option in options}
    return lambda person: [names.get(code, code) for code in person.expertise]


def accept_page(call: Call, step: Step) -> Response:
    today = day_in_beijing(call.at)
    days = step.seen.case.application.days_for("under_review") or 0
    return step_page(
        call,
        "desk/accept_for_review.html",
        step,
        choices=reviewer_choices.choices(wiring().stores, step.seen.case, today),
        expertise=expertise(call.language),
        otherwise=(today + timedelta(days=days)).isoformat(),
        longest=LONGEST_TERM,
        quorum=step.seen.case.application.reviews_needed,
        checklist=_points(),
        known=checklists.current(step.seen.case.results, step.seen.case.application.snapshot_hash),
    )


def reviewers_page(call: Call, step: Step) -> Response:
    case = step.seen.case
    return step_page(
        call,
        "desk/reviewers.html",
        step,
        opinions=opinions(case, call.language),
        choices=reviewer_choices.choices(wiring().stores, case, day_in_beijing(call.at)),
        expertise=expertise(call.language),
    )


def are_changed(case: Case, command: ReviewersCommand) -> bool:
    """Whether those who should join are on the case and those who should leave are not: the form was sent twice."""
    on_it = {each.person_id for each in case.reviews if not each.over}
    return (
        bool(command.add or command.remove)
        and on_it.issuperset(command.add)
        and on_it.isdisjoint(command.remove)
    )


def close_page(call: Call, step: Step) -> Response:
    case = step.seen.case
    return step_page(
        call,
        "desk/close_review.html",
        step,
        opinions=opinions(case, call.language),
        spread=spread(case, call.language),
        quorum=case.application.reviews_needed,
    )


def ineligible_page(call: Call, step: Step) -> Response:
    return step_page(call, "desk/propose_ineligible.html", step, reasons=reasons(call.language))
