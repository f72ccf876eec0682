"""What must be true of a workflow whatever it says: found from its states and steps alone."""

from collections.abc import Callable, Iterator, Mapping

from shared.domain.workflow import Workflow, definitions

DECIDED = ("approved", "rejected")
DECIDING = frozenset(
    {
        ("approve", "approver"),
        ("approve_final", "senior_approver"),
        ("reject", "approver"),
        ("reject", "senior_approver"),
        ("confirm_ineligible", "approver"),
    }
)
"""Who ends the way to a decision (domain rules: only approvers decide)."""
GATES: Mapping[str, tuple[str, ...]] = {
    "going_out": ("outbound_clearance", "pre_departure", "ready_to_depart"),
    "inviting_in": ("statutory_filing", "pre_arrival", "ready_to_host"),
}
"""What nobody gets past on the way to travelling, besides every look of the federation."""
LOOKS = ("submitted", "screening", "under_review", "compliance_check", "approved")
TRAVELS: Mapping[str, str] = {"going_out": "deployed", "inviting_in": "hosted"}


def faults(flow: Workflow) -> list[str]:
    """What is wrong, in words; empty for a sound workflow."""
    return [fault for check in CHECKS for fault in check(flow)]


def reached(flow: Workflow, *, without: str = "") -> set[str]:
    """The states that can be come to without entering one of them."""
    found, fresh = set[str](), {flow.initial}
    while fresh:
        found |= fresh
        steps = [step for step in flow.transitions if step.source in found and step.target != without]
        fresh = {step.target for step in steps} - found
    return found


def early(flow: Workflow) -> frozenset[str]:
    """The states on the way to the decision."""
    return frozenset(name for name, state in flow.states.items() if state.stage) | {flow.initial}


def _names(flow: Workflow) -> Iterator[str]:
    known = definitions()
    for step in flow.transitions:
        strange = {step.source, step.target} - set(flow.states)
        strange |= {step.action} - set(known.actions) | {step.role} - set(known.roles)
        strange |= set(step.guards) - set(known.guards)
        if strange:
            yield f"{step.source} {step.action}: {', '.join(sorted(strange))} is not defined"


def _reachability(flow: Workflow) -> Iterator[str]:
    for name in sorted(set(flow.states) - reached(flow)):
        yield f"{name} cannot be reached"


def _termination(flow: Workflow) -> Iterator[str]:
    ending, grown = set[str](), {name for name, state in flow.states.items() if state.terminal}
    while grown - ending:
        ending |= grown
        grown = {step.source for step in flow.transitions if step.target in ending}
    for name in sorted(set(flow.states) - ending):
        yield f"{name} can never end"
    for step in flow.transitions:
        if step.source in flow.states and flow.states[step.source].terminal:
            yield f"{step.source} has ended, and {step.action} leaves it"


def _one_outcome(flow: Workflow) -> Iterator[str]:
    chosen = [(step.source, step.action, step.role) for step in flow.transitions]
    for source, action, role in sorted({each for each in chosen if chosen.count(each) > 1}):
        yield f"{source} {action} of {role} has two outcomes"


def _ownership(flow: Workflow) -> Iterator[str]:
    """Whose turn it is can do something, and has days for it."""
    for name, state in flow.states.items():
        if not (all(state.label) and all(state.public)):
            yield f"{name} has no words in a language"
        if state.terminal:
            continue
        if state.owner not in definitions().roles:
            yield f"{name} belongs to nobody"
        if not any(
            _side(step.role) == _side(state.owner) for step in flow.transitions if step.source == name
        ):
            yield f"{name}: nobody on the side of {state.owner} can go on"
        if name != flow.initial and not (state.sla_days or 0) > 0:
            yield f"{name} has no term"


def _side(role: str | None) -> str:
    """Who waits for whom: the partner, the federation, or nobody but a clock."""
    return "partner" if (role or "").startswith("partner_") else "clock" if role == "system" else "federation"


def _dominance(flow: Workflow) -> Iterator[str]:
    """Nobody travels who was not looked at and cleared, but for what is recorded afterwards."""
    travels = TRAVELS[flow.direction]
    for gate in (*LOOKS, *GATES[flow.direction]):
        if travels in reached(flow, without=gate):
            yield f"{travels} can be reached without {gate}"


def _decisions(flow: Workflow) -> Iterator[str]:
    ways = {(step.action, step.role) for step in flow.transitions if step.target in DECIDED}
    if ways != DECIDING:
        yield f"deciding are {sorted(ways ^ DECIDING)} otherwise than they should"
    for step in flow.transitions:
        if step.target in DECIDED and "four_eyes" not in step.guards:
            yield f"{step.source} {step.action} decides without four eyes"
        if step.target == "approved" and not {"snapshot_hash_matches", "review_quorum_met"} <= set(
            step.guards
        ):
            yield f"{step.source} {step.action} approves what may not be what was read or reviewed"


def _clock(flow: Workflow) -> Iterator[str]:
    """A clock brings no case forward before the decision, and ends none between it and the journey."""
    before, after = early(flow), {"approved", TRAVELS[flow.direction], *GATES[flow.direction]}
    for step in flow.transitions:
        if step.role != "system":
            continue
        if (step.source in before and step.target != "expired") or step.source in after:
            yield f"{step.source} {step.action}: a clock alone moves the case to {step.target}"


def _partner(flow: Workflow) -> Iterator[str]:
    """A partner can leave until the decision, and edits only a draft and what it was asked for."""
    before = early(flow)
    leaving = {step.source for step in flow.transitions if step.action == "withdraw"}
    if leaving != before - {flow.initial}:
        yield f"withdrawal differs in {sorted(leaving ^ (before - {flow.initial}))}"
    for name in sorted(before):
        asked = name == flow.initial or name.startswith("info_requested")
        if flow.states[name].partner_may_edit != asked:
            yield f"{name}: the partner may edit when it was not asked, or may not when it was"


CHECKS: tuple[Callable[[Workflow], Iterator[str]], ...] = (
    _names,
    _reachability,
    _termination,
    _one_outcome,
    _ownership,
    _dominance,
    _decisions,
    _clock,
    _partner,
)
