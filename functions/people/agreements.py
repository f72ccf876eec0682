"""Partner agreements as pages: a partner's own, and all of them for people of the federation."""

from shared.actions.policy import POLICY
from shared.actions.queries import agreements
from shared.domain.agreements import VALIDITY
from shared.domain.calendar import day_in_beijing
from shared.domain.questions import registry_form
from shared.domain.refusals import InvalidFields
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.format_answer import show
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/agreements"
LINES = 25
PARTIES = frozenset({"organisation_id", "partner_id"})
"""Answers that are shown by name, with a link."""


@routes.get(ROOT, policy="read_registry")
def table(call: Call) -> Response:
    """Agreements, soonest to end first."""
    cursor = call.query.get("cursor")
    try:
        found, following = agreements.page(wiring().stores, call.who.person, limit=LINES, cursor=cursor)
    except InvalidFields:
        return Response.see(ROOT)
    context = {
        "found": found,
        "today": day_in_beijing(call.at),
        "validity": VALIDITY,
        "administers": POLICY["administer"].admits(call.who.person),
        "next_href": f"{ROOT}?cursor={following}" if following else None,
        "first_href": ROOT if "cursor" in call.query else None,
    }
    return Response.page(page("people/agreements.html", context, shell=shell_of(call)))


@routes.get(f"{ROOT}/<agreement_id>", policy="read_registry")
def one(call: Call, agreement_id: str) -> Response:
    """One agreement with its parties and terms."""
    found = agreements.one(wiring().stores, call.who.person, agreement_id)
    held = found.agreement.answers
    rows = [
        {"label": field.label.within(call.language), "value": show(field, held[field.id], call.language)}
        for field in registry_form("agreement").fields
        if field.id in held and field.id not in PARTIES
    ]
    context = {
        "listed": found,
        "agreement": found.agreement,
        "validity": found.agreement.validity(day_in_beijing(call.at)),
        "words": VALIDITY,
        "rows": rows,
        "administers": POLICY["administer"].admits(call.who.person),
    }
    return Response.page(page("people/agreement.html", context, shell=shell_of(call)))
