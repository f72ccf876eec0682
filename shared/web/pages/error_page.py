"""A refusal as a page: what happened, why, and what to do now; whoever is not signed in is sent to sign in."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from shared.domain.refusals import (
    Conflict,
    Forbidden,
    InvalidFields,
    NotAvailable,
    ProofNeeded,
    Refusal,
    Stale,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unmet,
)
from shared.identity import TYPED
from shared.web.http.links import inside
from shared.web.http.problem import DETAILS, TITLES, status_of
from shared.web.http.response import Response
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of

if TYPE_CHECKING:
    from shared.web.http.call import Call

CASE = re.compile(r"/(?:applications|desk|reviews|approvals|risks)/([a-z2-7]{26})(?:/|$)", re.ASCII)
ABOUT_A_CASE = (Conflict, Forbidden, NotAvailable, Stale)
"""What is refused for what the case is now, so that looking at it is the way on."""
SIGN_IN = "/people/sign-in"


def refused_page(call: "Call", refusal: Refusal) -> Response:
    """The page of a refusal, or the way to sign in and back."""
    if isinstance(refusal, Unauthenticated):
        return Response.see(_sign_in(call, kept=refusal.kept))
    if isinstance(refusal, ProofNeeded):
        return Response.see(f"{_sign_in(call, kept=refusal.kept)}&proof=1")
    detail = DETAILS[refusal.code].within(call.language)
    if isinstance(refusal, TooLarge):
        detail = detail.replace("{limit}", f"{refusal.limit:,}")
    context = {
        "title": TITLES[refusal.code].within(call.language),
        "detail": detail,
        "unmet": refusal.unmet if isinstance(refusal, Unmet) else (),
        "wrong_fields": refusal.errors if isinstance(refusal, InvalidFields | Unmet) else (),
        "back": page_before(call) if call.method == "POST" else "",
        "case": _case_of(call) if isinstance(refusal, ABOUT_A_CASE) else "",
    }
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}
    html = page("problem.html", context, shell=shell_of(call))
    return Response.page(html, status=status_of(refusal), headers=headers)


def _case_of(call: "Call") -> str:
    """The page of the case that a refused step was about; whether it opens is for that page to say."""
    found = CASE.match(call.path)
    return f"/applications/{found[1]}" if found and call.caller else ""


def page_before(call: "Call") -> str:
    """The page of this site that a form was sent from; empty when the browser does not say."""
    before = call.headers.get("referer", "")
    if not before.startswith(f"{call.base_url}/"):
        return ""
    return inside(before.removeprefix(call.base_url), "")


def _sign_in(call: "Call", *, kept: bool) -> str:
    """A form's answer may not lead to another host (CSP form-action): the page about the ended session comes first."""
    if call.method != "POST":
        query = str(call.event.get("rawQueryString") or "")
        return f"{SIGN_IN}?{urlencode({'next': f'{call.path}?{query}' if query else call.path})}"
    form = page_before(call) or call.path
    if kept and f"{TYPED}=" not in form:
        form = f"{form}{'&' if '?' in form else '?'}{TYPED}=1"
    return f"{SIGN_IN}?{urlencode({'next': form, 'ended': 'kept' if kept else 'lost'})}"
