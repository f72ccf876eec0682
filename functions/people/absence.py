"""One's own absence, on a page of the account."""

from shared.actions import absence
from shared.domain.people import Absence
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.identity import forget_typed, typed_for
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.form_input import Typed, typed_section
from shared.web.pages.post_input import Inputs, day_section
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
PAGE = "/people/absence"
FIRST = Words("First day away", "离岗首日")
LAST = Words("Last day away", "离岗末日")
NO_FIRST = Words("Give the first day you are away.", "请填写离岗首日。")
NO_LAST = Words("Give the last day you are away.", "请填写离岗末日。")


@routes.get(PAGE, policy="be_away")
def ask(call: Call) -> Response:
    """When are you away? With what was typed before the session ended."""
    posted = typed_for(call, call.path)
    if posted:
        return _page(call, {name: values[-1] for name, values in posted.items() if values})
    own = call.who.person.absence
    typed: dict[str, Typed] = {"deputy": own.deputy if own else ""}
    typed |= typed_section(day_section("first", FIRST), {"first": own.first if own else None})
    typed |= typed_section(day_section("last", LAST), {"last": own.last if own else None})
    return _page(call, typed)


@routes.post(PAGE, policy="be_away")
def be_away(call: Call) -> Response:
    inputs = Inputs(call)
    first, last = inputs.day("first", FIRST, NO_FIRST), inputs.day("last", LAST, NO_LAST)
    wanted = Absence(first=first or "", last=last or "", deputy=call.code("deputy"))
    try:
        inputs.check()
        absence.be_away(wiring().stores, call.who.person, wanted, call.at)
    except InvalidFields as refusal:
        typed: dict[str, Typed] = {name: values[-1] for name, values in call.posted.items() if values}
        return _page(call, typed, refusal.errors)
    forget_typed(call, call.path)
    return Response.see("/people/profile?done=away")


@routes.post(f"{PAGE}/end", policy="be_away")
def be_back(call: Call) -> Response:
    absence.be_back(wiring().stores, call.who.person)
    return Response.see("/people/profile?done=back")


def _page(call: Call, typed: dict[str, Typed], errors: tuple[FieldError, ...] = ()) -> Response:
    context = {
        "typed": typed,
        "errors": errors,
        "deputies": absence.deputies(wiring().stores, call.who.person),
        "away": call.who.person.absence,
    }
    html = page("people/absence.html", context, shell=shell_of(call))
    return Response.page(html, status=422 if errors else 200)
