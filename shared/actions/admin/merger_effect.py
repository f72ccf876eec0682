"""What becomes of both organisations when a second administrator settles their merge."""

from collections.abc import Sequence
from dataclasses import replace

from shared.actions.admin.clerk import Clerk, refused
from shared.actions.admin.parties import known
from shared.domain.administration import Proposal
from shared.domain.people import CHINA, Organisation, Standing
from shared.domain.refusals import Conflict, InvalidFields
from shared.domain.words import Words
from shared.store.table import Write

STAYS: frozenset[Standing] = frozenset({"active", "suspended"})
"""Standings of an organisation that another may be merged into."""
SAME = Words("Choose another organisation than this one.", "请选择本单位以外的单位。")
NOT_FIT = Words("Choose an organisation that is active or suspended.", "请选择状态为有效或已暂停的单位。")
OTHER_SIDE = Words(
    "One is registered in China and the other is not: they cannot be the same.",
    "一方在中国登记，另一方不在中国登记，不可能是同一单位。",
)
ITS_OWN = Words(
    "A merge of that organisation itself waits for a second administrator: settle it first.",
    "该单位自身的合并正等待第二名管理员处理，请先处理该事项。",
)


def misfit(organisation: Organisation, into: Organisation) -> InvalidFields | None:
    """Why the one cannot be merged into the other; None when it can."""
    if into.id == organisation.id:
        return refused("into", "same", SAME)
    if into.standing not in STAYS:
        return refused("into", "not_fit", NOT_FIT)
    if into.waiting:
        return refused("into", "waiting", ITS_OWN)
    if (into.country == CHINA) != (organisation.country == CHINA):
        return refused("into", "country", OTHER_SIDE)
    return None


def settled(clerk: Clerk, proposal: Proposal, *, released: bool) -> Sequence[Write]:
    """The writes that merge it, or that let another proposal come.

    The organisation that stays is written too: so of two merges that concern it one is released at a time.
    """
    before = known(clerk, proposal.subject_id)
    if before.waiting != proposal.id:
        raise Conflict
    after = replace(before, waiting="", version=before.version + 1)
    if not released:
        return clerk.stores.organisations.change(before, after)
    into = known(clerk, str(proposal.data["into"]))
    if wrong := misfit(before, into):
        raise wrong
    reason = str(proposal.data["reason"])
    after = replace(after, standing="merged", merged_into=into.id, reason=reason, uscc="")
    stays = replace(into, version=into.version + 1)
    return [
        *clerk.stores.organisations.change(into, stays),
        *clerk.stores.organisations.change(before, after),
    ]
