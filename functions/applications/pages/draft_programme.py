"""A draft goes to another open programme of its direction: chosen once, and every answer stays."""

from functions.applications.pages.case_header import brief
from functions.applications.pages.draft_edit import editable
from functions.applications.pages.new_application import choices
from shared.actions.engine import not_available
from shared.actions.perform import perform
from shared.domain.calendar import day_in_beijing
from shared.domain.commands import ProgrammeCommand
from shared.domain.refusals import FieldError, InvalidFields, Unmet
from shared.domain.words import Words
from shared.identity import forget_typed, typed_for
from shared.web.http.app import Routes
from shared.web.http.attempt import attempt_of
from shared.web.http.call import VERSION, Call
from shared.web.http.response import Response
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ONE = "/applications/<application_id>/programme"
CHOOSE = Words("Choose a programme.", "请选择项目。")


@routes.get(ONE, policy="change_programme")
def ask(call: Call, application_id: str) -> Response:
    """Which other programme?"""
    return _page(call, application_id, typed_for(call, call.path).get("programme_id", [""])[-1])


@routes.post(ONE, policy="change_programme")
def move(call: Call, application_id: str) -> Response:
    chosen, seen = call.code("programme_id"), call.code("seen")
    if not chosen:
        return _page(call, application_id, "", CHOOSE)
    versions = frozenset({int(seen) if VERSION.fullmatch(seen) else 0})
    try:
        perform(
            attempt_of(call, application_id, "change_programme", seen=versions),
            ProgrammeCommand(programme_id=chosen),
        )
    except InvalidFields as refusal:
        return _page(call, application_id, chosen, refusal.errors[0].message)
    except Unmet as refusal:
        return _page(call, application_id, chosen, refusal.unmet[0].message)
    forget_typed(call, call.path)
    return Response.see(f"/applications/{application_id}?done=change_programme")


def _page(call: Call, application_id: str, chosen: str, wrong: Words | None = None) -> Response:
    case = editable(call, application_id)
    application, today = case.application, day_in_beijing(call.at)
    if application.snapshot_version:
        raise not_available(call.who.person, application)
    others = [
        each
        for each in wiring().stores.programmes.all()
        if each.is_open(today)
        and each.direction == application.direction
        and each.id != application.programme_id
    ]
    context = {
        "case": brief(application, call.language, today),
        "present": wiring().stores.programmes.get(application.programme_id),
        "choices": choices(others, call.language),
        "chosen": chosen,
        "seen": application.version_for_partner,
        "today": today,
        "errors": (FieldError(field="programme_id", code="required", message=wrong),) if wrong else (),
    }
    html = page("applications/programme.html", context, shell=shell_of(call))
    return Response.page(html, status=422 if wrong else 200)
