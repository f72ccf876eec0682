"""Beginning an application: choose an open programme, and a draft is made once however often one clicks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from shared.actions import drafting
from shared.domain.application import Application
from shared.domain.calendar import day_in_beijing
from shared.domain.programmes import Programme
from shared.domain.refusals import FieldError, InvalidFields, Unmet
from shared.domain.words import Language, Words
from shared.identity import forget_typed, typed_for
from shared.store.idempotency import IdempotentRequest
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.labels import DIRECTION_NAMES, title
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
CHOOSE = Words("Choose a programme", "请选择项目")
KEY_LENGTH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One programme as the page offers it."""

    id: str
    title: str
    opens: str
    closes: str
    quota: int


@routes.get("/applications/new", policy="create")
def choose(call: Call) -> Response:
    """Which programme is it for?"""
    typed = typed_for(call, call.path)
    chosen = next(iter(typed.get("programme_id", ())), call.query.get("programme", ""))
    return _page(call, chosen=chosen, like=next(iter(typed.get("like", ())), call.query.get("like", "")))


@routes.post("/applications/new", policy="create")
def begin(call: Call) -> Response:
    """Begin the draft; the hidden key makes a second click find the first one's draft."""
    chosen, key = call.code("programme_id"), call.code("key")[:KEY_LENGTH]
    like = call.code("like")
    programme = wiring().stores.programmes.get(chosen) if chosen else None
    if programme is None:
        return _page(call, like=like, wrong=CHOOSE)
    person = call.who.person
    try:
        case = drafting.create(
            wiring().stores,
            person,
            direction=programme.direction,
            programme_id=programme.id,
            values={},
            at=call.at,
            copy_of=like,
            repeatable=IdempotentRequest(
                scope=person.id, key=f"{key}:{programme.id}", body=programme.id.encode()
            )
            if key
            else None,
        )
    except InvalidFields as refusal:
        return _page(call, chosen=chosen, like=like, wrong=refusal.errors[0].message)
    except Unmet as refusal:
        return _page(call, chosen=chosen, like=like, wrong=refusal.unmet[0].message)
    forget_typed(call, call.path)
    return Response.see(f"/applications/{case.application.id}?done=create")


def _page(call: Call, *, chosen: str = "", like: str = "", wrong: Words | None = None) -> Response:
    today, former = day_in_beijing(call.at), _former(call, like)
    every = [
        each
        for each in wiring().stores.programmes.all()
        if each.announced and (former is None or each.direction == former.direction)
    ]
    coming = [each for each in every if each.state == "released" and each.opens > today.isoformat()]
    over = [each for each in every if each.state == "closed" or each.closes < today.isoformat()]
    context = {
        "groups": _groups([each for each in every if each.is_open(today)], call.language),
        "coming": choices(coming, call.language),
        "over": choices(over, call.language),
        "today": today,
        "chosen": chosen,
        "former": former,
        "title_of_former": title(former, call.language) if former else None,
        "key": secrets.token_urlsafe(16),
        "errors": (FieldError(field="programme_id", code="required", message=wrong),) if wrong else (),
    }
    html = page("applications/new.html", context, shell=shell_of(call))
    return Response.page(html, status=422 if wrong else 200)


def _former(call: Call, like: str) -> Application | None:
    """The application that is copied, if there is one."""
    return drafting.load_for_editing(wiring().stores, call.who.person, like).application if like else None


def _groups(programmes: Sequence[Programme], language: Language) -> list[tuple[str, list[Choice]]]:
    """Open programmes by direction; a direction without any is left out."""
    found = [
        (words.within(language), choices([each for each in programmes if each.direction == name], language))
        for name, words in DIRECTION_NAMES.items()
    ]
    return [(name, choices) for name, choices in found if choices]


def choices(programmes: Sequence[Programme], language: Language) -> list[Choice]:
    """Programmes as they are offered, in the reader's language."""
    return [
        Choice(
            id=each.id,
            title=each.name.within(language),
            opens=each.opens,
            closes=each.closes,
            quota=each.quota,
        )
        for each in programmes
    ]
