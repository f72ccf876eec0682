"""A partner's own people: its signatory sees them, invites editors and disables them."""

from dataclasses import replace

from shared.actions.admin import invitations
from shared.actions.admin.clerk import NO_REASON, Clerk, check_seen, checked, new_id, refused
from shared.actions.admin.invitations import Invited
from shared.actions.admin.people import ADDRESS_TAKEN, FORM, NOT_FROM_HERE, NOT_ONESELF, filled
from shared.domain.json_value import Values
from shared.domain.people import Organisation, Person, Role
from shared.domain.questions import registry_form
from shared.domain.refusals import Conflict, Forbidden, NotFound
from shared.store.limits import INVITATIONS

EDITOR: tuple[Role, ...] = ("partner_editor",)


def own(clerk: Clerk) -> tuple[Organisation, list[Person]]:
    """The caller's organisation and everybody of it, by name; raises Forbidden for people of the federation."""
    organisation_id = clerk.person.organisation_id
    if organisation_id is None:
        raise Forbidden
    found = clerk.stores.organisations.get([organisation_id]).get(organisation_id)
    if found is None:
        raise NotFound
    return found, clerk.stores.people.staff(organisation_id)


def invite(clerk: Clerk, values: Values) -> Invited:
    """Invite an editor of one's own organisation; raises Forbidden, InvalidFields (address known), TooMany, Conflict (merged)."""
    organisation_id = _signatory(clerk)
    if own(clerk)[0].merged_into:
        raise Conflict
    given = {name: value for name, value in values.items() if name in ("name", "email", "language")}
    kept = checked(registry_form(FORM), given, clerk.at)
    fresh = Person(id=new_id(), name="", email="", roles=EDITOR, active=False, invited=True)
    person = replace(filled(fresh, kept), organisation_id=organisation_id)
    invited, write = invitations.prepared(clerk, person)
    event = clerk.event("person_invited", "person", person.id, person.name, {"roles": list(EDITOR)})
    writes = [write, *clerk.stores.people.add(invited.person)]
    taken = refused("email", "taken", ADDRESS_TAKEN)
    clerk.commit(event, writes, last=taken, limit=INVITATIONS, scope=organisation_id)
    return invited


def disable(clerk: Clerk, person_id: str, reason: str, seen: frozenset[int] | None = None) -> Person:
    """End the account of an editor of one's own organisation, with sessions, tokens and link.

    Raises Forbidden, NotFound, Stale, InvalidFields (no reason, disabled already).
    """
    before = editor(clerk, person_id)
    check_seen(seen, before.state, before.version)
    if before.state == "disabled":
        raise refused("state", "not_from_here", NOT_FROM_HERE)
    if not reason:
        raise refused("reason", "required", NO_REASON)
    after = replace(before, active=False, invitation="", version=before.version + 1)
    event = clerk.event("person_disabled", "person", after.id, after.name, {"reason": reason})
    clerk.commit(event, clerk.stores.people.change(before, after))
    clerk.stores.sessions.end_all(person_id)
    return after


def again(clerk: Clerk, person_id: str, seen: frozenset[int] | None = None) -> Invited:
    """A new link for an editor who has not joined; raises Forbidden, NotFound, Stale, InvalidFields, TooMany."""
    return invitations.renewed(clerk, editor(clerk, person_id), seen, limit=INVITATIONS)


def editor(clerk: Clerk, person_id: str) -> Person:
    """Somebody of one's own organisation who is an editor and nothing else; raises Forbidden, NotFound."""
    organisation_id = _signatory(clerk)
    found = clerk.stores.people.get([person_id]).get(person_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound
    if found.id == clerk.person.id:
        raise refused("state", "oneself", NOT_ONESELF)
    if found.roles != EDITOR:
        raise Forbidden
    return found


def _signatory(clerk: Clerk) -> str:
    clerk.check("manage_staff")
    if clerk.person.organisation_id is None:
        raise Forbidden
    return clerk.person.organisation_id
