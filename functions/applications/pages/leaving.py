"""Taking an application back, throwing a draft away, asking for a signature: asked once, naming the case."""

from collections.abc import Callable

from functions.applications.pages.cases import see
from functions.applications.pages.outline import outline
from functions.applications.pages.repeats import taken_before
from shared.actions import drafting, submission
from shared.actions.policy import POLICY
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.refusals import FieldError, Forbidden, NotAvailable, Stale
from shared.domain.words import Words
from shared.domain.workflow import workflow
from shared.identity import forget_typed, typed_for
from shared.web.attempts import attempt_of
from shared.web.call import Call
from shared.web.edge import Answer, Routes
from shared.web.posted import Inputs
from shared.web.render import page
from shared.web.shell import shell_of
from shared.web.step import version_sent
from shared.wiring import wiring

routes = Routes(page=True)
WITHDRAW = "/applications/<application_id>/withdraw"
ASK = "/applications/<application_id>/ask_to_sign"
DISCARD = "/applications/<application_id>/discard"
WHY = Words("Why do you withdraw it?", "撤回原因")
CHANGED = Words(
    "The case changed after you opened this page, so nothing was done. Confirm again if you still want this.",
    "您打开本页后申请已有变化，操作未执行。如仍需要，请再次确认。",
)


@routes.get(WITHDRAW, policy="withdraw")
def ask_withdrawal(call: Call, application_id: str) -> Answer:
    """Do you really want to take it back?"""
    typed = typed_for(call, call.path)
    return _page(call, application_id, "withdraw", reason=next(iter(typed.get("reason", ())), ""))


@routes.post(WITHDRAW, policy="withdraw")
def withdraw(call: Call, application_id: str) -> Answer:
    """Take the application back."""
    inputs = Inputs(call)
    reason = inputs.text("reason", WHY)
    if inputs.errors:
        typed = call.posted.get("reason", [""])[-1]
        return _page(call, application_id, "withdraw", reason=typed, errors=tuple(inputs.errors), status=422)
    attempt = attempt_of(call, application_id, "withdraw", seen=frozenset({version_sent(call)}))
    return _take(call, application_id, "withdraw", lambda: submission.withdraw(attempt, reason), reason)


@routes.get(DISCARD, policy="discard")
def ask_discarding(call: Call, application_id: str) -> Answer:
    """Do you really want to throw it away?"""
    return _page(call, application_id, "discard")


@routes.post(DISCARD, policy="discard")
def discard(call: Call, application_id: str) -> Answer:
    """Throw the draft away."""
    attempt = attempt_of(call, application_id, "discard", seen=frozenset({version_sent(call)}))
    return _take(call, application_id, "discard", lambda: drafting.discard(attempt))


@routes.get(ASK, policy="ask_to_sign")
def ask_signature(call: Call, application_id: str) -> Answer:
    """Who will be asked to sign?"""
    return _page(call, application_id, "ask_to_sign")


@routes.post(ASK, policy="ask_to_sign")
def ask_to_sign(call: Call, application_id: str) -> Answer:
    """Tell the signatories."""
    attempt = attempt_of(call, application_id, "ask_to_sign", seen=frozenset({version_sent(call)}))
    return _take(call, application_id, "ask_to_sign", lambda: submission.ask_to_sign(attempt))


def _take(call: Call, application_id: str, name: str, act: Callable[[], Case], reason: str = "") -> Answer:
    try:
        act()
    except (Stale, NotAvailable) as refusal:
        if not taken_before(call, application_id, name):
            if isinstance(refusal, NotAvailable):
                raise
            errors = (FieldError(field="", code="stale", message=CHANGED),)
            return _page(call, application_id, name, reason=reason, errors=errors, status=412)
    forget_typed(call, call.path)
    return Answer.see(f"/applications/{application_id}?done={name}")


def _page(
    call: Call,
    application_id: str,
    name: str,
    *,
    reason: str = "",
    errors: tuple[FieldError, ...] = (),
    status: int = 200,
) -> Answer:
    seen = see(call, application_id)
    application = seen.case.application
    if seen.view != "partner" or not POLICY[name].admits(call.who.person):
        raise Forbidden
    if not workflow(application.direction).leads(application.state, name):
        raise NotAvailable(application.state, application.version)
    context: dict[str, object] = {
        "case": outline(seen, call.language, day_in_beijing(call.at)),
        "name": name,
        "reason": reason,
        "errors": errors,
    }
    if name == "ask_to_sign":
        people = wiring().stores.people.acting_for(application.organisation_id)
        context["signatories"] = [each.name for each in people if "partner_signatory" in each.roles]
    template = "applications/ask_to_sign.html" if name == "ask_to_sign" else "applications/leave.html"
    html = page(template, context, shell=shell_of(call))
    return Answer.page(html, status=status)
