"""Where a list goes on, as clients carry it: the sort key of the last item, and nothing of the partition."""

import base64

from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words

BAD_CURSOR = Words("Use next_cursor of the page before.", "请使用上一页的 next_cursor。")
LONGEST_KEY = 400


def cursor_of(sort: str | None) -> str | None:
    """Where to go on from, as clients carry it."""
    return base64.urlsafe_b64encode(sort.encode()).decode() if sort else None


def after_of(cursor: str | None, begins: str = "") -> str | None:
    """The sort key that a cursor stands for; raises InvalidFields for what is none, or none of this list."""
    if cursor is None:
        return None
    try:
        sort = base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise _bad() from error
    if not sort.startswith(begins) or "#" not in sort or len(sort.encode()) > LONGEST_KEY:
        raise _bad()
    return sort


def _bad() -> InvalidFields:
    return InvalidFields((FieldError(field="cursor", code="invalid", message=BAD_CURSOR),))
