"""The partner's answers item by item: each accepted, asked again with a reason, or left for later."""

from dataclasses import dataclass

from shared.actions.perform import perform
from shared.actions.queries.case_view import CaseView
from shared.domain.case import Case, Item, Request, answer_point
from shared.domain.commands import AcceptCommand, RequestCommand
from shared.domain.refusals import InvalidFields
from shared.domain.words import Language, Words
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_page import step_page
from shared.web.pages.changes import Difference, differences
from shared.web.pages.format_answer import show
from shared.web.pages.post_input import Inputs
from shared.web.pages.step import Step, attempted, opened, posted

routes = Routes(page=True)
ONE = "/desk/<application_id>/answers"
NAME = "accept_answers"
AGAIN = "request_info"
MISSING = Words("What is still missing", "仍需补充的内容")
NO_REASON = Words("Say what is still missing.", "请说明仍需补充的内容。")
BOTH = Words(
    "You wrote what is still missing: choose “Ask again”, or clear the text.",
    "您已填写仍需补充的内容：请选择“再次询问”，或清空该内容。",
)
TYPED = ("settle.", "message.")
CHOICES = {
    "accept": Words("This will do", "可以接受"),
    "again": Words("Ask again", "再次询问"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One item that was asked about: the question, what was wanted, what changed, and the partner's note."""

    path: str
    label: str
    asked: str
    note: str
    now: str
    changed: list[Difference]


@routes.get(ONE, policy=NAME)
def ask(call: Call, application_id: str) -> Response:
    return _page(call, opened(call, application_id, NAME))


@routes.post(ONE, policy=NAME)
def settle(call: Call, application_id: str) -> Response:
    """What will do is accepted; when something is asked again, both happen at once."""
    name = AGAIN if any(choice == "again" for choice in _chosen(call).values()) else NAME
    return posted(
        call,
        application_id,
        NAME,
        lambda: perform(attempted(call, application_id, name), _command(call)),
        lambda step: _page(call, step),
        done=name,
        already=lambda seen: _is_there(call, seen),
    )


def _chosen(call: Call) -> dict[str, str]:
    """What was chosen for each item, by its path; words of what is missing ask again, where nothing is chosen."""
    chosen = {path: call.code(f"settle.{path}") for path in call.written("settle.")}
    return dict.fromkeys(call.written("message."), "again") | chosen


def _command(call: Call) -> RequestCommand | AcceptCommand:
    inputs, items, accepted = Inputs(call), [], []
    for path, choice in _chosen(call).items():
        name = f"message.{path}"
        missing = inputs.text(name, MISSING, NO_REASON if choice == "again" else None)
        if choice == "again":
            items.append(Item(field=path, message=missing))
        elif missing:
            inputs.wrong(f"settle.{path}", "both", BOTH)
        else:
            accepted.append(path)
    inputs.check()
    return RequestCommand(items=items, accepted=accepted) if items else AcceptCommand(accepted=accepted)


def _is_there(call: Call, seen: CaseView) -> bool:
    """Whether this is what stands already: the form was sent twice."""
    case, by = seen.case, call.who.person.id
    try:
        command = _command(call)
    except InvalidFields:
        return False
    asked = case.open_request
    if isinstance(command, RequestCommand) and (asked is None or asked.items != tuple(command.items)):
        return False
    taken = {each.point for each in case.results if each.by == by}
    return all(
        any(answer_point(request.round, path) in taken for request in case.requests)
        for path in command.accepted
    )


def _page(call: Call, step: Step) -> Response:
    return step_page(
        call,
        "desk/answers.html",
        step,
        answers=_answers(step, call.language),
        choices=[(name, words.within(call.language), "") for name, words in CHOICES.items()],
    )


def _answers(step: Step, language: Language) -> list[Answer]:
    """What is to be settled, and whatever somebody typed about, should it be settled meanwhile."""
    case = step.seen.case
    typed = {
        name.partition(".")[2] for name, texts in step.typed.items() if name.startswith(TYPED) and any(texts)
    }
    latest = {path: request for request in case.requests for path in request.fields if path in typed}
    wanted = {**latest, **case.unsettled}
    items = [
        (item, request)
        for request in case.requests
        for item in request.items
        if wanted.get(item.field) is request
    ]
    return [found for item, request in items if (found := _answer(case, item, request, language))]


def _answer(case: Case, item: Item, request: Request, language: Language) -> Answer | None:
    form = case.application.form
    asked, name = form.asked_about(item.field), item.field.partition(".")[0]
    if asked is None or name not in form.index:
        return None
    before, now = case.corrected(request)
    return Answer(
        path=item.field,
        label=asked[1].within(language),
        asked=item.message,
        note=request.answers.get(item.field, ""),
        now=show(form.index[name], case.values.get(name), language),
        changed=differences(case, before, now, {name}, language),
    )
