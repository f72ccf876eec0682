"""Who calls: an opaque session cookie for pages, a scoped bearer token for the API; both revocable at once."""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from shared.actions.policy import need_of
from shared.domain.credential import digest_of
from shared.domain.people import Person
from shared.domain.refusals import DecideInPerson, Forbidden, ProofNeeded, Refusal
from shared.store import keys
from shared.store.codec import Row
from shared.store.people import Counters
from shared.store.sessions import Session, session_of
from shared.store.stores import Stores
from shared.store.tokens import Scope, Token, token_of
from shared.web.http.call import Call, Caller
from shared.web.http.cookies import cookies_of, protected
from shared.web.http.csrf import FIELDS, came_from_here
from shared.wiring import wiring

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED = timedelta(minutes=5)
"""How old the note of when a session was last seen may grow before it is written again."""
SESSION = "session"
BY_PROVIDER = "provider"
"""What SECOND_FACTOR says where the sign-in provider asks everybody for one."""
PREFIX = "ert_"
TYPED = "typed"
"""The query parameter of a form that is to show what was typed before its session ended."""
_CREDENTIAL = re.compile(r"([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{43})", re.ASCII)
_BEARER = re.compile(r"bearer +ert_([!-~]+)", re.ASCII | re.IGNORECASE)


def caller_of(call: Call, *, page: bool, policy: str, besides: Sequence[keys.Key] = ()) -> Caller | None:
    """Who sent this: pages take the session cookie alone, the API a bearer token alone; garbage is nobody.

    The items of `besides` come with the same call, into `call.rows`.

    Raises Forbidden when the token is good but not for what this row of the policy does, DecideInPerson where tokens
    decide nothing.
    """
    return _by_session(call, besides) if page else _by_token(call, policy, besides)


def is_awake(session: Session, at: datetime) -> bool:
    """Whether a session has not ended by itself: 30 minutes without use, or 12 hours."""
    return at - session.seen_at < IDLE and at - session.started_at < LONGEST


def check_proof(call: Call) -> None:
    """Raises ProofNeeded unless the caller's session is recent and was begun with a second factor.

    Where the provider asks everybody for one, each of its sign-ins counts.
    """
    caller, outside = call.who, wiring()
    recent = caller.started_at is not None and call.at - caller.started_at < outside.step_up_after
    if not recent or not (caller.second_factor or outside.second_factor == BY_PROVIDER):
        raise ProofNeeded(kept=keep_typed(call))


def stay_awake(call: Call) -> None:
    """Put off the idle end of the caller's session, with at most one write in five minutes."""
    caller = call.caller
    if caller and caller.seen_at and call.at - caller.seen_at >= NOTED:
        wiring().stores.sessions.see(caller.person.id, caller.digest, call.at)


def open_session(
    stores: Stores,
    person_id: str,
    at: datetime,
    *,
    attempt: str = "",
    instead_of: keys.Key | None = None,
    second_factor: bool = False,
) -> str | None:
    """Start a session and return its cookie value; None when the sign-in attempt it ends was used before."""
    secret = secrets.token_urlsafe(32)
    started = stores.sessions.start(
        person_id,
        digest_of(secret),
        at,
        attempt=attempt,
        instead_of=instead_of,
        second_factor=second_factor,
    )
    return f"{person_id}.{secret}" if started else None


def issue_token(
    stores: Stores,
    person_id: str,
    *,
    at: datetime,
    label: str = "",
    scopes: tuple[Scope, ...] = ("read", "write"),
    lasting: timedelta = timedelta(days=365),
) -> str:
    """Make an API token and return it, the only time it is ever seen."""
    secret = secrets.token_urlsafe(32)
    token = Token(
        digest=digest_of(secret),
        label=label,
        scopes=scopes,
        created_at=at,
        expires_at=at + lasting,
        ending=secret[-4:],
    )
    stores.tokens.add(person_id, token)
    return f"{PREFIX}{person_id}.{secret}"


def session_key(call: Call) -> keys.Key | None:
    """The key of the session the browser holds, whether it is still good or not."""
    sent = _session_sent(call)
    return keys.session(sent[0], digest_of(sent[1])) if sent else None


def csrf_of(secret: str) -> str:
    """The form token of a session: made from its secret, so there is nothing to store and nothing to guess."""
    return hashlib.sha256(b"csrf:" + secret.encode()).hexdigest()


