"""A list of the registry as a page: by name, found by what the name begins with, a page at a time."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from functions.admin.clerk import clerk_of
from shared.domain.refusals import InvalidFields
from shared.web.http.call import Call
from shared.web.http.paging import sought
from shared.web.http.response import Response
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of

LINES = 25


def listed(
    call: Call,
    read: Callable[..., tuple[Sequence[Any], str | None]],
    template: str,
    place: str,
    more: Callable[[Sequence[Any]], dict[str, object]],
) -> Response:
    """One page of what `read` lists; a cursor or a name that is none leads back to the beginning."""
    try:
        begins = sought(call)
        found, following = read(clerk_of(call), limit=LINES, cursor=call.query.get("cursor"), begins=begins)
    except InvalidFields:
        return Response.see(place)
    context = {
        "found": found,
        "begins": begins,
        "next_href": f"{place}?{urlencode({'q': begins, 'cursor': following})}" if following else None,
        "first_href": f"{place}?{urlencode({'q': begins})}" if "cursor" in call.query else None,
        **more(found),
    }
    return Response.page(page(template, context, shell=shell_of(call)))
