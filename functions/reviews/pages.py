"""The reviewer's pages: the queue, the declaration before anything is shown, the review beside the case, giving it back."""

from dataclasses import replace

from functions.reviews import queue
from functions.reviews.form import opinion_of, same, unfinished
from shared.actions.engine import Attempt
from shared.actions.perform import perform
from shared.actions.policy import REVIEWING
from shared.actions.queries import case_view
from shared.actions.queries.case_view import CaseView
from shared.actions.review_draft import draft_of, keep_review
from shared.domain.calendar import day_in_beijing
from shared.domain.commands import NOTHING, ReviewCommand
from shared.domain.refusals import Forbidden, Stale
from shared.domain.reviews import CRITERIA, RECOMMENDATIONS, Review
from shared.domain.words import Words
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages import labels
from shared.web.pages.action_page import step_page
from shared.web.pages.changes import changes_from, changes_since
from shared.web.pages.post_input import Inputs
from shared.web.pages.render import page
from shared.web.pages.review_table import in_words
from shared.web.pages.shell import shell_of
from shared.web.pages.step import Step, attempted, opened, posted
from shared.wiring import wiring

routes = Routes(page=True)
ONE = "/reviews/<application_id>"
UNDECLARED = Words("Say whether you have a conflict of interest.", "请选择您是否存在利益冲突。")


@routes.get("/reviews", policy="review")
def reviews(call: Call) -> Response:
    """What this reviewer is asked to review, and what is done."""
    found = queue.assigned(wiring().stores, call.who)
    context = {
        "groups": queue.groups(found, call.language),
        "today": day_in_beijing(call.at),
    }
    return Response.page(page("reviews/queue.html", context, shell=shell_of(call)))


@routes.get(ONE, policy="review")
def read(call: Call, application_id: str) -> Response:
    return _page(call, opened(call, application_id, "review"))


@routes.get(f"{ONE}/confirm", policy="review")
@routes.get(f"{ONE}/declaration", policy="review")
def ask_declaration(call: Call, application_id: str) -> Response:
    """Where a form of this page was sent to, should somebody come back to it: the page it stands on."""
    return _page(call, opened(call, application_id, "review"))


@routes.post(f"{ONE}/declaration", policy="review")
def declare(call: Call, application_id: str) -> Response:
    """Whether there is a conflict of interest; with one the case is gone."""
    answer = call.code("conflict")
    if answer == "yes" and application_id in call.who.conflicts:
        return Response.see("/reviews?done=declare_conflict")

    def act() -> None:
        inputs = Inputs(call)
        if answer not in ("yes", "no"):
            inputs.wrong("conflict", "required", UNDECLARED)
        inputs.check()
        perform(_attempt(call, application_id), ReviewCommand(conflict=answer == "yes"))

    return posted(
        call,
        application_id,
        "review",
        act,
        lambda step: _page(call, step),
        to="/reviews" if answer == "yes" else f"/reviews/{application_id}",
        done="declare_conflict" if answer == "yes" else "deny_conflict",
        already=lambda seen: answer == "no" and _mine(call, seen).may_read,
    )


@routes.get(f"{ONE}/decline", policy="decline_review")
def ask_decline(call: Call, application_id: str) -> Response:
    return _decline_page(call, opened(call, application_id, "decline_review"))


@routes.post(f"{ONE}/decline", policy="decline_review")
def decline(call: Call, application_id: str) -> Response:
    """No time for it: the review goes back to the officer, and the case leaves the reviewer's lists."""
    if queue.declined(wiring().stores, call.who.person, application_id):
        return Response.see("/reviews?done=decline_review")
    return posted(
        call,
        application_id,
        "decline_review",
        lambda: perform(queue.without_version(attempted(call, application_id, "decline_review")), NOTHING),
        lambda step: _decline_page(call, step),
        to="/reviews",
        already=lambda _: False,
    )


