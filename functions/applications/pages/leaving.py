"""Taking an application back or throwing a draft away: asked once, naming the case."""

from collections.abc import Callable

from functions.applications.pages.cases import see
from functions.applications.pages.outline import outline
from functions.applications.pages.repeats import taken_before
from shared.actions import drafting, submission
from shared.actions.policy import POLICY
from shared.domain.case import Case
from shared.domain.refusals import FieldError, Forbidden, NotAvailable, Stale
from shared.domain.words import Words
from shared.domain.workflow import workflow
from shared.identity import forget_typed, typed_for
from shared.web.attempts import attempt_of
from shared.web.call import Call
from shared.web.edge import Answer, Routes
from shared.web.render import page
from shared.web.shell import shell_of
from shared.web.step import version_sent

routes = Routes(page=True)
WITHDRAW = "/applications/<application_id>/withdraw"
DISCARD = "/applications/<application_id>/discard"
LONGEST = 2000
TOO_LONG = Words("Write at most 2,000 characters", "请勿超过2000字")
CHANGED = Words(
    "The case changed after you opened this page, so nothing was done. Confirm again if you still want this.",
    "您打开本页后案卷已有变化，操作未执行。如仍需要，请再次确认。",
)


@routes.get(WITHDRAW, policy="withdraw")
def ask_withdrawal(call: Call, application_id: str) -> Answer:
    """Do you really want to take it back?"""
    typed = typed_for(call, call.path)
    return _page(call, application_id, "withdraw", reason=next(iter(typed.get("reason", ())), ""))


@routes.post(WITHDRAW, policy="withdraw")
def withdraw(call: Call, application_id: str) -> Answer:
    """Take the application back."""
    reason = call.sent("reason").replace("\r\n", "\n")
    if len(reason) > LONGEST:
        errors = (FieldError(field="reason", code="too_long", message=TOO_LONG),)
        return _page(call, application_id, "withdraw", reason=reason, errors=errors, status=422)
    attempt = attempt_of(call, application_id, "withdraw", seen=version_sent(call))
    return _take(call, application_id, "withdraw", lambda: submission.withdraw(attempt, reason), reason)


@routes.get(DISCARD, policy="discard")
def ask_discarding(call: Call, application_id: str) -> Answer:
    """Do you really want to throw it away?"""
    return _page(call, application_id, "discard")


@routes.post(DISCARD, policy="discard")
def discard(call: Call, application_id: str) -> Answer:
    """Throw the draft away."""
    attempt = attempt_of(call, application_id, "discard", seen=version_sent(call))
    return _take(call, application_id, "discard", lambda: drafting.discard(attempt))


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
    context = {"case": outline(seen, call.language), "name": name, "reason": reason, "errors": errors}
    html = page("applications/leave.html", context, shell=shell_of(call))
    return Answer.page(html, status=status)
