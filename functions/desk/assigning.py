"""Reviewers chosen and replaced, the review closed, a case proposed as not acceptable: the pages for it."""

from collections.abc import Callable
from datetime import timedelta

from shared.actions import reviewers
from shared.actions.screening import LONGEST_REVIEW
from shared.domain import forms
from shared.domain.people import Person
from shared.domain.reviews import QUORUM
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions, workflow
from shared.language.formats import today_in_beijing
from shared.web.about import step_page
from shared.web.call import Call
from shared.web.edge import Answer
from shared.web.posted import Inputs
from shared.web.refusing import reasons
from shared.web.reviews_shown import opinions, spread
from shared.web.step import Step
from shared.wiring import wiring

DUE = Words("Reviews wanted by", "评审截止日期")
NO_DUE = Words("Give the day the reviews are wanted by.", "请填写评审截止日期。")


def chosen(call: Call) -> tuple[list[str], str | None]:
    """Who reviews and by which day; raises InvalidFields for all that is missing, the statement too."""
    inputs, guards = Inputs(call), definitions().guards
    inputs.text("attest.checklist_complete", guards["checklist_complete"].words)
    people = list(dict.fromkeys(call.posted.get("reviewers", [])))
    if len(people) < QUORUM:
        inputs.wrong("reviewers", "required", guards["reviewers_ge_2"].words)
    day = inputs.day("due", DUE, NO_DUE)
    inputs.check()
    return people, day


def expertise(language: Language) -> Callable[[Person], list[str]]:
    """The fields a reviewer knows, in the words of the form."""
    options = forms.load("going_out").field("service_fields").options
    names = {str(option.value): option.label.within(language) for option in options}
    return lambda person: [names.get(code, code) for code in person.expertise]


def accept_page(call: Call, step: Step) -> Answer:
    today = today_in_beijing(call.at)
    days = workflow(step.seen.case.application.direction).states["under_review"].sla_days or 0
    return step_page(
        call,
        "desk/accept_for_review.html",
        step,
        choices=reviewers.choices(wiring().stores, step.seen.case, today),
        expertise=expertise(call.language),
        otherwise=(today + timedelta(days=days)).isoformat(),
        longest=LONGEST_REVIEW,
        quorum=QUORUM,
    )


def reviewers_page(call: Call, step: Step) -> Answer:
    case = step.seen.case
    return step_page(
        call,
        "desk/reviewers.html",
        step,
        opinions=opinions(case.reviews, call.language),
        choices=reviewers.choices(wiring().stores, case, today_in_beijing(call.at)),
        expertise=expertise(call.language),
    )


def close_page(call: Call, step: Step) -> Answer:
    case = step.seen.case
    return step_page(
        call,
        "desk/close_review.html",
        step,
        opinions=opinions(case.reviews, call.language),
        spread=spread(case.reviews, call.language),
        quorum=QUORUM,
    )


def ineligible_page(call: Call, step: Step) -> Answer:
    return step_page(call, "desk/propose_ineligible.html", step, reasons=reasons(call.language))
