"""The partner's answers item by item: each accepted, asked again with a reason, or left for later."""

from dataclasses import dataclass

from shared.actions.perform import perform
from shared.domain.case import Case, Item
from shared.domain.commands import AcceptCommand, Command, RequestCommand
from shared.domain.words import Language, Words
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_page import step_page
from shared.web.pages.changes import Difference, differences
from shared.web.pages.format_answer import show
from shared.web.pages.post_input import Inputs
from shared.web.pages.step import Step, attempted, happened, opened, posted

routes = Routes(page=True)
ONE = "/desk/<application_id>/answers"
NAME = "accept_answers"
AGAIN = "request_info"
MISSING = Words("What is still missing", "仍需补充的内容")
NO_REASON = Words("Say what is still missing.", "请说明仍需补充的内容。")
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
    again = any(value == "again" for value in _chosen(call).values())
    name = AGAIN if again else NAME
    return posted(
        call,
        application_id,
        NAME,
        lambda: perform(attempted(call, application_id, name), _command(call)),
        lambda step: _page(call, step),
        done=name,
        already=lambda seen: happened(call, seen, name),
    )


def _chosen(call: Call) -> dict[str, str]:
    """What was chosen for each item, by its path."""
    return {path: call.code(f"settle.{path}") for path in call.written("settle.")}


def _command(call: Call) -> Command:
    inputs, chosen = Inputs(call), _chosen(call)
    accepted = [path for path, choice in chosen.items() if choice == "accept"]
    items = [
        Item(field=path, message=inputs.text(f"message.{path}", MISSING, NO_REASON))
        for path, choice in chosen.items()
        if choice == "again"
    ]
    inputs.check()
    return RequestCommand(items=items, accepted=accepted) if items else AcceptCommand(accepted=accepted)


def _page(call: Call, step: Step) -> Response:
    case, language = step.seen.case, call.language
    return step_page(
        call,
        "desk/answers.html",
        step,
        answers=_answers(case, language),
        choices=[(name, words.within(language), "") for name, words in CHOICES.items()],
        round=case.requests[-1].round if case.requests else 0,
    )


def _answers(case: Case, language: Language) -> list[Answer]:
    form, paths = case.application.form, case.unsettled
    if not paths:
        return []
    last = case.requests[-1]
    before, now = case.corrected(last)
    found = []
    for item in last.items:
        asked = form.asked_about(item.field)
        if item.field in paths and asked:
            name = item.field.partition(".")[0]
            found.append(
                Answer(
                    path=item.field,
                    label=asked[1].within(language),
                    asked=item.message,
                    note=last.answers.get(item.field, ""),
                    now=show(form.index[name], case.values.get(name), language),
                    changed=differences(case, before, now, {name}, language),
                )
            )
    return found
