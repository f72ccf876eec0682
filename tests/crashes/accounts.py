"""What a write path is, and those of one's own account: sessions, language, tokens, what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from shared.domain.case import Case
from shared.domain.credential import digest_of
from shared.store.codec import Row
from shared.store.sessions import SignInAttempt
from shared.store.tokens import Token
from tests.stage import Stage

SECRET = digest_of("secret")


@dataclass(frozen=True, kw_only=True)
class Path:
    """`arrange` brings about what stands before; `act` is one whole request, the same each time it is sent."""

    arrange: Callable[[Stage], Case]
    act: Callable[[Stage, Case], object]
    settle: Callable[[Row], Row] = lambda row: row
    begin: Callable[[], None] = lambda: None


def _any(stage: Stage) -> Case:
    return stage.case("draft")


def _sign_in(stage: Stage) -> Case:
    attempt = SignInAttempt(
        state="state",
        nonce="nonce",
        verifier="verifier",
        browser="browser",
        next="/",
        until=stage.at + timedelta(minutes=10),
    )
    stage.stores.table.commit([stage.stores.sessions.leave(attempt)])
    return stage.case("draft")


def _token(stage: Stage) -> Token:
    lasting = timedelta(days=30)
    return Token(
        digest=SECRET,
        label="Example",
        scopes=("read",),
        created_at=stage.at,
        expires_at=stage.at + lasting,
        ending="cret",
    )


def _with_token(stage: Stage) -> Case:
    stage.stores.tokens.add("officer", _token(stage))
    return stage.case("draft")


def _speak(stage: Stage, _case: Case) -> object:
    """The person is read with every request."""
    person = stage.stores.people.get(["officer"])["officer"]
    return person.language == "zh" or stage.stores.people.speak(person, "zh")


ACCOUNTS: Mapping[str, Path] = {
    "sign in": Path(
        arrange=_sign_in,
        act=lambda stage, _: stage.stores.sessions.start("officer", SECRET, stage.at, attempt="state"),
    ),
    "choose a language": Path(arrange=_any, act=_speak),
    "issue a token": Path(
        arrange=_any, act=lambda stage, _: stage.stores.tokens.add("officer", _token(stage))
    ),
    "revoke a token": Path(
        arrange=_with_token, act=lambda stage, _: stage.stores.tokens.revoke("officer", SECRET)
    ),
    "keep what was typed": Path(
        arrange=_any,
        act=lambda stage, _: stage.stores.typed.keep("officer", "/desk", {"message": ["Why?"]}, stage.at),
    ),
}
