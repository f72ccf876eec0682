"""What waits for a second administrator, as pages: read whole, then released or refused."""

from dataclasses import replace

from functions.admin.clerk import clerk_of
from functions.admin.pages.reason_form import LONGEST, REASON
from functions.admin.pages.register import LINES
from functions.admin.pages.registry_form import rows_of
from shared.actions.admin import mergers, people, programmes, releases
from shared.actions.admin.endings import endings
from shared.domain.administration import Proposal
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.workflow import definitions
from shared.identity import forget_typed, typed_for
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.changes import Difference
from shared.web.pages.format_answer import show
from shared.web.pages.post_input import Inputs
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/admin/changes"
ONE = f"{ROOT}/<change_id>"


@routes.get("/admin", policy="administer")
def home(call: Call) -> Response:  # noqa: ARG001 -- every route takes the call
    """Where an administrator's day begins."""
    return Response.see(ROOT)


@routes.get(ROOT, policy="administer")
def table(call: Call) -> Response:
    """What waits, oldest first; an empty registry says how to begin."""
    clerk = clerk_of(call)
    try:
        found, following = releases.page(clerk, limit=LINES, cursor=call.query.get("cursor"))
    except InvalidFields:
        return Response.see(ROOT)
    context = {
        "found": found,
        "next_href": f"{ROOT}?cursor={following}" if following else None,
        "first_href": ROOT if "cursor" in call.query else None,
        "vetted": wiring().stores.organisations.waiting("vetted", LINES)[0],
        "ending": endings(clerk),
        "begun": bool(wiring().stores.programmes.all()),
    }
    return Response.page(page("admin/changes.html", context, shell=shell_of(call)))


@routes.get(ONE, policy="administer")
def one(call: Call, change_id: str) -> Response:
    """One proposal with all that it would change, and the reason typed before a session ended."""
    typed = typed_for(call, f"{call.path}/refuse").get("reason", [""])
    return _page(call, releases.read(clerk_of(call), change_id), reason=typed[-1])


@routes.post(f"{ONE}/release", policy="release")
def release(call: Call, change_id: str) -> Response:
    try:
        releases.release(clerk_of(call), change_id)
    except InvalidFields as refusal:
        whole = tuple(replace(each, field="") for each in refusal.errors)
        return _page(call, releases.read(clerk_of(call), change_id), errors=whole)
    return Response.see(f"{ROOT}?done=released")


@routes.post(f"{ONE}/withdraw", policy="administer")
def withdraw(call: Call, change_id: str) -> Response:
    releases.withdraw(clerk_of(call), change_id)
    return Response.see(f"{ROOT}?done=withdrawn_proposal")


@routes.post(f"{ONE}/refuse", policy="release")
def refuse(call: Call, change_id: str) -> Response:
    inputs = Inputs(call)
    reason = inputs.text("reason", REASON, most=LONGEST)
    try:
        inputs.check()
        releases.refuse(clerk_of(call), change_id, reason)
    except InvalidFields as refusal:
        proposal = releases.read(clerk_of(call), change_id)
        return _page(call, proposal, reason=call.posted.get("reason", [""])[-1], errors=refusal.errors)
    forget_typed(call, call.path)
    return Response.see(f"{ROOT}?done=refused")


def _page(
    call: Call, proposal: Proposal, *, reason: str = "", errors: tuple[FieldError, ...] = ()
) -> Response:
    context = {
        "proposal": proposal,
        "roles": [definitions().roles[each] for each in proposal.roles],
        "rows": rows_of(programmes.form(wiring().stores), proposal.data, call)
        if proposal.kind == "programme"
        else [],
        "differences": _differences(call, proposal),
        "person": people.read(clerk_of(call), proposal.subject_id) if proposal.kind == "roles" else None,
        "left": mergers.left(clerk_of(call), proposal.subject_id) if proposal.kind == "merge" else None,
        "own": proposal.by == call.who.person.id,
        "reason": reason,
        "errors": errors,
        "limit": LONGEST,
    }
    shell = replace(shell_of(call), path=f"{ROOT}/{proposal.id}")
    return Response.page(page("admin/change.html", context, shell=shell), status=422 if errors else 200)


def _differences(call: Call, proposal: Proposal) -> list[Difference]:
    """What would change of a programme that was released before."""
    if proposal.kind != "programme":
        return []
    programme = programmes.read(clerk_of(call), proposal.subject_id)
    if programme.state == "proposed":
        return []
    before = programmes.answers(programme)
    return [
        Difference(
            field=field.id,
            label=field.label.within(call.language),
            before=show(field, before.get(field.id), call.language),
            now=show(field, proposal.data.get(field.id), call.language),
        )
        for field in programmes.form(wiring().stores).fields
        if before.get(field.id) != proposal.data.get(field.id)
    ]
