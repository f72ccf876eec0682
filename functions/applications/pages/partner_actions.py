"""Steps that a partner takes with a case: ending it, appealing, asking for a signature. Asked once, naming the case."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.applications.pages.case_header import outline
from functions.applications.pages.decision import decision_of
from shared.domain.appeals import appeal_until
from shared.domain.calendar import day_in_beijing
from shared.domain.commands import Command, ReasonCommand
from shared.domain.refusals import Forbidden, NotAvailable
from shared.domain.words import Words
from shared.language.catalogue import marked
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
REASON = Words("Reason", "理由")
NO_REASON = Words("Write down the reason.", "请填写理由。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The words of one page; `why` is empty where no reason is asked, `declared` where nothing is."""

    title: str
    warning: str
    yes: str
    no: str = marked("No, go back to the case")
    why: str = ""
    hint: str = marked("The federation reads this. Do not name private persons.")
    needed: bool = False
    declared: str = ""


ASKED: Mapping[str, Asking] = {
    "withdraw": Asking(
        title=marked("Do you want to withdraw %(number)s?"),
        warning=marked(
            "This is final. The federation stops its work on the case; to try again you begin a new application."
        ),
        why=marked("Why do you withdraw it?"),
        yes=marked("Yes, withdraw it"),
    ),
    "discard": Asking(
        title=marked("Do you want to discard the draft %(number)s?"),
        warning=marked(
            "This is final. The draft can no longer be filled in or sent; it stays in your list as withdrawn."
        ),
        yes=marked("Yes, discard it"),
    ),
    "appeal": Asking(
        title=marked("Appeal against the decision on %(number)s"),
        warning=marked(
            "You can appeal once. Somebody who had no part in the case hears the appeal; the answers stay as they are."
        ),
        why=marked("Why should the decision be changed?"),
        hint=marked(
            "Say what was overlooked or misunderstood. The federation reads this; do not name private persons."
        ),
        needed=True,
        yes=marked("Lodge the appeal"),
    ),
    "withdraw_appeal": Asking(
        title=marked("Do you want to withdraw the appeal on %(number)s?"),
        warning=marked("This is final. The decision stands, and there is no other appeal."),
        yes=marked("Yes, withdraw the appeal"),
    ),
    "cancel": Asking(
        title=marked("Do you want to cancel the exchange %(number)s?"),
        warning=marked(
            "This is final. The approval ends; nobody may travel under it, and a new exchange needs a new application."
        ),
        why=marked("Why is it cancelled?"),
        needed=True,
        declared=marked("We declare that nobody has travelled under this approval."),
        yes=marked("Yes, cancel it"),
    ),
}


def _reason(call: Call, *, needed: bool) -> Command:
    inputs = Inputs(call)
    reason = inputs.text("reason", REASON, NO_REASON if needed else None)
    inputs.check()
    return ReasonCommand(reason=reason)


def _may_say_why(call: Call, _application_id: str) -> Command:
    return _reason(call, needed=False)


def _says_why(call: Call, _application_id: str) -> Command:
    return _reason(call, needed=True)


def _ask(call: Call, step: Step) -> Response:
    decision = decision_of(step.seen, call.language) if step.name == "appeal" else None
    return _page(
        call,
        step,
        "applications/leave.html",
        asking=ASKED[step.name],
        decision=decision,
        until=appeal_until(step.seen.case.application),
        declared=step.text("attest.nobody_travelled_declared"),
    )


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
        "withdraw": Form(_ask, _may_say_why),
        "discard": Form(_ask, nothing),
        "appeal": Form(_ask, _says_why),
        "withdraw_appeal": Form(_ask, nothing),
        "cancel": Form(_ask, _says_why),
        "ask_to_sign": Form(_ask_to_sign, nothing),
    },
)
