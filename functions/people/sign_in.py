"""Signing in and out as pages: to the provider and back, and a session of our own in between."""

import secrets

from functions.people.fetch import Unreachable
from functions.people.oidc import (
    LASTING,
    SECRET,
    arrival_of,
    authorization_url,
    check_return,
    logout_url,
    new_attempt,
)
from functions.people.provider import Provider, SignInFailed
from shared.actions.admin import invitations
from shared.domain.credential import digest_of
from shared.domain.people import Person
from shared.domain.workflow import definitions
from shared.identity import BY_PROVIDER, SESSION, open_session, session_key
from shared.log import logger
from shared.store.limits import SIGN_INS
from shared.store.sessions import SignInAttempt
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.cookies import cookie, cookies_of, gone, protected
from shared.web.http.csrf import led_here
from shared.web.http.links import inside
from shared.web.http.response import Response
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.web.pages.work import home_of
from shared.wiring import wiring

routes = Routes(page=True)
BROWSER = "sign-in"


class NobodyHere(Exception):
    """The provider knows this person, the registry does not."""


@routes.get("/people/sign-in", policy="sign_in")
def sign_in(call: Call) -> Response:
    """Go to the provider; after a session that ended while a form was sent, say so first."""
    destination = inside(call.query.get("next"))
    invitation = call.query.get("invitation", "")
    if invitation and (call.caller or led_here(call)):
        return Response.see(f"/people/invitation/{invitation}" if SECRET.fullmatch(invitation) else "/")
    proof = bool(call.query.get("proof"))
    if call.caller and not proof:
        return Response.see(_home(call.caller.person, destination))
    if ended := call.query.get("ended"):
        what = "proof" if proof else "ended" if ended == "kept" else "lost"
        return _page(call, what, destination=destination, kept=ended == "kept")
    if not wiring().oidc_issuer:
        return _page(call, "not_ready", status=503)
    held = [value for value in cookies_of(call, _browser(call)) if SECRET.fullmatch(value)]
    browser = held[0] if held else secrets.token_urlsafe(32)
    followed = digest_of(invitation) if SECRET.fullmatch(invitation) else ""
    attempt = new_attempt(browser, destination, call.at, invitation=followed, proof=proof)
    try:
        away = authorization_url(_provider(call), attempt, call.language)
    except Unreachable:
        return _page(call, "unreachable", status=503)
    stores = wiring().stores
    stores.limits.count(SIGN_INS, digest_of(call.address), call.at, stores.sessions.leave(attempt))
    remembered = cookie(call.base_url, _browser(call), browser, seconds=int(LASTING.total_seconds()))
    return Response.see(away, cookies=(remembered,))


@routes.get("/people/invitation/<secret>", policy="sign_in")
def invited(call: Call, secret: str) -> Response:
    """Whom a one-time link invites, as what, and the way to sign in."""
    stores = wiring().stores
    person, until = invitations.follow(stores, secret, call.at)
    context = {
        "person": person,
        "organisation": stores.organisations.name_of(person.organisation_id)
        if person.organisation_id
        else None,
        "roles": [definitions().roles[role] for role in person.roles],
        "until": until,
        "secret": secret,
        "signed_in": call.caller is not None,
    }
    return Response.page(page("people/invitation.html", context, shell=shell_of(call)))


@routes.get("/people/callback", policy="sign_in")
def callback(call: Call) -> Response:
    """Come back from the provider: a session starts only when everything proves right, and only once."""
    try:
        person, session, destination, proven = _arrived(call)
    except SignInFailed as failure:
        logger.warning("sign-in refused", reason=str(failure))
        return _page(call, "failed", status=403)
    except NobodyHere:
        return _page(call, "nobody", status=403)
    except Unreachable:
        return _page(call, "unreachable", status=503)
    name = protected(call.base_url, SESSION)
    cookies = (cookie(call.base_url, name, session), gone(call.base_url, _browser(call)))
    if not proven:
        return Response.see("/people/second-factor", cookies=cookies)
    return Response.see(_home(person, destination), cookies=cookies)


