"""One-time links: made for somebody who was invited, sent by letter, and used once."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.actions.admin import releases
from shared.actions.admin.clerk import Clerk, check_seen, refused
from shared.domain.administration import Invitation
from shared.domain.credential import digest_of
from shared.domain.people import Person
from shared.domain.refusals import AccountTaken, Conflict, InvitationGone, NotFound
from shared.domain.words import Words
from shared.store.limits import Limit
from shared.store.stores import Stores
from shared.store.table import Write

LASTING = timedelta(days=14)
"""How long a link is good."""
NOT_INVITED = Words("This person has joined already, or is disabled.", "该人员已加入或已停用。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody with the secret of their link, which is never stored and seen only now."""

    person: Person
    secret: str

    @property
    def path(self) -> str:
        return f"/people/invitation/{self.secret}"


def prepared(clerk: Clerk, person: Person) -> tuple[Invited, Write]:
    """A new link in place of an older one, and the write that lets it in."""
    secret = secrets.token_urlsafe(32)
    digest = digest_of(secret)
    invitation = Invitation(person_id=person.id, until=clerk.at + LASTING)
    person = replace(person, invited=True, invitation=digest, by_hand=not clerk.posts)
    invited = Invited(person=person, secret=secret)
    return invited, clerk.stores.administration.invite(digest, invitation)


def again(clerk: Clerk, person_id: str, seen: frozenset[int] | None = None) -> Invited:
    """A new link; the one before is good no more. Raises Forbidden, NotFound, Stale, InvalidFields (has joined)."""
    clerk.check("administer")
    before = clerk.stores.people.get([person_id]).get(person_id)
    if before is None:
        raise NotFound
    return renewed(clerk, before, seen)


def renewed(clerk: Clerk, before: Person, seen: frozenset[int] | None, limit: Limit | None = None) -> Invited:
    """A new link for somebody who was found; raises Stale, InvalidFields (has joined), TooMany.

    Roles of the federation wait anew: whoever gets a link to somebody's roles could take them.
    """
    check_seen(seen, before.state, before.version)
    if not before.invited:
        raise refused("state", "not_invited", NOT_INVITED)
    after, proposed = releases.waiting_again(clerk, replace(before, version=before.version + 1))
    invited, write = prepared(clerk, after)
    event = clerk.event("invitation_sent_again", "person", before.id, before.name)
    writes = [*proposed, *clerk.stores.people.change(before, invited.person), write]
    clerk.commit(event, writes, limit=limit, scope=before.organisation_id or "")
    return invited


def follow(stores: Stores, secret: str, at: datetime) -> tuple[Person, datetime]:
    """Whom a link invites, and until when; raises InvitationGone."""
    return _standing(stores, digest_of(secret), at)


def accept(stores: Stores, digest: str, issuer: str, subject: str, at: datetime) -> Person:
    """Let this identity of the sign-in provider be the person whom the link invites, once.

    Raises InvitationGone, AccountTaken (the identity is somebody else's here).
    """
    before, _ = _standing(stores, digest, at)
    after = replace(
        before, active=True, invited=False, invitation="", by_hand=False, version=before.version + 1
    )
    event = Clerk(stores=stores, person=after, at=at).event("person_joined", "person", after.id, after.name)
    writes = [
        stores.administration.used(digest),
        *stores.people.change(before, after),
        stores.sessions.bind(issuer, subject, after.id, instead_of=_gone(stores, issuer, subject)),
    ]
    try:
        Clerk(stores=stores, person=after, at=at).commit(event, writes, last=AccountTaken())
    except Conflict as conflict:
        raise InvitationGone from conflict
    return after


def _gone(stores: Stores, issuer: str, subject: str) -> str:
    """Whose identity this was before, if their account is disabled: somebody may come back under another one."""
    known = stores.sessions.person_of(issuer, subject)
    person = stores.people.get([known]).get(known) if known else None
    return known if known and person is not None and person.state == "disabled" else ""


def _standing(stores: Stores, digest: str, at: datetime) -> tuple[Person, datetime]:
    invitation = stores.administration.invitation(digest)
    if invitation is None or invitation.until <= at:
        raise InvitationGone
    person = stores.people.get([invitation.person_id]).get(invitation.person_id)
    if person is None or person.state != "invited" or person.invitation != digest:
        raise InvitationGone
    return person, invitation.until
