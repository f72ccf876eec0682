"""The hub's organisations: added, changed, and where they stand."""

from collections.abc import Mapping
from dataclasses import replace

from shared.actions.admin import releases
from shared.actions.admin.clerk import (
    NO_REASON,
    Clerk,
    check_seen,
    checked,
    differences,
    merged,
    new_id,
    refused,
)
from shared.actions.admin.parties import known
from shared.actions.cursors import after_of, cursor_of
from shared.domain.json_value import JsonValue, Values
from shared.domain.people import Organisation, Standing
from shared.domain.questions import registry_form
from shared.domain.refusals import NotAvailable
from shared.domain.words import Words
from shared.store.listed import folded

FORM = "organisation"
OWN = ("name_en", "name_zh", "uscc", "kind", "country")
"""Answers that are fields of an organisation; all others are its details."""
MAY_BECOME: Mapping[Standing, tuple[Standing, ...]] = {
    "proposed": ("left",),
    "vetted": ("active", "left"),
    "active": ("suspended", "left"),
    "suspended": ("active", "left"),
    "left": ("active",),
    "merged": (),
}
CODE_TAKEN = Words(
    "An organisation with this code is in the registry already.", "登记系统中已有使用该代码的单位。"
)
NOT_FROM_HERE = Words("This standing cannot follow the present one.", "当前状态不能变更为该状态。")


def page(
    clerk: Clerk, *, limit: int, cursor: str | None = None, begins: str = ""
) -> tuple[list[Organisation], str | None]:
    """Organisations by name, a page at a time; raises Forbidden, InvalidFields (cursor)."""
    clerk.check("administer")
    found, following = clerk.stores.organisations.page(limit, after_of(cursor, folded(begins)), begins)
    return found, cursor_of(following)


def read(clerk: Clerk, organisation_id: str) -> Organisation:
    """One organisation as it stands now; raises Forbidden, NotFound."""
    clerk.check("administer")
    return known(clerk, organisation_id)


def add(clerk: Clerk, values: Values) -> Organisation:
    """Enter an organisation, active from now; raises Forbidden, InvalidFields (code known already)."""
    clerk.check("administer")
    kept = checked(registry_form(FORM), values, clerk.at)
    organisation = with_answers(Organisation(id=new_id(), name_en="", name_zh=""), kept)
    event = clerk.event(
        "organisation_added", "organisation", organisation.id, organisation.name, organisation.answers
    )
    taken = refused("uscc", "taken", CODE_TAKEN) if organisation.uscc else None
    clerk.commit(event, clerk.stores.organisations.add(organisation), last=taken)
    return organisation


def change(
    clerk: Clerk, organisation_id: str, values: Values, seen: frozenset[int] | None = None
) -> Organisation:
    """Merge answers, which ends a proposal to merge it; raises Forbidden, NotFound, Stale, NotAvailable (merged), InvalidFields."""
    clerk.check("administer")
    before = known(clerk, organisation_id)
    check_seen(seen, before.standing, before.version)
    if before.merged_into:
        raise NotAvailable(before.standing, before.version)
    kept = checked(registry_form(FORM), merged(registry_form(FORM), before.answers, values), clerk.at)
    after = with_answers(before, kept)
    if after == before:
        return before
    ended = releases.overtaken(clerk, before.waiting)
    after = replace(after, waiting="", version=before.version + 1)
    changed = differences(registry_form(FORM), before.answers, after.answers)
    event = clerk.event("organisation_changed", "organisation", after.id, after.name, changed)
    taken = refused("uscc", "taken", CODE_TAKEN) if after.uscc not in ("", before.uscc) else None
    clerk.commit(event, [*ended, *clerk.stores.organisations.change(before, after)], last=taken)
    return after


def stand(
    clerk: Clerk,
    organisation_id: str,
    standing: Standing,
    reason: str,
    seen: frozenset[int] | None = None,
) -> Organisation:
    """Activate, suspend or let go; raises Forbidden, NotFound, Stale, InvalidFields (no reason, not from here)."""
    clerk.check("administer")
    before = known(clerk, organisation_id)
    check_seen(seen, before.standing, before.version)
    if standing not in may_become(before):
        raise refused("standing", "not_from_here", NOT_FROM_HERE)
    if not reason:
        raise refused("reason", "required", NO_REASON)
    after = replace(before, standing=standing, reason=reason, version=before.version + 1)
    data: dict[str, JsonValue] = {
        "standing": {"before": before.standing, "after": standing},
        "reason": reason,
    }
    event = clerk.event("organisation_standing_changed", "organisation", after.id, after.name, data)
    clerk.commit(event, clerk.stores.organisations.change(before, after))
    return after


def may_become(organisation: Organisation) -> tuple[Standing, ...]:
    """What an administrator may make of it; one that asked to join is let in once it was vetted, and no other way."""
    unvetted = organisation.since is not None and not organisation.vetting
    return tuple(each for each in MAY_BECOME[organisation.standing] if not (unvetted and each == "active"))


def with_answers(organisation: Organisation, kept: Values) -> Organisation:
    """The organisation with these answers of its form."""
    details = {name: value for name, value in kept.items() if name not in OWN}
    own = {name: str(kept.get(name) or "") for name in OWN}
    return replace(
        organisation,
        name_en=own["name_en"],
        name_zh=own["name_zh"],
        uscc=own["uscc"],
        kind=own["kind"],
        country=own["country"],
        details=details,
    )
