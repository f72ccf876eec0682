"""The history of the administration: what was done, by whom and when, for administrators and auditors."""

from shared.actions.admin.clerk import Clerk
from shared.actions.cursors import after_of, cursor_of
from shared.domain.administration import AdminEvent


def page(clerk: Clerk, *, limit: int, cursor: str | None = None) -> tuple[list[AdminEvent], str | None]:
    """One page, oldest first; raises Forbidden, InvalidFields (cursor)."""
    clerk.check("read_administration")
    found, following = clerk.stores.administration.history(limit, after_of(cursor))
    return found, cursor_of(following)
