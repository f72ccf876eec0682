"""What needs a second administrator: it waits, and somebody other than its proposer releases or refuses it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from shared.actions.admin import merger_effect, merger_moves
from shared.actions.admin.clerk import NO_REASON, Clerk, new_id, refused
from shared.actions.cursors import after_of, cursor_of
from shared.domain.administration import Proposal, Subject
from shared.domain.json_value import Values
from shared.domain.people import PARTNER, Person, Role, clash
from shared.domain.refusals import Conflict, Forbidden, NotAvailable, NotFound, OwnProposal
from shared.domain.words import Words
from shared.store.table import Write

NOT_JOINED = Words(
    "The link was handed over by hand, so nobody knows yet who will follow it. Release the roles once this person has"
    " joined and you have made sure who it is.",
    "邀请链接由人工转交，尚无法确认使用者身份。请待其加入并核实身份后再授予角色。",
)


def proposed(
    clerk: Clerk,
    kind: Literal["roles", "programme", "merge"],
    subject_id: str,
    name: str | Words,
    data: Values,
    version: int = 1,
) -> tuple[Proposal, list[Write]]:
    """A proposal and the writes that let it wait; people have one `name` for both languages."""
    called = name if isinstance(name, Words) else Words(name, "")
    proposal = Proposal(
        id=new_id(),
        at=clerk.at,
        by=clerk.person.id,
        by_name=clerk.person.name,
        kind=kind,
        subject_id=subject_id,
        subject_name=called.en,
        subject_name_zh=called.zh,
        data=data,
        version=version,
    )
    return proposal, clerk.stores.administration.propose(proposal)


def page(clerk: Clerk, *, limit: int, cursor: str | None = None) -> tuple[list[Proposal], str | None]:
    """What waits, oldest first; raises Forbidden, InvalidFields (cursor)."""
    clerk.check("administer")
    found, following = clerk.stores.administration.waiting(limit, after_of(cursor))
    return found, cursor_of(following)


def read(clerk: Clerk, proposal_id: str) -> Proposal:
    """One proposal, waiting or ended; raises Forbidden, NotFound."""
    clerk.check("administer")
    found = clerk.stores.administration.proposal(proposal_id)
    if found is None:
        raise NotFound
    return found


def release(clerk: Clerk, proposal_id: str) -> Proposal:
    """Let it take effect; raises Forbidden (also one's own), NotFound, NotAvailable (ended), Conflict.

    A merge that was released and not finished goes on.
    """
    clerk.check("release")
    found = read(clerk, proposal_id)
    if found.kind != "merge" or found.state != "released":
        found = _settle(clerk, proposal_id, released=True, reason="")
    if found.kind == "merge":
        merger_moves.carry_on(clerk, found.subject_id)
    return found


def refuse(clerk: Clerk, proposal_id: str, reason: str) -> Proposal:
    """End it without effect; raises Forbidden (also one's own), NotFound, NotAvailable (ended), InvalidFields."""
    return _settle(clerk, proposal_id, released=False, reason=reason)


def withdraw(clerk: Clerk, proposal_id: str) -> Proposal:
    """Take one's own proposal back; raises Forbidden (somebody else's), NotFound, NotAvailable (ended), Conflict."""
    before = read(clerk, proposal_id)
    if before.by != clerk.person.id:
        raise Forbidden
    return _ended(clerk, before, replace(before, state="withdrawn", settled_by=clerk.person.id))


def overtaken(clerk: Clerk, proposal_id: str) -> list[Write]:
    """The writes that end a proposal whose subject has changed; none where nothing waits."""
    found = clerk.stores.administration.proposal(proposal_id) if proposal_id else None
    if found is None or found.state != "waiting":
        return []
    return clerk.stores.administration.settle(replace(found, state="overtaken", settled_by=clerk.person.id))


def waiting_again(clerk: Clerk, person: Person) -> tuple[Person, list[Write]]:
    """Somebody who has not joined, with their roles of the federation waiting for a second administrator anew."""
    known = clerk.stores.administration.proposal(person.waiting) if person.waiting else None
    held = [role for role in person.roles if role not in PARTNER]
    wanted = list(dict.fromkeys((*held, *(known.roles if known else ()))))
    if not wanted:
        return person, []
    proposal, proposed_now = proposed(
        clerk, "roles", person.id, person.name, {"roles": wanted, "email": person.email}
    )
    left = tuple(role for role in person.roles if role in PARTNER)
    writes = [*overtaken(clerk, person.waiting), *proposed_now]
    return replace(person, roles=left, waiting=proposal.id), writes


def _settle(clerk: Clerk, proposal_id: str, *, released: bool, reason: str) -> Proposal:
    clerk.check("release")
    before = read(clerk, proposal_id)
    if before.by == clerk.person.id:
        raise OwnProposal
    if not released and not reason:
        raise refused("reason", "required", NO_REASON)
    state: Literal["released", "refused"] = "released" if released else "refused"
    return _ended(clerk, before, replace(before, state=state, settled_by=clerk.person.id, reason=reason))


def _ended(clerk: Clerk, before: Proposal, after: Proposal) -> Proposal:
    if before.state != "waiting":
        raise NotAvailable(before.state, 1)
    writes = _EFFECTS[before.kind](clerk, before, released=after.state == "released")
    kind, reason = f"{before.kind}_{after.state}", after.reason
    told = {name: value for name, value in before.data.items() if name != "email"}
    data = {**told, "proposed_by": before.by, **({"reason": reason} if reason else {})}
    event = clerk.event(kind, _SUBJECTS[before.kind], before.subject_id, before.name, data)
    clerk.commit(event, [*clerk.stores.administration.settle(after), *writes])
    return after


def _roles(clerk: Clerk, proposal: Proposal, *, released: bool) -> Sequence[Write]:
    """The writes that grant the roles, or that let another proposal come."""
    before = clerk.stores.people.get([proposal.subject_id]).get(proposal.subject_id)
    if before is None or before.waiting != proposal.id:
        raise Conflict
    after = replace(before, waiting="", version=before.version + 1)
    if released:
        if proposal.data.get("email") != before.email:
            raise Conflict
        new = cast("Collection[Role]", proposal.data["roles"])
        after = replace(after, roles=tuple(dict.fromkeys((*before.roles, *new))))
        _check(after)
    return clerk.stores.people.change(before, after)


def _check(person: Person) -> None:
    """What was good when it was proposed may have changed since."""
    if person.state == "disabled":
        raise Conflict
    if person.invited and person.by_hand:
        raise refused("roles", "not_joined", NOT_JOINED)
    if words := clash(person.roles, person.organisation_id):
        raise refused("roles", "clash", words)


def _programme(clerk: Clerk, proposal: Proposal, *, released: bool) -> Sequence[Write]:
    """The writes that release the programme as it was proposed, or put it aside."""
    before = clerk.stores.programmes.read(proposal.subject_id)
    if before is None or before.waiting != proposal.id or before.version != proposal.version:
        raise Conflict
    after = replace(before, waiting="", version=before.version + 1)
    if released:
        after = replace(after.with_answers(proposal.data), state="released")
    elif before.state == "proposed":
        after = replace(after, state="refused")
    return clerk.stores.programmes.change(before, after)


_EFFECTS: Mapping[str, Callable[..., Sequence[Write]]] = {
    "roles": _roles,
    "programme": _programme,
    "merge": merger_effect.settled,
}
_SUBJECTS: Mapping[str, Subject] = {"roles": "person", "programme": "programme", "merge": "organisation"}
