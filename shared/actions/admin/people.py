"""People of the registry: invited, changed, disabled; roles of the federation wait for a second administrator."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import cast

from shared.actions.admin import invitations, releases
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
from shared.actions.admin.invitations import Invited
from shared.actions.admin.parties import party
from shared.actions.cursors import after_of, cursor_of
from shared.domain.json_value import JsonValue, Values
from shared.domain.people import PARTNER, Person, Role, clash
from shared.domain.questions import registry_form
from shared.domain.refusals import NotFound
from shared.domain.words import Language, Words
from shared.store.listed import folded
from shared.store.table import Write

FORM = "person"
ADDRESS_TAKEN = Words(
    "Somebody with this e-mail address is in the registry already.", "该邮箱地址已被其他人员使用。"
)
FIXED = Words(
    "Somebody cannot move to another organisation: disable this account and invite them anew.",
    "人员不能转入其他单位，请停用该账号后重新邀请。",
)
NO_ROLE = Words("Choose what this person does here.", "请选择该人员的角色。")
NO_MANDATE = Words("Enter the last day a signatory may sign.", "请填写授权签字人的授权截止日期。")
WAITING = Words(
    "A change of this person's roles waits for a second administrator already.",
    "该人员的角色变更正等待第二名管理员处理。",
)
NOT_ONESELF = Words("Somebody else must do this for you.", "不能对自己执行此操作，请由他人办理。")
NEVER_JOINED = Words(
    "This person never joined: send the invitation again.", "该人员从未加入，请重新发送邀请。"
)
NOT_FROM_HERE = Words("This is not possible in the present state.", "当前状态下不能执行此操作。")


def page(
    clerk: Clerk, *, limit: int, cursor: str | None = None, begins: str = ""
) -> tuple[list[Person], str | None]:
    """People by name, a page at a time; raises Forbidden, InvalidFields (cursor)."""
    clerk.check("administer")
    found, following = clerk.stores.people.page(limit, after_of(cursor, folded(begins)), begins)
    return found, cursor_of(following)


def read(clerk: Clerk, person_id: str) -> Person:
    """One person as they stand now; raises Forbidden, NotFound."""
    clerk.check("administer")
    return _known(clerk, person_id)


def invite(clerk: Clerk, values: Values) -> Invited:
    """Enter somebody and make their link; roles of the federation are theirs once a second administrator releases them.

    Raises Forbidden, InvalidFields (address known, roles that exclude each other, no such organisation).
    """
    clerk.check("administer")
    kept = checked(registry_form(FORM), values, clerk.at)
    kept = _placed(clerk, kept)
    roles = _roles(kept)
    if not roles:
        raise refused("roles", "required", NO_ROLE)
    now, later = [each for each in roles if each in PARTNER], [each for each in roles if each not in PARTNER]
    fresh = Person(id=new_id(), name="", email="", roles=tuple(now), active=False, invited=True)
    person = filled(fresh, kept)
    proposed: Sequence[Write] = ()
    if later:
        proposal, proposed = releases.proposed(
            clerk, "roles", person.id, person.name, {"roles": later, "email": person.email}
        )
        person = replace(person, waiting=proposal.id)
    invited, write = invitations.prepared(clerk, person)
    event = clerk.event("person_invited", "person", person.id, person.name, {"roles": list(roles)})
    writes = [write, *proposed, *clerk.stores.people.add(invited.person)]
    clerk.commit(event, writes, last=refused("email", "taken", ADDRESS_TAKEN))
    return invited


def change(clerk: Clerk, person_id: str, values: Values, seen: frozenset[int] | None = None) -> Person:
    """Merge answers: roles that are taken away end at once, new ones of the federation wait.

    Raises Forbidden, NotFound, Stale, InvalidFields.
    """
    clerk.check("administer")
    before = _known(clerk, person_id)
    check_seen(seen, before.state, before.version)
    old = answers(before)
    kept = checked(registry_form(FORM), merged(registry_form(FORM), old, values), clerk.at)
    kept = _placed(clerk, kept)
    if kept.get("organisation_id") != old.get("organisation_id"):
        raise refused("organisation_id", "fixed", FIXED)
    roles = _roles(kept)
    if person_id == clerk.person.id and set(roles) != set(before.roles):
        raise refused("roles", "oneself", NOT_ONESELF)
    after = replace(filled(before, kept), roles=_effective(before, roles), version=before.version + 1)
    later = [each for each in roles if each not in after.roles]
    moved = before.email.casefold() != after.email.casefold()
    proposed: Sequence[Write] = ()
    if later:
        if before.waiting:
            raise refused("roles", "waiting", WAITING)
        data = {"roles": later, "email": after.email}
        proposal, proposed = releases.proposed(clerk, "roles", after.id, after.name, data)
        after = replace(after, waiting=proposal.id)
    elif moved and (before.invited or before.waiting):
        after, proposed = releases.waiting_again(clerk, after)
    changed = differences(registry_form(FORM), old, answers(after)) | (
        {"proposed": list(later)} if later else {}
    )
    if not changed:
        return before
    kind = "roles_proposed" if later else "person_changed"
    event = clerk.event(kind, "person", after.id, after.name, changed)
    clerk.commit(
        event,
        [*proposed, *clerk.stores.people.change(before, after)],
        last=refused("email", "taken", ADDRESS_TAKEN) if moved else None,
    )
    return after


def disable(clerk: Clerk, person_id: str, reason: str, seen: frozenset[int] | None = None) -> Person:
    """End an account with its sessions, tokens and link; raises Forbidden, NotFound, Stale, InvalidFields."""
    before = _other(clerk, person_id, reason, seen)
    if before.state == "disabled":
        raise refused("state", "not_from_here", NOT_FROM_HERE)
    ended = releases.overtaken(clerk, before.waiting)
    after = replace(before, active=False, invitation="", waiting="", version=before.version + 1)
    event = clerk.event("person_disabled", "person", after.id, after.name, {"reason": reason})
    clerk.commit(event, [*ended, *clerk.stores.people.change(before, after)])
    clerk.stores.sessions.end_all(person_id)
    return after


def enable(clerk: Clerk, person_id: str, reason: str, seen: frozenset[int] | None = None) -> Person:
    """Let somebody sign in again, with no older session; raises Forbidden, NotFound, Stale, InvalidFields."""
    before = _other(clerk, person_id, reason, seen)
    if before.state != "disabled":
        raise refused("state", "not_from_here", NOT_FROM_HERE)
    if before.invited:
        raise refused("state", "not_joined", NEVER_JOINED)
    clerk.stores.sessions.end_all(person_id)
    after = replace(before, active=True, version=before.version + 1)
    event = clerk.event("person_enabled", "person", after.id, after.name, {"reason": reason})
    writes = clerk.stores.people.change(before, after)
    clerk.commit(event, writes, last=refused("email", "taken", ADDRESS_TAKEN))
    return after


def answers(person: Person) -> dict[str, JsonValue]:
    """What a person's form asks, by field; roles that wait are not theirs yet."""
    found: dict[str, JsonValue] = {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "organisation_id": person.organisation_id,
        "roles": list(person.roles),
        "expertise": list(person.expertise) or None,
        "mandate_until": person.mandate_until,
    }
    return {name: value for name, value in found.items() if value is not None}


