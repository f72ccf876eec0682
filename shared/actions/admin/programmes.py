"""Programmes (calls): proposed, released by a second administrator, changed the same way, closed at once."""

from dataclasses import replace
from typing import cast

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
from shared.domain.json_value import JsonValue, Values
from shared.domain.programmes import Direction, Programme
from shared.domain.questions import Form, Option, load, registry_form
from shared.domain.refusals import NotAvailable, NotFound
from shared.domain.words import Words
from shared.store.stores import Stores

FORM = "programme"
POOL = "reviewers"
FIXED = Words("The direction of a programme does not change.", "项目方向不能变更。")
WAITING = Words(
    "A change of this programme waits for a second administrator already.",
    "该项目的变更正等待第二名管理员处理。",
)


def every(clerk: Clerk) -> list[Programme]:
    """All programmes, soonest to close first; raises Forbidden."""
    clerk.check("administer")
    return clerk.stores.programmes.all(fresh=True)


def read(clerk: Clerk, programme_id: str) -> Programme:
    """One programme as it stands now; raises Forbidden, NotFound."""
    clerk.check("administer")
    found = clerk.stores.programmes.read(programme_id)
    if found is None:
        raise NotFound
    return found


def propose(clerk: Clerk, values: Values) -> Programme:
    """Enter a programme; it opens once a second administrator releases it. Raises Forbidden, InvalidFields."""
    clerk.check("administer")
    kept = checked(form(clerk.stores), values, clerk.at)
    blank = Programme(
        id=new_id(),
        direction=cast("Direction", kept["direction"]),
        title_en="",
        title_zh="",
        opens="",
        closes="",
        quota=0,
        state="proposed",
    )
    programme = blank.with_answers(kept)
    proposal, proposed = releases.proposed(
        clerk, "programme", programme.id, programme.name, programme.answers
    )
    programme = replace(programme, waiting=proposal.id)
    event = clerk.event("programme_proposed", "programme", programme.id, programme.name, programme.answers)
    clerk.commit(event, [*proposed, *clerk.stores.programmes.add(programme)])
    return programme


def copy(clerk: Clerk, programme_id: str, seen: frozenset[int] | None = None) -> Programme:
    """Propose another programme like this one, to be changed before it is released.

    Raises Forbidden, NotFound, Stale.
    """
    found = read(clerk, programme_id)
    check_seen(seen, found.state, found.version)
    return propose(clerk, _still(form(clerk.stores), answers(found)))


def change(clerk: Clerk, programme_id: str, values: Values, seen: frozenset[int] | None = None) -> Programme:
    """Merge answers: into what waits still, or as a proposal once it was released.

    Raises Forbidden, NotFound, Stale, NotAvailable (closed), InvalidFields.
    """
    before = read(clerk, programme_id)
    check_seen(seen, before.state, before.version)
    if before.state in ("closed", "refused"):
        raise NotAvailable(before.state, before.version)
    asked = form(clerk.stores)
    kept = checked(asked, merged(asked, _still(asked, answers(before)), values), clerk.at)
    if kept["direction"] != before.direction:
        raise refused("direction", "fixed", FIXED)
    if kept == answers(before):
        return before
    if before.state == "released" and before.waiting:
        raise refused("programme", "waiting", WAITING)
    after = replace(
        before if before.state == "released" else before.with_answers(kept), version=before.version + 1
    )
    proposal, proposed = releases.proposed(
        clerk, "programme", after.id, after.name, kept, version=after.version
    )
    after = replace(after, waiting=proposal.id)
    ended = releases.overtaken(clerk, before.waiting)
    kind = "change_proposed" if before.state == "released" else "programme_changed"
    event = clerk.event(kind, "programme", after.id, after.name, differences(asked, answers(before), kept))
    clerk.commit(event, [*ended, *proposed, *clerk.stores.programmes.change(before, after)])
    return after


def close(clerk: Clerk, programme_id: str, reason: str, seen: frozenset[int] | None = None) -> Programme:
    """Take no more submissions from now; drafts stay. Raises Forbidden, NotFound, Stale, NotAvailable, InvalidFields."""
    before = read(clerk, programme_id)
    check_seen(seen, before.state, before.version)
    if before.state != "released":
        raise NotAvailable(before.state, before.version)
    if not reason:
        raise refused("reason", "required", NO_REASON)
    ended = releases.overtaken(clerk, before.waiting)
    after = replace(before, state="closed", waiting="", version=before.version + 1)
    event = clerk.event("programme_closed", "programme", after.id, after.name, {"reason": reason})
    clerk.commit(event, [*ended, *clerk.stores.programmes.change(before, after)])
    return after


def _still(asked: Form, held: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The answers without reviewers who hold the role no more."""
    pool = held.get(POOL)
    if not isinstance(pool, list | tuple):
        return held
    return {**held, POOL: [each for each in pool if each in asked.field(POOL).values]}


def form(stores: Stores) -> Form:
    """What describes a programme; its pool offers everybody who holds the role of reviewer now."""
    reviewers = tuple(
        Option(value=each.id, label=Words(each.name, each.name)) for each in stores.people.holding("reviewer")
    )
    whole = registry_form(FORM)
    sections = [
        replace(
            section,
            fields=tuple(
                replace(each, options=reviewers) if each.id == POOL else each for each in section.fields
            ),
        )
        for section in whole.sections
    ]
    return replace(whole, sections=tuple(sections))


def answers(programme: Programme) -> dict[str, JsonValue]:
    """What its form asks, with the lead time of the application's form where the programme says nothing of it."""
    return {"lead_time_days": load(programme.direction).lead_days, **programme.answers}
