"""What needs a second administrator: it waits, and somebody other than its proposer releases or refuses it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from shared.actions.admin.clerk import Clerk, new_id, refused
from shared.actions.cursors import after_of, cursor_of
from shared.domain.administration import Proposal
from shared.domain.json_value import Values
from shared.domain.people import Person, Role, clash
from shared.domain.refusals import Conflict, NotAvailable, NotFound, OwnProposal
from shared.domain.words import Words
from shared.store.table import Write

NO_REASON = Words("Say why, in at most 500 characters.", "请说明原因，最多500个字符。")


def proposed(
    clerk: Clerk,
    kind: Literal["roles", "programme"],
    subject_id: str,
    subject_name: str,
    data: Values,
    version: int = 1,
) -> tuple[Proposal, list[Write]]:
    """A proposal and the writes that let it wait."""
    proposal = Proposal(
        id=new_id(),
        at=clerk.at,
        by=clerk.person.id,
        by_name=clerk.person.name,
        kind=kind,
        subject_id=subject_id,
        subject_name=subject_name,
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
    """Let it take effect; raises Forbidden (also one's own), NotFound, NotAvailable (ended), Conflict."""
    return _settle(clerk, proposal_id, released=True, reason="")


def refuse(clerk: Clerk, proposal_id: str, reason: str) -> Proposal:
    """End it without effect; raises Forbidden (also one's own), NotFound, NotAvailable (ended), InvalidFields."""
    if not reason:
        clerk.check("administer")
        raise refused("reason", "required", NO_REASON)
    return _settle(clerk, proposal_id, released=False, reason=reason)


def overtaken(clerk: Clerk, proposal_id: str, reason: str) -> list[Write]:
    """The writes that end a proposal whose subject has changed; none where nothing waits."""
    found = clerk.stores.administration.proposal(proposal_id) if proposal_id else None
    if found is None or found.state != "waiting":
        return []
    ended = replace(found, state="refused", settled_by=clerk.person.id, reason=reason)
    return clerk.stores.administration.settle(ended)


def _settle(clerk: Clerk, proposal_id: str, *, released: bool, reason: str) -> Proposal:
    clerk.check("release")
    before = read(clerk, proposal_id)
    if before.by == clerk.person.id:
        raise OwnProposal
    if before.state != "waiting":
        raise NotAvailable(before.state, 1)
    after = replace(
        before, state="released" if released else "refused", settled_by=clerk.person.id, reason=reason
    )
    writes = _EFFECTS[before.kind](clerk, before, released=released)
    kind = f"{before.kind}_{after.state}"
    subject: Literal["person", "programme"] = "person" if before.kind == "roles" else "programme"
    data = {**before.data, "proposed_by": before.by, **({"reason": reason} if reason else {})}
    event = clerk.event(kind, subject, before.subject_id, before.subject_name, data)
    clerk.commit(event, [*clerk.stores.administration.settle(after), *writes])
    return after


def _roles(clerk: Clerk, proposal: Proposal, *, released: bool) -> Sequence[Write]:
    """The writes that grant the roles, or that let another proposal come."""
    before = clerk.stores.people.get([proposal.subject_id]).get(proposal.subject_id)
    if before is None or before.waiting != proposal.id:
        raise Conflict
    after = replace(before, waiting="", version=before.version + 1)
    if released:
        new = cast("Collection[Role]", proposal.data["roles"])
        after = replace(after, roles=tuple(dict.fromkeys((*before.roles, *new))))
        _check(after)
    return clerk.stores.people.change(before, after)


def _check(person: Person) -> None:
    """What was good when it was proposed may have changed since."""
    if person.state == "disabled":
        raise Conflict
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
        after = replace(after, state="closed")
    return clerk.stores.programmes.change(before, after)


_EFFECTS: Mapping[str, Callable[..., Sequence[Write]]] = {"roles": _roles, "programme": _programme}
