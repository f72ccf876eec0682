"""Reviewers chosen and replaced, the review closed, a case proposed as not acceptable: the pages for it."""

from datetime import timedelta

from shared.actions import reviewers
from shared.actions.screening import LONGEST_REVIEW
from shared.domain.reviews import QUORUM
from shared.domain.words import Words
from shared.domain.workflow import workflow
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


def due(call: Call) -> str | None:
    """The day the reviews are wanted by; raises InvalidFields."""
    inputs = Inputs(call)
    day = inputs.day("due", DUE, NO_DUE)
    inputs.check()
    return day


def accept_page(call: Call, step: Step) -> Answer:
    today = today_in_beijing(call.at)
    days = workflow(step.seen.case.application.direction).states["under_review"].sla_days or 0
    return step_page(
        call,
        "desk/accept_for_review.html",
        step,
        choices=reviewers.choices(wiring().stores, step.seen.case, today),
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
