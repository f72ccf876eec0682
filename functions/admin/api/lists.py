"""What every list of the administration is asked for."""

from typing import Any

from shared.web.http.call import Call
from shared.web.http.paging import limit_of, sought

ROOT = "/api/v1/admin"
PAGED = {"q": "string", "cursor": "string", "limit": "integer"}


def asked(call: Call) -> dict[str, Any]:
    """How many, from where, and what the names begin with; raises InvalidFields."""
    return {
        "limit": limit_of(call),
        "cursor": call.query.get("cursor"),
        "begins": sought(call),
    }
