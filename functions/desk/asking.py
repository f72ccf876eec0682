"""Asking the partner for information: which questions of the form, and what is wanted of each."""

from typing import NamedTuple

from shared.domain import forms
from shared.domain.case import Item
from shared.domain.guards import ROUNDS
from shared.domain.words import Words
from shared.language.formats import today_in_beijing
from shared.web.about import step_page
from shared.web.call import Call
from shared.web.edge import Answer
from shared.web.posted import Inputs
from shared.web.shown import show
from shared.web.step import Step
from shared.wiring import wiring

WHAT = Words("Say what is needed for “{label}”.", "请说明“{label}”需要补充什么。")
NONE = Words("Choose at least one question of the form.", "请至少选择一个表单项目。")


class Question(NamedTuple):
    """A question that can be asked about, with the answer as it stands."""

    id: str
    label: str
    answer: str
    ticked: bool
    wrong: bool


class Part(NamedTuple):
    """A section of the form; open when something in it is chosen or wrong."""

    title: str
    questions: list[Question]
    opened: bool
    chosen: int


def asked(call: Call) -> tuple[list[Item], str]:
    """What the form asks for; words written for a question choose it even when it is not ticked."""
    inputs = Inputs(call)
    ticked = call.posted.get("field", [])
    written = [
        name.removeprefix("message.")
        for name, values in call.posted.items()
        if name.startswith("message.") and values[-1].strip()
    ]
    items = []
    for path in dict.fromkeys([*ticked, *written]):
        missing = _missing(path)
        items.append(Item(field=path, message=inputs.text(f"message.{path}", missing)))
    if not items:
        inputs.wrong("items", "required", NONE)
    message = inputs.text("message")
    inputs.check()
    return items, message


def request_page(call: Call, step: Step) -> Answer:
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
    )


def _parts(call: Call, step: Step) -> list[Part]:
    case, language = step.seen.case, call.language
    form = forms.load(case.application.direction, case.application.form_version)
    today = today_in_beijing(call.at)
    wrong = {error.field for error in step.errors}
    found = []
    for section in form.sections:
        questions = [
            Question(
                id=field.id,
                label=field.label.within(language),
                answer=show(field, case.values.get(field.id), language),  # type: ignore[arg-type]
                ticked=step.ticked("field", field.id),
                wrong=f"message.{field.id}" in wrong,
            )
            for field in section.fields
            if field.id in case.values or forms.visible(field, case.values, today)
        ]
        chosen = sum(each.ticked or bool(step.text(f"message.{each.id}")) for each in questions)
        opened = bool(chosen) or any(each.wrong for each in questions)
        found.append(Part(section.title.within(language), questions, opened, chosen))
    return found


def _missing(path: str) -> Words:
    for direction in ("going_out", "inviting_in"):
        field = forms.load(direction).index.get(path)
        if field:
            return Words(WHAT.en.format(label=field.label.en), WHAT.zh.format(label=field.label.zh))
    return WHAT
