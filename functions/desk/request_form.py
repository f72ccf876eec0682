"""Asking the partner for information: which questions of the form, and what is wanted of each."""

from dataclasses import replace
from typing import NamedTuple

from shared.actions.bounds import LONGEST_TERM
from shared.actions.queries import case_view
from shared.actions.queries.case_view import CaseView
from shared.domain import forms, texts
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Item
from shared.domain.commands import ReasonCommand, RequestCommand
from shared.domain.conditions import rows_of
from shared.domain.guards import ROUNDS
from shared.domain.json_value import JsonValue
from shared.domain.questions import Field
from shared.domain.refusals import InvalidFields
from shared.domain.words import Language, Words
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_page import step_page
from shared.web.pages.format_answer import row_text, show
from shared.web.pages.post_input import Inputs
from shared.web.pages.step import Step
from shared.wiring import wiring

WHAT = Words("Say what is needed for “{label}”.", "请说明“{label}”需要补充什么。")
NEEDED = Words("What is needed", "需要补充的内容")
DUE = Words("Response wanted by", "答复截止日期")
WHY = Words("Why it is cancelled", "撤销原因")
MESSAGE = Words("Message to the partner", "给合作单位的留言")
NONE = Words("Choose at least one question of the form.", "请至少选择一个填报项。")


class Question(NamedTuple):
    """A question that can be asked about, with the answer as it stands."""

    id: str
    label: str
    answer: str
    ticked: bool
    wrong: bool
    rows: "list[Question]"
    """Of a table, each of its rows."""
    opened: bool
    """Whether one of them is chosen, wrong or answered before."""
    answered: int
    """The last request that was answered, when it asked about this; else 0."""
    note: str
    """What the partner wrote with that answer."""


class Part(NamedTuple):
    """A section of the form; open when something in it is chosen or wrong."""

    title: str
    questions: list[Question]
    opened: bool
    chosen: int


def asked(call: Call, application_id: str) -> RequestCommand:
    """What the form asks for; words written for a question choose it even when it is not ticked."""
    inputs = Inputs(call)
    command = _asked(call, application_id, inputs)
    inputs.check()
    return command


def amended(call: Call, application_id: str) -> RequestCommand:
    """The same with the day the answer is wanted by now, if another than before."""
    inputs = Inputs(call)
    command = replace(_asked(call, application_id, inputs), due=inputs.day("due", DUE))
    inputs.check()
    return command


def is_amended(call: Call, seen: CaseView) -> bool:
    """Whether the request says this already: the form was sent twice."""
    try:
        command = amended(call, seen.case.application.id)
    except InvalidFields:
        return False
    request, due = seen.case.open_request, command.due or seen.case.application.due
    return request is not None and (request.items, request.message, seen.case.application.due) == (
        tuple(command.items),
        command.message,
        due,
    )


def cancelled(call: Call, _application_id: str) -> ReasonCommand:
    inputs = Inputs(call)
    reason = inputs.text("reason", WHY)
    inputs.check()
    return ReasonCommand(reason=reason)


def _asked(call: Call, application_id: str, inputs: Inputs) -> RequestCommand:
    items = []
    written = call.written("message.")
    for path in dict.fromkeys([*call.codes("field"), *written]):
        missing = WHAT if path in written else _missing(call, application_id, path)
        items.append(Item(field=path, message=inputs.text(f"message.{path}", NEEDED, missing)))
    if not items:
        inputs.wrong("items", "required", NONE)
    return RequestCommand(items=items, message=inputs.text("message", MESSAGE))


def amendment_page(call: Call, step: Step) -> Response:
    """The request as it stands, to be changed."""
    application, request = step.seen.case.application, step.seen.case.open_request
    if request and not step.typed:
        fields = [item.field for item in request.items]
        messages = {f"message.{item.field}": [item.message] for item in request.items}
        year, month, day = application.due.split("-") if application.due else ("", "", "")
        due = {"due-year": [year], "due-month": [month.lstrip("0")], "due-day": [day.lstrip("0")]}
        step = replace(step, typed={"field": fields, "message": [request.message], **messages, **due})
    return request_page(call, step)


def request_page(call: Call, step: Step) -> Response:
    """The questions section by section, which round this is and who will be asked."""
    application = step.seen.case.application
    people = wiring().stores.people.acting_for(application.organisation_id)
    return step_page(
        call,
        "desk/request_info.html",
        step,
        parts=_parts(call, step),
        round=min(application.round + 1, ROUNDS),
        rounds=ROUNDS,
        people=people,
        longest=LONGEST_TERM,
    )


def _parts(call: Call, step: Step) -> list[Part]:
    case, language = step.seen.case, call.language
    form = case.application.form
    today = day_in_beijing(call.at)
    found = []
    for section in form.sections:
        questions = [
            _question(step, field, case.values.get(field.id), language)
            for field in section.fields
            if field.id in case.values or forms.visible(field, case.values, today)
        ]
        chosen = sum(_chosen(step, each) for question in questions for each in (question, *question.rows))
        opened = bool(chosen) or any(each.wrong or each.opened or each.answered for each in questions)
        found.append(Part(section.title.within(language), questions, opened, chosen))
    return found


def _question(step: Step, field: Field, value: JsonValue, language: Language) -> Question:
    rows = [
        _asked_for(
            step, f"{field.id}.{place}", field.called(place).within(language), row_text(field, row, language)
        )
        for place, row in enumerate(rows_of(value))
        if field.kind == "table"
    ]
    opened = any(_chosen(step, each) or each.wrong or each.answered for each in rows)
    text = "" if field.kind == "table" else show(field, value, language)
    whole = _asked_for(step, field.id, field.label.within(language), text)
    return whole._replace(rows=rows, opened=opened)


def _asked_for(step: Step, path: str, label: str, answer: str) -> Question:
    wrong = any(error.field == f"message.{path}" for error in step.errors)
    ticked = step.ticked("field", path)
    last = next((each for each in reversed(step.seen.case.requests) if each.answered_at), None)
    return Question(
        id=path,
        label=label,
        answer=answer,
        ticked=ticked,
        wrong=wrong,
        rows=[],
        opened=False,
        answered=last.round if last and path in last.fields else 0,
        note=last.answers.get(path, "") if last else "",
    )


def _chosen(step: Step, question: Question) -> bool:
    return question.ticked or bool(step.text(f"message.{question.id}"))


def _missing(call: Call, application_id: str, path: str) -> Words:
    """What to say of a question without words, which the form of the case itself names."""
    application = case_view.case(
        wiring().stores, call.who.person, application_id, at=call.at
    ).case.application
    asked = application.form.asked_about(path)
    label = asked[1] if asked else Words(texts.printable(path), texts.printable(path))
    return Words(WHAT.en.format(label=label.en), WHAT.zh.format(label=label.zh))
