"""Work goes to a colleague: the officer of one case, and everything of somebody who leaves."""

from dataclasses import dataclass

from shared.actions import handover
from shared.actions.bounds import is_id
from shared.actions.perform import perform
from shared.domain.commands import ColleagueCommand
from shared.domain.people import Person
from shared.domain.refusals import FieldError, InvalidFields
from shared.identity import forget_typed, typed_for
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_page import step_page
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.web.pages.step import Step, attempted, opened, posted
from shared.wiring import wiring

routes = Routes(page=True)
ONE = "/desk/<application_id>/officer"
ALL = "/desk/handover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """An officer, whether they can still work, and how many open cases they have."""

    person: Person
    count: int


@routes.get(ONE, policy="hand_over")
def ask(call: Call, application_id: str) -> Response:
    return _one(call, opened(call, application_id, "hand_over"))


@routes.post(ONE, policy="hand_over")
def hand_over(call: Call, application_id: str) -> Response:
    command = ColleagueCommand(person_id=call.code("officer"))
    return posted(
        call,
        application_id,
        "hand_over",
        lambda: perform(attempted(call, application_id, "hand_over"), command),
        lambda step: _one(call, step),
        already=lambda seen: seen.case.application.officer == command.person_id,
    )


@routes.get(ALL, policy="hand_over")
def ask_all(call: Call) -> Response:
    """Whose work goes to whom?"""
    typed = typed_for(call, call.path)
    leaver, heir = (typed.get(name, [""])[-1] for name in ("leaver", "heir"))
    leaver = leaver or call.query.get("from", "")
    return _all(call, leaver if is_id(leaver) else "", heir)


@routes.post(ALL, policy="hand_over")
def hand_over_all(call: Call) -> Response:
    leaver, heir = call.code("leaver"), call.code("heir")
    try:
        moved = handover.hand_over_all(desk_of(call), leaver, heir)
    except InvalidFields as refusal:
        return _all(call, leaver, heir, refusal.errors)
    forget_typed(call, call.path)
    return _all(call, leaver, heir, moved=moved)


def desk_of(call: Call) -> handover.Desk:
    """The open cases as whoever calls may see them."""
    who = call.who
    return handover.Desk(stores=wiring().stores, person=who.person, at=call.at, conflicts=who.conflicts)


def _one(call: Call, step: Step) -> Response:
    application = step.seen.case.application
    officers = [
        each
        for each in wiring().stores.people.holding(handover.ROLE)
        if each.active and each.id not in (application.officer, *application.conflicted)
    ]
    names = wiring().stores.people.names([application.officer] if application.officer else [])
    return step_page(
        call,
        "desk/officer.html",
        step,
        officers=officers,
        present=names.get(application.officer, ""),
        own=call.who.person.id,
    )


def _all(
    call: Call,
    leaver: str,
    heir: str = "",
    errors: tuple[FieldError, ...] = (),
    moved: handover.Moved | None = None,
) -> Response:
    stores = wiring().stores
    officers = sorted(stores.people.ever_held(handover.ROLE), key=lambda each: (each.active, each.name))
    counts = handover.loads(desk_of(call))
    loads = [Load(person=each, count=counts[each.id]) for each in officers]
    context = {
        "loads": [each for each in loads if each.count or each.person.id == leaver],
        "heirs": [each for each in officers if each.active],
        "leaver": leaver,
        "heir": heir,
        "errors": errors,
        "moved": moved,
    }
    html = page("desk/handover.html", context, shell=shell_of(call))
    return Response.page(html, status=422 if errors else 200)
