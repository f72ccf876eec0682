"""Pages of compliance and decision: the queues, and one screen a case that every step is taken from."""

from collections.abc import Callable, Mapping
from functools import partial

from functions.approvals import queue
from functions.approvals.screen import screen
from functions.approvals.typed import conditions_of, reason_of
from shared.actions import deciding, seeing
from shared.actions.policy import POLICY
from shared.actions.steps import Attempt
from shared.domain.refusals import Forbidden
from shared.identity import typed_for
from shared.language.formats import today_in_beijing
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
    context = {"parts": queue.parts(call), "today": today_in_beijing(call.at)}
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
    return posted(
        call,
        application_id,
        name,
        lambda: act(call, attempted(call, application_id, name)),
        lambda step: screen(call, step),
    )


def _approve(call: Call, attempt: Attempt) -> object:
    inputs = Inputs(call)
    conditions, comment = conditions_of(inputs), inputs.text("comment")
    inputs.check()
    return deciding.approve(attempt, call.sent("snapshot_hash"), conditions, comment)


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
