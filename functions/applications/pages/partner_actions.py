"""Taking an application back, throwing a draft away, asking for a signature: asked once, naming the case."""

from functions.applications.pages.case_header import outline
from shared.domain.calendar import day_in_beijing
from shared.domain.commands import Command, ReasonCommand
from shared.domain.refusals import Forbidden, NotAvailable
from shared.domain.words import Words
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_forms import Form, add_forms, nothing
from shared.web.pages.post_input import Inputs
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.web.pages.step import Step
from shared.wiring import wiring

routes = Routes(page=True)
WHY = Words("Why do you withdraw it?", "撤回原因")


def _withdrawal(call: Call, _application_id: str) -> Command:
    inputs = Inputs(call)
    reason = inputs.text("reason", WHY)
    inputs.check()
    return ReasonCommand(reason=reason)


def _leave(call: Call, step: Step) -> Response:
    return _page(call, step, "applications/leave.html")


def _ask_to_sign(call: Call, step: Step) -> Response:
    people = wiring().stores.people.acting_for(step.seen.case.application.organisation_id)
    signatories = [each.name for each in people if "partner_signatory" in each.roles]
    return _page(call, step, "applications/ask_to_sign.html", signatories=signatories)


def _page(call: Call, step: Step, template: str, **more: object) -> Response:
    application = step.seen.case.application
    if step.seen.view != "partner":
        raise Forbidden
    if step.offer is None:
        raise NotAvailable(application.state, application.version)
    context = {
        "case": outline(step.seen, call.language, day_in_beijing(call.at)),
        "name": step.name,
        "reason": step.text("reason"),
        "errors": step.errors,
        **more,
    }
    return Response.page(page(template, context, shell=shell_of(call)), status=step.status)


add_forms(
    routes,
    {
        "withdraw": Form(_leave, _withdrawal),
        "discard": Form(_leave, nothing),
        "ask_to_sign": Form(_ask_to_sign, nothing),
    },
)
