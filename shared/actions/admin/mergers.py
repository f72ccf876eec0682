"""Organisations that are in the registry twice: one is merged into the other, by two administrators."""

from collections.abc import Mapping
from dataclasses import replace

from shared.actions.admin import merger_moves, releases
from shared.actions.admin.clerk import NO_REASON, Clerk, check_seen, refused
from shared.actions.admin.merger_effect import misfit
from shared.actions.admin.merger_moves import Left
from shared.actions.admin.parties import known, party
from shared.domain.json_value import JsonValue
from shared.domain.people import Organisation
from shared.domain.refusals import NotAvailable
from shared.domain.words import Words

NO_CHOICE = Words("Say which organisation stays.", "请选择保留的单位。")
WAITING = Words(
    "A merge of this organisation waits for a second administrator already.",
    "该单位的合并正等待第二名管理员处理。",
)


def left(clerk: Clerk, organisation_id: str) -> Left:
    """What a merge would move, or what it has not moved yet; raises Forbidden, NotFound."""
    clerk.check("administer")
    return merger_moves.left(clerk, known(clerk, organisation_id).id)


def merge(
    clerk: Clerk, organisation_id: str, into: str, reason: str, seen: frozenset[int] | None = None
) -> Organisation:
    """Propose to merge it into the one of this name or identifier; one that is merged already goes on moving.

    Raises Forbidden, NotFound, Stale, NotAvailable (merged into another), InvalidFields, Conflict.
    """
    clerk.check("administer")
    before = known(clerk, organisation_id)
    if before.merged_into:
        return _carried_on(clerk, before, into)
    check_seen(seen, before.standing, before.version)
    stays = _checked(clerk, before, into, reason)
    data: Mapping[str, JsonValue] = {"into": stays.id, "into_name": stays.name_en, "reason": reason}
    proposal, writes = releases.proposed(clerk, "merge", before.id, before.name, data)
    after = replace(before, waiting=proposal.id, version=before.version + 1)
    event = clerk.event("merge_proposed", "organisation", before.id, before.name, data)
    clerk.commit(event, [*writes, *clerk.stores.organisations.change(before, after)])
    return after


def _checked(clerk: Clerk, before: Organisation, into: str, reason: str) -> Organisation:
    """The organisation that stays; raises InvalidFields."""
    if before.waiting:
        raise refused("into", "waiting", WAITING)
    if not into:
        raise refused("into", "required", NO_CHOICE)
    stays = party(clerk, "into", into)
    if wrong := misfit(before, stays):
        raise wrong
    if not reason:
        raise refused("reason", "required", NO_REASON)
    return stays


def _carried_on(clerk: Clerk, gone: Organisation, into: str) -> Organisation:
    """Whatever is left moves; raises NotAvailable when another organisation than `into` has it."""
    if into and party(clerk, "into", into).id != merger_moves.final(clerk, gone).id:
        raise NotAvailable(gone.standing, gone.version)
    merger_moves.carry_on(clerk, gone.id)
    return gone