def keep_typed(call: Call) -> bool:
    """Keep the fields of a form that was sent after its session had ended, if it was that session's own form."""
    sent = _session_sent(call)
    if call.method != "POST" or sent is None:
        return False
    stores, (person_id, secret) = wiring().stores, sent
    try:
        fields = {name: values for name, values in call.posted.items() if name not in FIELDS}
        came_from_here(call, csrf_of(secret))
    except Refusal:
        return False
    person, row, *_ = stores.people.look_up(person_id, keys.session(person_id, digest_of(secret)))
    known = person is not None and person.active and row is not None
    return known and stores.typed.keep(person_id, call.path, fields, call.at)


def keep_form(call: Call, place: str, **fresh: str) -> str:
    """Keep what stands in a form of the page at `place`; its address with the sign that there is something to show.

    `fresh` are inputs that are kept otherwise than they were sent.
    """
    fields = {name: values for name, values in call.posted.items() if name not in FIELDS}
    fields |= {name: [value] for name, value in fresh.items()}
    path, _, query = place.partition("?")
    if not wiring().stores.typed.keep(call.who.person.id, path, fields, call.at):
        return place
    kept = [each for each in query.split("&") if each and not each.startswith((f"{TYPED}=", "done="))]
    return f"{path}?{'&'.join([*kept, f'{TYPED}=1'])}"


def has_typed(call: Call) -> bool:
    """Whether the address says that something was kept of what was typed here."""
    return TYPED in call.query


def typed_for(call: Call, path: str) -> Mapping[str, list[str]]:
    """What the caller typed into the form that posts to `path` before their session ended; read once asked for."""
    if call.caller is None or not has_typed(call):
        return {}
    return wiring().stores.typed.of(call.caller.person.id, path, call.at)


def forget_typed(call: Call, path: str) -> None:
    """Drop what was kept, once the form that showed it was accepted."""
    shown = has_typed(call) or f"{TYPED}=" in call.headers.get("referer", "").partition("?")[2]
    if call.caller and shown:
        wiring().stores.typed.forget(call.caller.person.id, path, call.at)


def _by_session(call: Call, besides: Sequence[keys.Key]) -> Caller | None:
    sent = _session_sent(call)
    if sent is None:
        return None
    person_id, digest = sent[0], digest_of(sent[1])
    person, row, counters = _look_up(call, person_id, keys.session(person_id, digest), besides)
    if person is None or row is None or not person.active:
        return None
    session = session_of(row)
    if not is_awake(session, call.at):
        return None
    return Caller(
        person=person,
        unread=counters.unread,
        conflicts=counters.conflicts,
        csrf=csrf_of(sent[1]),
        digest=digest,
        seen_at=session.seen_at,
        started_at=session.started_at,
        second_factor=session.second_factor,
    )


def _by_token(call: Call, policy: str, besides: Sequence[keys.Key]) -> Caller | None:
    bearer = _BEARER.fullmatch(call.headers.get("authorization", "").strip())
    sent = _CREDENTIAL.fullmatch(bearer[1]) if bearer else None
    if sent is None:
        return None
    person_id, digest = sent[1], digest_of(sent[2])
    person, row, counters = _look_up(call, person_id, keys.token(person_id, digest), besides)
    if person is None or row is None or not person.active:
        return None
    token = token_of(row)
    if token.expires_at <= call.at:
        return None
    need = need_of(policy, call.method)
    if not token.covers(need):
        raise Forbidden
    if need == "decide" and not wiring().decide_by_token:
        raise DecideInPerson
    return Caller(person=person, unread=counters.unread, conflicts=counters.conflicts, digest=digest)


def _look_up(
    call: Call, person_id: str, credential: keys.Key, besides: Sequence[keys.Key]
) -> tuple[Person | None, Row | None, Counters]:
    people = wiring().stores.people
    person, row, counters, call.rows = people.look_up(person_id, credential, besides)
    return person, row, counters


def _session_sent(call: Call) -> tuple[str, str] | None:
    """Person and secret of the session cookie; the first that has the right shape, should there be several."""
    for value in cookies_of(call, protected(call.base_url, SESSION)):
        if found := _CREDENTIAL.fullmatch(value):
            return found[1], found[2]
    return None