@routes.get("/people/second-factor", policy="own_account")
def no_second_factor(call: Call) -> Response:
    """Say that a step was not possible for want of a second factor, and how to get one."""
    return _page(call, "no_factor", status=403)


@routes.post("/people/sign-out", policy="sign_in")
def sign_out(call: Call) -> Response:
    """End the session at once, here and in the table."""
    if call.caller:
        wiring().stores.sessions.end(call.caller.person.id, call.caller.digest)
    name = protected(call.base_url, SESSION)
    return Response.see("/people/signed-out", cookies=(gone(call.base_url, name),))


@routes.get("/people/signed-out", policy="sign_in")
def signed_out(call: Call) -> Response:
    """Say so, and lead to the end of the provider's own session, which a shared computer needs."""
    if call.caller:
        return Response.see("/")
    away = logout_url(_provider(call), f"{call.base_url}/") if wiring().oidc_issuer else ""
    return _page(call, "signed_out", away=away)


def _arrived(call: Call) -> tuple[Person, str, str, bool]:
    """Who came back, the cookie of their new session, where they wanted to go, and whether they proved what it takes."""
    attempt = _attempt(call)
    person, proven = _person(call, attempt)
    session = open_session(
        wiring().stores,
        person.id,
        call.at,
        attempt=attempt.state,
        instead_of=session_key(call),
        second_factor=proven,
    )
    if session is None:
        raise SignInFailed("used")
    return person, session, attempt.next, proven or not attempt.proof


def _attempt(call: Call) -> SignInAttempt:
    """The sign-in attempt this comes back from; nothing is looked up for what cannot be a state of ours."""
    state = call.query.get("state", "")
    held = [value for value in cookies_of(call, _browser(call)) if SECRET.fullmatch(value)]
    if not SECRET.fullmatch(state) or not held:
        raise SignInFailed("state")
    found = wiring().stores.sessions.under_way(state)
    attempt = check_return(_provider(call), found, held[0], call.query.get("iss"), call.at)
    if "error" in call.query or "code" not in call.query:
        raise SignInFailed("provider")
    return attempt


def _person(call: Call, attempt: SignInAttempt) -> tuple[Person, bool]:
    """Who came back, and whether with a second factor."""
    provider, stores = _provider(call), wiring().stores
    arrival = arrival_of(provider, attempt, call.query["code"], call.at)
    subject, proven = arrival.subject, arrival.second_factor or provider.second_factor == BY_PROVIDER
    if attempt.invitation:
        joined = invitations.accept(stores, attempt.invitation, provider.issuer, subject, call.at)
        return joined, proven
    person_id = stores.sessions.person_of(provider.issuer, subject)
    person = stores.people.get([person_id]).get(person_id) if person_id else None
    if person is None or not person.active:
        raise NobodyHere
    return person, proven


def _provider(call: Call) -> Provider:
    outside = wiring()
    return Provider(
        issuer=outside.oidc_issuer,
        client_id=outside.oidc_client_id,
        client_secret=outside.oidc_client_secret,
        callback=f"{call.base_url}/people/callback",
        acr_values=outside.acr_values,
        second_factor=outside.second_factor,
    )


def _home(person: Person, destination: str) -> str:
    """Where somebody wanted to go, and else where their work is."""
    if destination != "/":
        return destination
    return home_of(person)


def _browser(call: Call) -> str:
    return protected(call.base_url, BROWSER)


def _page(
    call: Call,
    what: str,
    *,
    status: int = 200,
    destination: str = "/",
    away: str = "",
    kept: bool = False,
) -> Response:
    context = {"what": what, "destination": destination, "away": away, "kept": kept}
    return Response.page(page("people/sign_in.html", context, shell=shell_of(call)), status=status)