@routes.post(f"{ONE}/confirm", policy="review")
def confirm(call: Call, application_id: str) -> Response:
    """The review handed in still stands for the content as it is now."""

    def act() -> None:
        seen = case_view.case(wiring().stores, call.who.person, application_id, at=call.at, fresh=True)
        application = seen.case.application
        if call.code("snapshot_hash") != application.snapshot_hash:
            raise Stale(application.state, application.version)
        if seen.case.is_stale(_mine(call, seen)):
            perform(_attempt(call, application_id), ReviewCommand(still_stands=True))

    return posted(
        call,
        application_id,
        "review",
        act,
        lambda step: _page(call, step),
        to=f"/reviews/{application_id}",
        done="confirm_review",
        already=lambda _: False,
    )


@routes.post(ONE, policy="review")
def hand_in(call: Call, application_id: str) -> Response:
    """Hand the review in, or replace the one handed in before; or keep it as a draft for oneself."""
    if call.code("then") == "draft":
        return _keep(call, application_id)

    def act() -> None:
        seen = case_view.case(wiring().stores, call.who.person, application_id, at=call.at, fresh=True)
        opinion = opinion_of(call)
        application, mine = seen.case.application, _mine(call, seen)
        if call.code("snapshot_hash") != application.snapshot_hash:
            raise Stale(application.state, application.version)
        if seen.case.is_stale(mine) or not same(mine, opinion):
            perform(_attempt(call, application_id), ReviewCommand(opinion=opinion))

    return posted(
        call,
        application_id,
        "review",
        act,
        lambda step: _page(call, step),
        to=f"/reviews/{application_id}",
        already=lambda _: False,
    )


def _keep(call: Call, application_id: str) -> Response:
    return posted(
        call,
        application_id,
        "review",
        lambda: keep_review(_attempt(call, application_id), unfinished(call)),
        lambda step: _page(call, step),
        to=f"/reviews/{application_id}",
        done="keep_review",
        already=lambda _: False,
    )


def _attempt(call: Call, application_id: str) -> Attempt:
    """The content that was read is what counts: other reviews change the version, not the content."""
    return queue.without_version(attempted(call, application_id, "review"))


def _mine(call: Call, seen: CaseView) -> Review:
    """The caller's own review, whatever other roles they hold; raises Forbidden when they have none."""
    mine = seen.case.review_of(call.who.person.id)
    if mine is None or mine.over:
        raise Forbidden
    return mine


def _others(seen: CaseView, mine: Review) -> list[Review]:
    """What others have handed in, once one's own is in."""
    if mine.status != "submitted":
        return []
    return [each for each in seen.case.reviews if each.status == "submitted" and each != mine]


def _decline_page(call: Call, step: Step) -> Response:
    return step_page(call, "reviews/decline.html", step, mine=_mine(call, step.seen))


def _page(call: Call, step: Step) -> Response:
    mine = _mine(call, step.seen)
    may_decline = mine.status != "submitted" and step.seen.case.application.state in REVIEWING
    if mine.status == "assigned":
        return step_page(call, "reviews/declaration.html", step, mine=mine, may_decline=may_decline)
    language = call.language
    draft = draft_of(wiring().stores, mine, call.at) if step.possible and not step.typed else None
    if draft:
        step = replace(step, typed=draft.fields)
    found = queue.assigned(wiring().stores, call.who)
    application = step.seen.case.application
    before, after = queue.neighbours(found, application.id)
    return step_page(
        call,
        "reviews/review.html",
        step,
        mine=mine,
        draft=draft,
        since_draft=changes_from(step.seen.case, draft.snapshot_hash, language) if draft else [],
        may_decline=may_decline,
        own=[in_words(step.seen.case, mine, language)],
        others=[in_words(step.seen.case, each, language) for each in _others(step.seen, mine)],
        stale=step.seen.case.is_stale(mine),
        changes=changes_since(step.seen.case, mine, language),
        sections=labels.answers(step.seen.case, language, step.seen.withheld),
        criteria=CRITERIA,
        programme=wiring().stores.programmes.at(application.programme_id, application.programme_version),
        recommendations=[(name, words.within(language), "") for name, words in RECOMMENDATIONS.items()],
        before=before,
        after=after,
    )
