"""The partner's side as JSON, and reading cases for everyone."""

from functions.applications.schemas import (
    Answers,
    Edit,
    FormView,
    NewApplication,
    OtherProgramme,
    ProgrammesView,
    ProgrammeView,
    Withdrawal,
)
from shared.actions import drafting
from shared.actions.perform import perform
from shared.actions.queries import case_view, lists
from shared.actions.queries.changes import changes as changes_for
from shared.actions.queries.history import history as history_of
from shared.actions.queries.lists import ListQuery
from shared.domain import forms
from shared.domain.calendar import day_in_beijing
from shared.domain.commands import EditCommand, ProgrammeCommand
from shared.domain.programmes import DIRECTIONS
from shared.domain.refusals import FieldError, InvalidFields, NotFound
from shared.domain.schema import public
from shared.domain.words import Words
from shared.store.idempotency import IdempotentRequest
from shared.web.api.action_routes import add_routes
from shared.web.api.bodies import Reasoned
from shared.web.api.presenters import event_view, list_view, listed_view
from shared.web.api.representation import answered, shown
from shared.web.api.schemas import ApplicationView, Bilingual, ChangesView, HistoryView, ListView
from shared.web.http.app import Routes
from shared.web.http.attempt import attempt_of, seen_after
from shared.web.http.call import Call
from shared.web.http.paging import MOST, limit_of, number_of
from shared.web.http.response import Response
from shared.wiring import wiring

routes = Routes(page=False)
ROOT = "/api/v1/applications"
ONE = f"{ROOT}/<application_id>"
BAD_KEY = Words("Use 1 to 128 printable characters.", "请使用1至128个可打印字符。")
KEY_LENGTH = 128
add_routes(
    routes,
    "applications",
    {"resubmit": Answers, "withdraw": Withdrawal, "appeal": Reasoned, "cancel": Reasoned},
)


@routes.get("/api/v1/forms/<direction>", policy="read_forms", answers=FormView, query={"programme": "string"})
def form(call: Call, direction: str) -> Response:
    """The current form of a direction; with `programme`, as this one asks it."""
    if direction not in DIRECTIONS:
        raise NotFound
    left_out: frozenset[str] = frozenset()
    if asked := call.query.get("programme"):
        programme = wiring().stores.programmes.get(asked)
        if programme is None or not programme.announced or programme.direction != direction:
            raise NotFound
        left_out = frozenset(programme.left_out)
    return Response.of_plain(public(forms.load(direction, left_out=left_out)))


@routes.get("/api/v1/programmes", policy="read_programmes", answers=ProgrammesView)
def programmes(call: Call) -> Response:
    """The programmes that take applications today."""
    today = day_in_beijing(call.at)
    items = [
        ProgrammeView(
            id=each.id,
            direction=each.direction,
            title=Bilingual(en=each.title_en, zh=each.title_zh),
            opens=each.opens,
            closes=each.closes,
            quota=each.quota,
            left_out=list(each.left_out),
            summary=Bilingual(en=each.summary_en, zh=each.summary_zh)
            if each.summary_en and each.summary_zh
            else None,
            lead_time_days=each.lead_days(forms.load(each.direction).lead_days),
        )
        for each in wiring().stores.programmes.all()
        if each.is_open(today)
    ]
    return Response.of(ProgrammesView(items=items))


@routes.post(ROOT, policy="create", body=NewApplication, answers=ApplicationView, status=201, idempotent=True)
def create(call: Call) -> Response:
    """Begin a draft."""
    repeatable = _repeatable(call)
    new = call.json(NewApplication)
    person = call.who.person
    case = drafting.create(
        wiring().stores,
        person,
        direction=new.direction,
        programme_id=new.programme_id,
        values=new.fields,
        at=call.at,
        copy_of=new.copy_of or "",
        repeatable=repeatable,
    )
    return shown(seen_after(call, case), 201, location=f"{ROOT}/{case.application.id}")


@routes.get(
    ROOT,
    policy="list_cases",
    answers=ListView,
    query={"direction": "string", "state": "string", "cursor": "string", "limit": "integer"},
)
def listing(call: Call) -> Response:
    """The cases the caller may see."""
    person = call.who.person
    found = lists.cases(wiring().stores, person, _asked(call))
    return Response.of(list_view(found, public=person.is_partner))


@routes.get(ONE, policy="read_case", answers=ApplicationView)
def read(call: Call, application_id: str) -> Response:
    """One case."""
    return shown(case_view.case(wiring().stores, call.who.person, application_id, at=call.at, fresh=True))


@routes.on("PATCH", ONE, policy="edit", body=Edit, answers=ApplicationView, if_match=True)
def edit(call: Call, application_id: str) -> Response:
    """Merge answers into what may be edited now."""
    values = call.json(Edit).fields
    attempt = attempt_of(call, application_id, "edit", seen=call.seen)
    return answered(call, perform(attempt, EditCommand(values=values)))


@routes.post(
    f"{ONE}/programme",
    policy="change_programme",
    body=OtherProgramme,
    answers=ApplicationView,
    if_match=True,
)
def change_programme(call: Call, application_id: str) -> Response:
    """Let a draft go to another open programme of its direction."""
    wanted = call.json(OtherProgramme).programme_id
    attempt = attempt_of(call, application_id, "change_programme", seen=call.seen)
    return answered(call, perform(attempt, ProgrammeCommand(programme_id=wanted)))


@routes.get(
    f"{ONE}/history",
    policy="read_history",
    answers=HistoryView,
    query={"after": "integer", "limit": "integer"},
)
def history(call: Call, application_id: str) -> Response:
    """What happened to a case, oldest first; `after` is the number to go on from."""
    after = number_of(call, "after", 0, 0, 999_998)
    past = history_of(
        wiring().stores,
        call.who.person,
        application_id,
        after=after,
        limit=number_of(call, "limit", MOST, 1, MOST),
    )
    following = str(past.next) if past.next else None
    return Response.of(HistoryView(items=[event_view(each) for each in past.events], next_cursor=following))


@routes.get(
    "/api/v1/changes",
    policy="list_cases",
    answers=ChangesView,
    query={"since": "date-time", "limit": "integer"},
)
def changes(call: Call) -> Response:
    """Catch up: the cases whose state changed since a time."""
    person = call.who.person
    items, until = changes_for(
        wiring().stores,
        person,
        call.query.get("since"),
        limit=limit_of(call),
        conflicts=call.who.conflicts,
        at=call.at,
    )
    public = person.is_partner
    return Response.of(
        ChangesView(items=[listed_view(each, public=public) for each in items], next_since=until)
    )


def _asked(call: Call) -> ListQuery:
    return ListQuery(
        direction=call.query.get("direction"),
        state=call.query.get("state"),
        cursor=call.query.get("cursor"),
        limit=limit_of(call),
        conflicts=call.who.conflicts,
    )


def _repeatable(call: Call) -> IdempotentRequest | None:
    key = call.headers.get("idempotency-key")
    if key is None:
        return None
    if not (0 < len(key) <= KEY_LENGTH and key.isascii() and key.isprintable()):
        raise InvalidFields((FieldError(field="Idempotency-Key", code="format", message=BAD_KEY),))
    return IdempotentRequest(scope=call.who.person.id, key=key, body=call.body)
