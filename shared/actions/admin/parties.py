"""Which organisation is meant: by its id, or by what somebody wrote."""

from shared.actions.admin.clerk import Clerk, refused
from shared.actions.bounds import is_id
from shared.domain.people import Organisation
from shared.domain.refusals import NotFound
from shared.domain.words import Words

UNKNOWN = Words(
    "There is no such organisation. Copy its name from the list of organisations, or enter it there first.",
    "没有该单位。请从单位列表中复制名称，或先在列表中新增该单位。",
)
SEVERAL = Words(
    "Several organisations have this name. Use the identifier, which stands on the organisation's page.",
    "有多家单位使用该名称。请填写单位标识，标识见单位页面。",
)


def known(clerk: Clerk, organisation_id: str) -> Organisation:
    """One organisation as it stands now; raises NotFound."""
    found = clerk.stores.organisations.get([organisation_id], consistent=True).get(organisation_id)
    if found is None:
        raise NotFound
    return found


def party(clerk: Clerk, field: str, written: str) -> Organisation:
    """The one organisation of this identifier or exact name, or that it was merged into; raises InvalidFields."""
    stores = clerk.stores
    known = stores.organisations.get([written], consistent=True).get(written) if is_id(written) else None
    while known and known.merged_into:
        known = stores.organisations.get([known.merged_into], consistent=True).get(known.merged_into)
    if known:
        return known
    found = stores.organisations.named(written)
    if len(found) != 1:
        raise refused(field, "several" if found else "unknown", SEVERAL if found else UNKNOWN)
    return found[0]
