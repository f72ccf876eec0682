"""The partner registry as pages, for anybody who is signed in."""

from urllib.parse import urlencode

from shared.actions.queries import agreements, organisations
from shared.domain.agreements import VALIDITY
from shared.domain.calendar import day_in_beijing
from shared.domain.people import STANDINGS
from shared.domain.questions import registry_form
from shared.domain.refusals import InvalidFields
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.paging import sought
from shared.web.http.response import Response
from shared.web.pages.format_answer import show
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/organisations"
LINES = 25
PUBLIC = 1
"""The class of answers that everybody may read."""


@routes.get(ROOT, policy="read_registry")
def table(call: Call) -> Response:
    """Organisations by name."""
    try:
        begins = sought(call)
        found, following = organisations.page(
            wiring().stores, limit=LINES, cursor=call.query.get("cursor"), begins=begins
        )
    except InvalidFields:
        return Response.see(ROOT)
    form = registry_form("organisation")
    context = {
        "found": [
            {
                "organisation": each,
                "kind": show(form.field("kind"), each.kind, call.language),
                "country": show(form.field("country"), each.country, call.language),
            }
            for each in found
        ],
        "standings": STANDINGS,
        "begins": begins,
        "next_href": f"{ROOT}?{urlencode({'q': begins, 'cursor': following})}" if following else None,
        "first_href": f"{ROOT}?{urlencode({'q': begins})}" if "cursor" in call.query else None,
    }
    return Response.page(page("people/organisations.html", context, shell=shell_of(call)))


@routes.get(f"{ROOT}/<organisation_id>", policy="read_registry")
def one(call: Call, organisation_id: str) -> Response:
    """One organisation, with what everybody may know of it; a merged one leads to the one that stayed."""
    found = organisations.one(wiring().stores, organisation_id)
    if found.merged_into:
        return Response.see(f"{ROOT}/{found.merged_into}")
    rows = [
        {"label": field.label.within(call.language), "value": show(field, value, call.language)}
        for field in registry_form("organisation").fields
        if field.sensitivity == PUBLIC and (value := found.answers.get(field.id)) is not None
    ]
    context = {
        "organisation": found,
        "standing": STANDINGS[found.standing],
        "rows": rows,
        "agreements": agreements.of(wiring().stores, call.who.person, organisation_id),
        "validity": VALIDITY,
        "today": day_in_beijing(call.at),
    }
    return Response.page(page("people/organisation.html", context, shell=shell_of(call)))
