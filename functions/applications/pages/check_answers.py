"""Check the answers, sign and send, and the page that confirms it."""

from functions.applications.pages.answers_view import parts_of
from functions.applications.pages.available_actions import ActionLink, available_actions
from functions.applications.pages.case_header import outline
from functions.applications.pages.cases import judged_on, see
from functions.applications.pages.latest_dates import latest_dates
from functions.applications.pages.task_list import blocked, errors_of
from functions.applications.pages.wording import spelled
from shared.actions.perform import perform
from shared.actions.policy import POLICY
from shared.actions.queries.case_view import CaseView
from shared.domain.calendar import day_in_beijing
from shared.domain.commands import NOTHING
from shared.domain.refusals import FieldError, Forbidden, NotAvailable, Stale, Unmet
from shared.domain.words import Words
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.web.pages.step import attempted, taken_before
from shared.wiring import wiring

routes = Routes(page=True)
ONE = "/applications/<application_id>"
CHANGED = Words(
    "The answers were changed after you opened this page, so nothing was sent. Check them as they are now and "
    "send again.",
    "您打开本页后内容有修改，申请尚未提交。请核对现有内容后重新提交。",
)


@routes.get(f"{ONE}/check", policy="edit")
def check(call: Call, application_id: str) -> Response:
    """All answers on one page, and what still blocks submission."""
    return _page(call, _draft(call, application_id))


@routes.post(f"{ONE}/check", policy="submit")
def submit(call: Call, application_id: str) -> Response:
    """Sign and send; a second click finds the application sent."""
    done = Response.see(f"/applications/{application_id}/submitted")
    try:
        perform(attempted(call, application_id, "submit"), NOTHING)
    except Unmet as refusal:
        told = tuple(FieldError(field="", code=each.code, message=each.message) for each in refusal.unmet)
        return _page(call, _draft(call, application_id), told, 422)
    except (Stale, NotAvailable):
        if taken_before(call, application_id, "submit"):
            return done
        told = (FieldError(field="", code="stale", message=CHANGED),)
        return _page(call, _draft(call, application_id), told, 412)
    return done


@routes.get(f"{ONE}/submitted", policy="read_case")
def submitted(call: Call, application_id: str) -> Response:
    """The number, what happens next, and by when."""
    seen = see(call, application_id)
    application = seen.case.application
    if not application.submitted_on or seen.view != "partner":
        return Response.see(f"/applications/{application_id}")
    context = {
        "case": outline(seen, call.language, day_in_beijing(call.at)),
        "spelled": spelled(application.number, call.language),
        "today": day_in_beijing(call.at),
    }
    return Response.page(page("applications/submitted.html", context, shell=shell_of(call)))


def _draft(call: Call, application_id: str) -> CaseView:
    """The draft as its partner sees it; raises Forbidden for others, NotAvailable once it was sent."""
    seen = see(call, application_id)
    application = seen.case.application
    if seen.view != "partner" or not POLICY["edit"].admits(call.who.person):
        raise Forbidden
    if application.state != "draft":
        raise NotAvailable(application.state, application.version)
    return seen


def _page(call: Call, seen: CaseView, errors: tuple[FieldError, ...] = (), status: int = 200) -> Response:
    application, values, language = seen.case.application, seen.case.values, call.language
    change = f"/applications/{application.id}/sections/{{}}?from=check"
    today = judged_on(application, call.at)
    wrong = errors_of(seen.case, today, call.at)
    person = call.who.person
    context = {
        "case": outline(seen, language, day_in_beijing(call.at)),
        "parts": parts_of(application, values, language, today=today, change=change),
        "blocked": blocked(application, wrong, language, after="?from=check"),
        "action": _submission(seen, call),
        "signs": POLICY["submit"].admits(person),
        "signatories": _signatories(call, application.organisation_id),
        "errors": errors,
        "today": today,
        "stops": latest_dates(application, values, wiring().stores.programmes.get(application.programme_id)),
    }
    html = page("applications/check.html", context, shell=shell_of(call))
    return Response.page(html, status=status)


def _submission(seen: CaseView, call: Call) -> ActionLink | None:
    found = available_actions(seen, call.who.person, call.language)
    return next((each for each in found if each.name == "submit"), None)


def _signatories(call: Call, organisation_id: str) -> list[str]:
    """Who may sign for the organisation; asked only for those who may not."""
    if POLICY["submit"].admits(call.who.person):
        return []
    people = wiring().stores.people.acting_for(organisation_id)
    return [each.name for each in people if "partner_signatory" in each.roles]
