"""The edge before the registry: what it says of a request counts only with the secret that both know."""

from hmac import compare_digest

from shared.domain.refusals import PastEdge
from shared.web.http.call import Call
from shared.wiring import wiring

SECRET = "x-registry-secret"  # noqa: S105 -- a header's name
VIEWER = "x-viewer-address"
OPEN = "/health"
"""What answers without the edge, so that a monitor can tell which of the two is broken."""


def check_edge(call: Call) -> None:
    """Takes the caller's address from the edge; raises PastEdge for what came around it.

    Where no secret is set no edge stands before us, and anybody may have written these headers: they say nothing.
    """
    secret = wiring().edge_secret
    if not secret:
        return
    if compare_digest(_bytes(call.headers.get(SECRET, "")), _bytes(secret)):
        call.viewer = call.headers.get(VIEWER, "")
    elif call.path != OPEN:
        raise PastEdge


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
