"""Taking an application back, throwing a draft away, asking for a signature: asked once, naming the case."""

from functions.applications.pages.case_header import outline
from shared.domain.calendar import day_in_beijing
from shared.domain.commands import Command, ReasonCommand
from shared.domain.refusals import Forbidden, NotAvailable
from shared.domain.words import Words
from shared.web.action_forms import Form, add_forms, nothing
from shared.web.answer import Answer
from shared.web.call import Call
from shared.web.edge import Routes
from shared.web.post_input import Inputs
from shared.web.render import page
from shared.web.shell import shell_of
from shared.web.step import Step
from shared.wiring import wiring

routes = Routes(page=True)
WHY = Words("Why do you withdraw it?", "撤回原因")


def _withdrawal(call: Call, _application_id: str) -> Command:
    inputs = Inputs(call)
    reason = inputs.text("reason", WHY)
    inputs.check()
    return ReasonCommand(reason=reason)


def _leave(call: Call, step: Step) -> Answer:
    return _page(call, step, "applications/leave.html")


def _ask_to_sign(call: Call, step: Step) -> Answer:
    people = wiring().stores.people.acting_for(step.seen.case.application.organisation_id)
    signatories = [each.name for each in people if "partner_signatory" in each.roles]
    return _page(call, step, "applications/ask_to_sign.html", signatories=signatories)


def _page(call: Call, step: Step, template: str, **more: object) -> Answer:
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
    return Answer.page(page(template, context, shell=shell_of(call)), status=step.status)


add_forms(
    routes,
    {
        "withdraw": Form(_leave, _withdrawal),
        "discard": Form(_leave, nothing),
        "ask_to_sign": Form(_ask_to_sign, nothing),
    },
)