def _known(clerk: Clerk, person_id: str) -> Person:
    found = clerk.stores.people.get([person_id]).get(person_id)
    if found is None:
        raise NotFound
    return found


def _other(clerk: Clerk, person_id: str, reason: str, seen: frozenset[int] | None) -> Person:
    """Somebody else, to be disabled or enabled for a reason."""
    clerk.check("administer")
    found = _known(clerk, person_id)
    check_seen(seen, found.state, found.version)
    if person_id == clerk.person.id:
        raise refused("state", "oneself", NOT_ONESELF)
    if not reason:
        raise refused("reason", "required", NO_REASON)
    return found


def _placed(clerk: Clerk, kept: Values) -> dict[str, JsonValue]:
    """The answers with the organisation as the registry knows it; raises InvalidFields."""
    written = kept.get("organisation_id")
    named = {"organisation_id": party(clerk, "organisation_id", str(written)).id} if written else {}
    return {**kept, **named}


def _roles(kept: Values) -> tuple[Role, ...]:
    """The roles that are wanted; raises InvalidFields where they, the organisation and the mandate do not fit."""
    roles = cast("tuple[Role, ...]", tuple(cast("Collection[str]", kept.get("roles") or ())))
    organisation = cast("str | None", kept.get("organisation_id"))
    if words := clash(roles, organisation):
        raise refused("roles", "clash", words)
    if "partner_signatory" in roles and not kept.get("mandate_until"):
        raise refused("mandate_until", "required", NO_MANDATE)
    return roles


def _effective(before: Person, wanted: Collection[Role]) -> tuple[Role, ...]:
    """What of the wanted roles is in force at once: those held already and those of a partner."""
    return tuple(role for role in wanted if role in before.roles or role in PARTNER)


def filled(person: Person, kept: Values) -> Person:
    """The person with these answers; roles are granted apart."""
    return replace(
        person,
        name=str(kept["name"]),
        email=str(kept["email"]),
        language=cast("Language", kept["language"]),
        organisation_id=cast("str | None", kept.get("organisation_id")),
        expertise=tuple(cast("Collection[str]", kept.get("expertise") or ())),
        mandate_until=cast("str | None", kept.get("mandate_until")),
    )
