"""Pages of compliance and decision: the queues, and one screen a case that every step is taken from."""

from collections.abc import Mapping
from dataclasses import replace

from functions.approvals import compliance, figures, queue
from functions.approvals.check import check_page
from functions.approvals.decision_input import approval_of, explained, reason_of
from functions.approvals.screen import screen
from shared.actions import deciding
from shared.actions.policy import POLICY
from shared.actions.queries import case_view
from shared.domain.programmes import PROGRAMME_STATES
from shared.domain.refusals import Forbidden
from shared.identity import typed_for
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_forms import Form, add_forms, command_of, take
from shared.web.pages.labels import DIRECTION_NAMES
from shared.web.pages.reason_input import refusal_of
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.web.pages.step import Step, attempted, opened, posted
from shared.wiring import wiring

routes = Routes(page=True)
ONE = "/approvals/<application_id>"


@routes.get("/approvals", policy="approvals")
def approvals(call: Call) -> Response:
    """What waits for the roles of this person."""
    context = {"parts": queue.parts(call)}
    return Response.page(page("approvals/queue.html", context, shell=shell_of(call)))


@routes.get("/overview", policy="read_overview", besides=figures.TALLY)
def overview(call: Call) -> Response:
    """The exchange in figures."""
    found = figures.read(call)
    context = {
        "directions": DIRECTION_NAMES,
        "cases": figures.cases(found, call.who.person),
        "programmes": found.programmes,
        "states": PROGRAMME_STATES,
        "organisations": figures.organisations(found),
    }
    return Response.page(page("approvals/overview.html", context, shell=shell_of(call)))


@routes.get(ONE, policy="approvals")
def look(call: Call, application_id: str) -> Response:
    """The screen before anything is chosen."""
    person = call.who.person
    seen = case_view.case(wiring().stores, person, application_id, at=call.at)
    if not POLICY["approvals"].admits(person):
        raise Forbidden
    return screen(call, Step(name="", seen=seen, offer=None, typed=typed_for(call, call.path)))


def _take(call: Call, application_id: str, *, name: str, form: Form) -> Response:
    """A step that cannot be taken back: what each recipient will read is looked at before anything is decided."""
    if call.code("then") == "change":
        return screen(call, replace(opened(call, application_id, name), typed=call.posted))
    if call.code("then") == "decide":
        return take(call, application_id, name=name, form=form)
    return _check(call, application_id, name, form)


def _check(call: Call, application_id: str, name: str, form: Form) -> Response:
    """What stands against the step is said first."""
    checked: list[Response] = []

    def act() -> None:
        command = command_of(call, application_id, form)
        deciding.check(attempted(call, application_id, name), command)
        checked.append(check_page(call, opened(call, application_id, name), command))

    answer = posted(call, application_id, name, act, lambda step: screen(call, step))
    return checked[0] if checked else answer


FINAL: Mapping[str, Form] = {
    "approve": Form(screen, approval_of),
    "approve_final": Form(screen, approval_of),
    "reject": Form(screen, refusal_of),
    "confirm_ineligible": Form(screen),
    "uphold": Form(screen, explained),
    "allow_appeal": Form(screen),
    "dismiss": Form(screen, explained),
    "dismiss_appeal": Form(screen, refusal_of),
}
add_forms(
    routes,
    {
        "escalate": Form(screen, reason_of),
        "send_back": Form(screen, reason_of),
        "reopen_review": Form(screen, reason_of),
    },
)
add_forms(routes, {"clear_compliance": compliance.FORM}, taken=compliance.sent)
add_forms(routes, FINAL, taken=_take)
