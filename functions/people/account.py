"""One's own account as pages: who I am here, my language, and my API tokens."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from functions.people.pages import YEAR, with_notice
from shared.actions.policy import POLICY
from shared.domain.refusals import FieldError, Malformed
from shared.domain.words import Words
from shared.domain.workflow import definitions
from shared.identity import forget_typed, is_awake, issue_token, typed_for
from shared.language.choice import COOKIE, known
from shared.store.tokens import MOST, Scope
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.cookies import cookie
from shared.web.http.response import Response
from shared.web.pages.post_input import Inputs
from shared.web.pages.render import page
from shared.wiring import wiring

routes = Routes(page=True)
PROFILE = "/people/profile"
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
LABEL_LENGTH = 60
TOKEN = ("label", "scopes", "lasting")
"""The inputs of the form for a token."""
SCOPES: dict[str, tuple[Scope, ...]] = {
    "read": ("read",),
    "draft": ("draft",),
    "submit": ("submit",),
    "write": ("read", "write"),
}
LASTING = {"30": timedelta(days=30), "90": timedelta(days=90), "365": timedelta(days=365)}
LABEL = Words("What is it for?", "令牌用途")
NO_LABEL = Words("Say what the token is for, in at most 60 characters.", "请填写令牌用途，最多60个字符。")
NO_SCOPE = Words("Choose what the token may do.", "请选择令牌权限。")
NO_END = Words("Choose how long the token is valid.", "请选择令牌有效期。")
TOO_MANY = Words(
    f"You have {MOST} tokens already. Revoke one that is not used any more.",
    f"您已有{MOST}个令牌，请先吊销不再使用的令牌。",
)


@routes.get(PROFILE, policy="own_account")
def profile(call: Call) -> Response:
    """Who I am here, and what acts in my name."""
    return _page(call)


@routes.post(f"{PROFILE}/language", policy="own_account")
def speak(call: Call) -> Response:
    """Remember the language for this person, in pages and letters."""
    chosen = known(call.code("language"))
    if chosen is None:
        raise Malformed
    if chosen != call.who.person.language:
        wiring().stores.people.speak(call.who.person, chosen)
    remembered = cookie(call.base_url, COOKIE, chosen, seconds=YEAR)
    return Response.see(f"{PROFILE}?done=language", cookies=(remembered,))


@routes.post(f"{PROFILE}/tokens", policy="own_account")
def issue(call: Call) -> Response:
    """Make a token; this page is the only one that ever shows it."""
    inputs, scopes, lasting = Inputs(call), call.code("scopes"), call.code("lasting")
    label = inputs.text("label", LABEL, NO_LABEL, most=LABEL_LENGTH, lines=False)
    if errors := [*inputs.errors, *_errors(call, scopes, lasting)]:
        return _page(call, errors=errors, status=422)
    token = issue_token(
        wiring().stores,
        call.who.person.id,
        at=call.at,
        label=label,
        scopes=SCOPES[scopes],
        lasting=LASTING[lasting],
    )
    forget_typed(call, call.path)
    return _page(call, token=token)


@routes.post(f"{PROFILE}/tokens/revoke", policy="own_account")
def revoke(call: Call) -> Response:
    """End one of one's own tokens at once."""
    if not DIGEST.fullmatch(call.code("token")):
        raise Malformed
    wiring().stores.tokens.revoke(call.who.person.id, call.code("token"))
    return Response.see(f"{PROFILE}?done=revoked")


@routes.post(f"{PROFILE}/sessions/end", policy="own_account")
def end_session(call: Call) -> Response:
    """End another of one's own sessions at once, or all of them but this one."""
    who, wanted, stores = call.who, call.code("session"), wiring().stores
    if wanted and not DIGEST.fullmatch(wanted):
        raise Malformed
    for digest in [wanted] if wanted else [digest for digest, _ in stores.sessions.of(who.person.id)]:
        if digest != who.digest:
            stores.sessions.end(who.person.id, digest)
    return Response.see(f"{PROFILE}?done=session")


def _errors(call: Call, scopes: str, lasting: str) -> list[FieldError]:
    found: list[FieldError] = []
    if scopes not in SCOPES:
        found.append(FieldError(field="scopes", code="required", message=NO_SCOPE))
    if lasting not in LASTING:
        found.append(FieldError(field="lasting", code="required", message=NO_END))
    held = wiring().stores.tokens.of(call.who.person.id) if not found else []
    if sum(each.expires_at > call.at for each in held) >= MOST:
        found.append(FieldError(field="label", code="too_many", message=TOO_MANY))
    return found


def _page(call: Call, *, errors: Sequence[FieldError] = (), token: str = "", status: int = 200) -> Response:
    stores, person = wiring().stores, call.who.person
    own = person.organisation_id
    organisation = stores.organisations.get([own]).get(own) if own else None
    context = {
        "person": person,
        "may_be_away": POLICY["be_away"].admits(person),
        "organisation": organisation.name if organisation else None,
        "roles": [definitions().roles[role] for role in person.roles],
        "tokens": stores.tokens.of(person.id),
        "sessions": [each for each in stores.sessions.of(person.id) if is_awake(each[1], call.at)],
        "this": call.who.digest,
        "decides": wiring().decide_by_token,
        "now": call.at,
        "token": token,
        "errors": errors,
        "typed": _typed(call) if errors else _kept(call),
    }
    shell = replace(with_notice(call), path=PROFILE)
    return Response.page(page("people/profile.html", context, shell=shell), status=status)


def _typed(call: Call) -> dict[str, str]:
    return {name: call.posted.get(name, [""])[-1] for name in TOKEN}


def _kept(call: Call) -> dict[str, str]:
    """What was typed into the form for a token before the session ended or the language was changed."""
    kept = typed_for(call, f"{PROFILE}/tokens") or typed_for(call, PROFILE)
    return {name: kept[name][-1] for name in TOKEN if kept.get(name)}
