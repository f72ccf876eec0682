"""Pages of compliance and decision: the queues, and one screen a case that every step is taken from."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from functions.approvals import queue
from functions.approvals.check import Decided, check_page
from functions.approvals.screen import screen
from functions.approvals.typed import NOTE, conditions_of, reason_of
from shared.actions import deciding, seeing
from shared.actions.policy import POLICY
from shared.actions.steps import Attempt
from shared.domain.calendar import day_in_beijing
from shared.domain.refusals import Forbidden
from shared.identity import typed_for
from shared.web.call import Call
from shared.web.edge import Answer, Routes
from shared.web.posted import Inputs
from shared.web.refusing import reason_given
from shared.web.render import page
from shared.web.shell import shell_of
from shared.web.step import Step, attempted, opened, posted
from shared.wiring import wiring

routes = Routes(page=True)
ONE = "/approvals/<application_id>"
Act = Callable[[Call, Attempt], object]


@routes.get("/approvals", policy="approvals")
def approvals(call: Call) -> Answer:
    """What waits for the roles of this person."""
    context = {"parts": queue.parts(call), "today": day_in_beijing(call.at)}
    return Answer.page(page("approvals/queue.html", context, shell=shell_of(call)))


@routes.get(ONE, policy="approvals")
def look(call: Call, application_id: str) -> Answer:
    """The screen before anything is chosen."""
    person = call.who.person
    seen = seeing.case(wiring().stores, person, application_id, at=call.at)
    if not POLICY["approvals"].admits(person):
        raise Forbidden
    return screen(call, Step(name="", seen=seen, offer=None, typed=typed_for(call, call.path)))


def _ask(call: Call, application_id: str, *, name: str) -> Answer:
    return screen(call, opened(call, application_id, name))


def _take(call: Call, application_id: str, *, name: str, act: Act) -> Answer:
    if name in FINAL and call.code("then") == "change":
        return screen(call, replace(opened(call, application_id, name), typed=call.posted))
    if name in FINAL and call.code("then") != "decide":
        return _check(call, application_id, name)
    return posted(
        call,
        application_id,
        name,
        lambda: act(call, attempted(call, application_id, name)),
        lambda step: screen(call, step),
    )


def _check(call: Call, application_id: str, name: str) -> Answer:
    """What each recipient will read, before anything is decided; what stands against the step is said first."""
    checked: list[Answer] = []

    def act() -> None:
        decided = FINAL[name](call)
        attempt = attempted(call, application_id, name)
        said = {"snapshot_hash": call.code("snapshot_hash"), **decided.body}
        deciding.check(replace(attempt, body=said), decided.conditions)
        checked.append(check_page(call, opened(call, application_id, name), decided))

    answer = posted(call, application_id, name, act, lambda step: screen(call, step))
    return checked[0] if checked else answer


def _approval(call: Call) -> Decided:
    inputs = Inputs(call)
    conditions, comment = conditions_of(inputs), inputs.text("comment", NOTE)
    inputs.check()
    return Decided(conditions=conditions, comment=comment)


def _refusal(call: Call) -> Decided:
    code, reason = reason_given(call)
    return Decided(reason_code=code, reason=reason)


FINAL: Mapping[str, Callable[[Call], Decided]] = {
    "approve": _approval,
    "approve_final": _approval,
    "reject": _refusal,
    "confirm_ineligible": lambda _: Decided(),
}
"""Steps that cannot be taken back, and what their form says."""


def _approve(call: Call, attempt: Attempt) -> object:
    decided = _approval(call)
    conditions, comment = decided.conditions, decided.comment
    return deciding.approve(attempt, call.code("snapshot_hash"), conditions, comment)


def _reject(call: Call, attempt: Attempt) -> object:
    return deciding.reject(attempt, *reason_given(call))


ACTS: Mapping[str, Act] = {
    "clear_compliance": lambda _, attempt: deciding.clear_compliance(attempt),
    "confirm_ineligible": lambda _, attempt: deciding.confirm_ineligible(attempt),
    "approve": _approve,
    "approve_final": _approve,
    "reject": _reject,
    "escalate": lambda call, attempt: deciding.escalate(attempt, reason_of(call)),
    "send_back": lambda call, attempt: deciding.send_back(attempt, reason_of(call)),
    "reopen_review": lambda call, attempt: deciding.reopen_review(attempt, reason_of(call)),
}
for _name, _act in ACTS.items():
    routes.get(f"{ONE}/{_name}", policy=_name)(partial(_ask, name=_name))
    routes.post(f"{ONE}/{_name}", policy=_name)(partial(_take, name=_name, act=_act))
