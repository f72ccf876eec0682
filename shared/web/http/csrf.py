"""Forms are taken from our own pages only: where the browser says they come from, and a token of the session."""

import hmac

from shared.domain.refusals import CrossSite
from shared.web.http.call import Call

FIELDS = ("csrf_token",)
FORM = "application/x-www-form-urlencoded"


def check_same_site(call: Call) -> None:
    """Raises CrossSite unless the form came from a page of this site and, if somebody is signed in, of their session."""
    came_from_here(call, call.caller.csrf if call.caller else None)


def led_here(call: Call) -> bool:
    """Whether another site led the browser here; a browser that does not say counts as one of our own pages."""
    return call.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def came_from_here(call: Call, token: str | None) -> None:
    """As `check_same_site`, for a token that is already known; None where no session is needed."""
    if led_here(call):
        raise CrossSite
    if call.headers.get("origin", call.base_url).lower() != call.base_url.lower():
        raise CrossSite
    if call.body and call.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise CrossSite
    if token is not None and not hmac.compare_digest(call.code(FIELDS[0]).encode(), token.encode()):
        raise CrossSite
