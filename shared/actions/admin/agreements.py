"""Partner agreements: entered, changed, ended early."""

from dataclasses import replace

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
from shared.actions.admin.parties import party
from shared.domain.agreements import Agreement
from shared.domain.json_value import JsonValue, Values
from shared.domain.people import CHINA
from shared.domain.questions import registry_form
from shared.domain.refusals import NotAvailable, NotFound
from shared.domain.words import Words
from shared.store.listed import folded

FORM = "agreement"
TAKEN = Words("An agreement with this number is in the registry already.", "登记系统中已有使用该编号的协议。")
SAME = Words("The two parties must not be the same organisation.", "协议双方不得为同一单位。")
ABROAD = Words(
    "The first party must be registered in China, the second elsewhere.",
    "中方单位须在中国登记，合作单位须在其他国家（地区）登记。",
)


def read(clerk: Clerk, agreement_id: str) -> Agreement:
    """One agreement as it stands now; raises Forbidden, NotFound."""
    clerk.check("administer")
    found = clerk.stores.agreements.get([agreement_id])
    if not found:
        raise NotFound
    return found[0]


def add(clerk: Clerk, values: Values) -> Agreement:
    """Enter an agreement; raises Forbidden, InvalidFields (number known already, no such organisation)."""
    clerk.check("administer")
    kept = _checked(clerk, values)
    blank = Agreement(
        id=new_id(),
        organisation_id="",
        partner_id="",
        reference="",
        title_en="",
        title_zh="",
        directions=(),
        valid_from="",
        valid_until="",
    )
    agreement = blank.with_answers(kept)
    event = clerk.event("agreement_added", "agreement", agreement.id, agreement.reference, agreement.answers)
    taken = refused("reference", "taken", TAKEN)
    clerk.commit(event, clerk.stores.agreements.add(agreement), last=taken)
    return agreement


def change(clerk: Clerk, agreement_id: str, values: Values, seen: frozenset[int] | None = None) -> Agreement:
    """Merge answers; raises Forbidden, NotFound, Stale, NotAvailable (ended), InvalidFields."""
    before = read(clerk, agreement_id)
    check_seen(seen, _state(before), before.version)
    if before.ended:
        raise NotAvailable("ended", before.version)
    after = before.with_answers(_checked(clerk, merged(registry_form(FORM), before.answers, values)))
    if after == before:
        return before
    after = replace(after, version=before.version + 1)
    changed = differences(registry_form(FORM), before.answers, after.answers)
    event = clerk.event("agreement_changed", "agreement", after.id, after.reference, changed)
    renamed = folded(after.reference) != folded(before.reference)
    taken = refused("reference", "taken", TAKEN) if renamed else None
    clerk.commit(event, clerk.stores.agreements.change(before, after), last=taken)
    return after


def end(clerk: Clerk, agreement_id: str, reason: str, seen: frozenset[int] | None = None) -> Agreement:
    """Say that it holds no more before its last day; cases that name it go on.

    Raises Forbidden, NotFound, Stale, NotAvailable (ended), InvalidFields (no reason).
    """
    before = read(clerk, agreement_id)
    check_seen(seen, _state(before), before.version)
    if before.ended:
        raise NotAvailable("ended", before.version)
    if not reason:
        raise refused("reason", "required", NO_REASON)
    after = replace(before, ended=reason, version=before.version + 1)
    event = clerk.event("agreement_ended", "agreement", after.id, after.reference, {"reason": reason})
    clerk.commit(event, clerk.stores.agreements.change(before, after))
    return after


def _state(agreement: Agreement) -> str:
    return "ended" if agreement.ended else "valid"


def _checked(clerk: Clerk, values: Values) -> dict[str, JsonValue]:
    """The answers with both parties as the registry knows them; raises InvalidFields."""
    kept = checked(registry_form(FORM), values, clerk.at)
    own = party(clerk, "organisation_id", str(kept["organisation_id"]))
    other = party(clerk, "partner_id", str(kept["partner_id"]))
    if own.id == other.id:
        raise refused("partner_id", "same", SAME)
    if own.country != CHINA or other.country == CHINA:
        raise refused("organisation_id" if own.country != CHINA else "partner_id", "country", ABROAD)
    return {**kept, "organisation_id": own.id, "partner_id": other.id}
