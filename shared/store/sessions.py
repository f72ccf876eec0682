"""Sessions, attempts to sign in, and who an identity of that provider is here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.store import keys
from shared.store.codec import Codec, Row
from shared.store.table import Table, Taken, Write, delete, put, update

AT_ONCE = 100
"""Items of one transaction (a limit of DynamoDB)."""
KEPT = timedelta(hours=36)
"""How long a session's row outlives its start: an ended one still proves whose typed text came too late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """When somebody signed in, and when they were last seen to within a few minutes."""

    started_at: datetime
    seen_at: datetime
    second_factor: bool = False
    """Whether it was begun with one, as the sign-in provider says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAttempt:
    """What must come back the same from the sign-in provider; `browser` is the digest of a cookie."""

    state: str
    nonce: str
    verifier: str
    browser: str
    next: str
    until: datetime
    invitation: str = ""
    """The digest of the one-time link that this attempt follows."""
    proof: bool = False
    """Whether it was begun for a step that wants a second factor."""


SESSION = Codec(Session, ("seen_at",))
SIGN_IN_ATTEMPT = Codec(SignInAttempt)


class Sessions:
    """Reads and writes sessions; a secret is never stored, only its digest."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def leave(self, attempt: SignInAttempt) -> Write:
        """The write that remembers a sign-in attempt until it comes back."""
        return put(
            SIGN_IN_ATTEMPT.row(keys.sign_in(attempt.state), attempt, ttl=_epoch(attempt.until)), new=True
        )

    def under_way(self, state: str) -> SignInAttempt | None:
        key = keys.sign_in(state)
        row = self._table.get([key]).get(key)
        return SIGN_IN_ATTEMPT.value(row) if row else None

    def start(
        self,
        person_id: str,
        digest: str,
        at: datetime,
        *,
        attempt: str = "",
        instead_of: keys.Key | None = None,
        second_factor: bool = False,
    ) -> bool:
        """Begin a session in place of an older one; a sign-in attempt is used up by it, or False when it was already."""
        begun = Session(started_at=at, seen_at=at, second_factor=second_factor)
        row = SESSION.row(keys.session(person_id, digest), begun, ttl=_epoch(at + KEPT))
        writes = [put(row, new=True)]
        if attempt:
            key = {"PK": {"S": keys.sign_in(attempt).partition}, "SK": {"S": keys.sign_in(attempt).sort}}
            writes.append(Write("Delete", {"Key": key, "ConditionExpression": "attribute_exists(PK)"}))
        if instead_of:
            writes.append(delete(instead_of))
        try:
            self._table.commit(writes)
        except Taken:
            return False
        return True

    def see(self, person_id: str, digest: str, at: datetime) -> None:
        """Note that a session is in use; one that was ended meanwhile stays ended."""
        key = keys.session(person_id, digest)
        try:
            self._table.commit([update(key, "SET seen_at = :at", "attribute_exists(PK)", at=at.isoformat())])
        except Taken:
            return

    def of(self, person_id: str) -> list[tuple[str, Session]]:
        """The sessions of a person by their digests, last seen first; those that have ended are among them."""
        page = self._table.query(keys.session(person_id, ""), limit=AT_ONCE, consistent=True)
        found = [(keys.last_part(str(row["SK"])), SESSION.value(row)) for row in page.rows]
        return sorted(found, key=lambda each: each[1].seen_at, reverse=True)

    def end(self, person_id: str, digest: str) -> None:
        self._table.commit([delete(keys.session(person_id, digest))])

    def person_of(self, issuer: str, subject: str) -> str | None:
        """Who an identity is here: by issuer and subject, never by an e-mail address, which may change hands."""
        key = keys.subject(issuer, subject)
        row = self._table.get([key]).get(key)
        return str(row["person_id"]) if row else None

    def know(self, issuer: str, subject: str, person_id: str) -> None:
        """Let an identity of the provider sign in as this person, whoever it was before."""
        key = keys.subject(issuer, subject)
        self._table.commit([put({"PK": key.partition, "SK": key.sort, "person_id": person_id})])

    def bind(self, issuer: str, subject: str, person_id: str, *, instead_of: str = "") -> Write:
        """The write that lets an identity of the provider sign in as this person, refused when it is somebody's.

        It may be `instead_of` one person, whose account has ended.
        """
        key = keys.subject(issuer, subject)
        bound = put({"PK": key.partition, "SK": key.sort, "person_id": person_id}, new=True)
        if instead_of:
            bound.arguments["ConditionExpression"] = "person_id = :before"
            bound.arguments["ExpressionAttributeValues"] = {":before": {"S": instead_of}}
        return bound

    def end_all(self, person_id: str) -> None:
        """End every session and revoke every token of a person."""
        for begins in (keys.session(person_id, ""), keys.token(person_id, "")):
            while rows := self._table.query(begins, limit=AT_ONCE, consistent=True).rows:
                self._table.commit([delete(keys.Key(str(row["PK"]), str(row["SK"]))) for row in rows])


def session_of(row: Row) -> Session:
    return SESSION.value(row)


def _epoch(at: datetime) -> int:
    return int(at.timestamp())
