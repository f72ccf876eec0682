"""A step that needs a choice or a reason, as a page of its own: asked once, naming the thing."""

from collections.abc import Callable
from dataclasses import dataclass

from functions.admin.clerk import SEEN
from shared.domain.refusals import Conflict, FieldError, InvalidFields, NotAvailable, Refusal, Stale
from shared.domain.words import Words
from shared.identity import forget_typed, typed_for
from shared.web.http.call import Call
from shared.web.http.problem import DETAILS, status_of
from shared.web.http.response import Response
from shared.web.pages.post_input import Inputs
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of

AGAIN = (InvalidFields, Conflict, Stale, NotAvailable)
REASON = Words("Reason", "原因")
LONGEST = 500
NO_CHOICE = Words("Choose one.", "请选择一项。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: `choices` are values and labels of which one is taken, none where there is nothing to choose."""

    title: Words
    crumbs: tuple[tuple[Words, str], ...]
    note: Words
    send: Words
    back: str
    version: int
    choices: tuple[tuple[str, Words], ...] = ()
    name: str = "standing"
    warning: bool = False


def ask_reason(call: Call, question: Question) -> Response:
    """The question, with what was typed before the session ended."""
    posted = typed_for(call, call.path)
    typed = {name: values[-1] for name, values in posted.items() if values}
    return _page(call, question, typed.get("reason", ""), typed.get(question.name, ""))


def take_reason(call: Call, question: Question, act: Callable[[str, str], str]) -> Response:
    """Do it with the choice and the reason, and go on to where `act` says; else the question again."""
    inputs, chosen = Inputs(call), call.code(question.name)
    reason = inputs.text("reason", REASON, most=LONGEST)
    if question.choices and chosen not in dict(question.choices):
        inputs.wrong(question.name, "required", NO_CHOICE)
    if inputs.errors:
        return _page(call, question, call.posted.get("reason", [""])[-1], chosen, tuple(inputs.errors), 422)
    try:
        place = act(chosen, reason)
    except AGAIN as refusal:
        moved = isinstance(refusal, Conflict | Stale)
        return _page(call, question, reason, chosen, _errors(refusal), status_of(refusal), moved=moved)
    forget_typed(call, call.path)
    return Response.see(place)


def _errors(refusal: Refusal) -> tuple[FieldError, ...]:
    if isinstance(refusal, InvalidFields):
        return refusal.errors
    return (FieldError(field="", code=refusal.code, message=DETAILS[refusal.code]),)


def _page(
    call: Call,
    question: Question,
    reason: str,
    chosen: str,
    errors: tuple[FieldError, ...] = (),
    status: int = 200,
    *,
    moved: bool = False,
) -> Response:
    """`moved`: it is another version by now, which the page is for from here on."""
    context = {
        "question": question,
        "reason": reason,
        "chosen": chosen,
        "errors": errors,
        "limit": LONGEST,
        "seen": question.version if moved else call.code(SEEN) or question.version,
    }
    return Response.page(page("admin/reason.html", context, shell=shell_of(call)), status=status)
