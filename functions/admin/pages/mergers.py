"""The merge of an organisation into another as a page: what will happen and how much of it, then how far it is."""

from functions.admin.clerk import SEEN, clerk_of, seen_of
from functions.admin.pages.reason_form import AGAIN, LONGEST, REASON
from shared.actions.admin import mergers, organisations
from shared.domain.people import STANDINGS, Organisation
from shared.domain.refusals import Conflict, FieldError, InvalidFields, Refusal, Stale
from shared.domain.words import Words
from shared.identity import forget_typed, typed_for
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.problem import DETAILS, status_of
from shared.web.http.response import Response
from shared.web.pages.post_input import Inputs
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/admin/organisations"
ONE = f"{ROOT}/<organisation_id>/merge"
OTHER = "other"
NAMED = Words("Name or identifier", "名称或标识")
NAME_LENGTH = 300
ASKED = ("into", OTHER, "reason")


@routes.get(ONE, policy="administer")
def ask_merge(call: Call, organisation_id: str) -> Response:
    """What a merge would move, or what it has not moved yet, and what was typed before the session ended."""
    posted = typed_for(call, call.path)
    typed = {name: values[-1] for name, values in posted.items() if values}
    return _page(call, organisations.read(clerk_of(call), organisation_id), typed)


@routes.post(ONE, policy="administer")
def merge(call: Call, organisation_id: str) -> Response:
    """Propose the merge, or go on with what is left of it."""
    clerk = clerk_of(call)
    found = organisations.read(clerk, organisation_id)
    if found.merged_into:
        mergers.merge(clerk, organisation_id, "", "")
        return Response.see(f"{ROOT}/{organisation_id}/merge")
    typed = {name: call.posted.get(name, [""])[-1] for name in ASKED}
    inputs = Inputs(call)
    reason = inputs.text("reason", REASON, most=LONGEST)
    into = call.code("into")
    if into in ("", OTHER):
        into = inputs.text(OTHER, NAMED, most=NAME_LENGTH, lines=False)
    try:
        inputs.check()
        mergers.merge(clerk, organisation_id, into, reason, seen_of(call))
    except AGAIN as refusal:
        return _page(call, found, typed, refusal)
    forget_typed(call, call.path)
    return Response.see(f"{ROOT}/{organisation_id}?done=merge_proposed")


def _page(call: Call, found: Organisation, typed: dict[str, str], refusal: Refusal | None = None) -> Response:
    """The page for the version it stands at now, when that is another than the one that was seen."""
    moved = isinstance(refusal, Conflict | Stale)
    stores = wiring().stores
    context = {
        "organisation": found,
        "stays": stores.organisations.get([found.merged_into], consistent=True).get(found.merged_into)
        if found.merged_into
        else None,
        "standings": STANDINGS,
        "alike": [] if found.merged_into else stores.organisations.alike(found),
        "left": mergers.left(clerk_of(call), found.id),
        "typed": typed,
        "errors": _errors(refusal),
        "limit": LONGEST,
        "seen": found.version if moved else call.code(SEEN) or found.version,
    }
    status = status_of(refusal) if refusal else 200
    return Response.page(page("admin/merge.html", context, shell=shell_of(call)), status=status)


def _errors(refusal: Refusal | None) -> tuple[FieldError, ...]:
    if refusal is None:
        return ()
    if isinstance(refusal, InvalidFields):
        return refusal.errors
    return (FieldError(field="", code=refusal.code, message=DETAILS[refusal.code]),)
