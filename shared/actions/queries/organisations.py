"""The partner registry: what anybody who is signed in may know of the hub's organisations."""

from shared.actions.cursors import after_of, cursor_of
from shared.domain.people import Organisation
from shared.domain.refusals import NotFound
from shared.store.listed import folded
from shared.store.stores import Stores

SHOWN = frozenset({"active", "suspended", "left"})
"""Whom the registry names: nobody who is only proposed."""


def page(
    stores: Stores, *, limit: int, cursor: str | None = None, begins: str = ""
) -> tuple[list[Organisation], str | None]:
    """Organisations by name, a page at a time; raises InvalidFields for a cursor that is none."""
    found, following = stores.organisations.page(limit, after_of(cursor, folded(begins)), begins)
    return [each for each in found if each.standing in SHOWN], cursor_of(following)


def one(stores: Stores, organisation_id: str) -> Organisation:
    """One organisation, merged ones too; raises NotFound for what is not shown."""
    found = stores.organisations.get([organisation_id]).get(organisation_id)
    if found is None or found.standing not in {*SHOWN, "merged"}:
        raise NotFound
    return found
