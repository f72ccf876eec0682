"""Programmes (calls) as everybody may read them, without an account."""

from collections.abc import Sequence

from shared.domain.calendar import day_in_beijing
from shared.domain.programmes import STEPS, Programme
from shared.domain.questions import load, registry_form
from shared.domain.refusals import NotFound
from shared.domain.reviews import CRITERIA
from shared.domain.words import Words
from shared.domain.workflow import newest
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.format_answer import show
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/programmes"
DAYS = {
    "check": Words("The federation checks that it is complete", "联合会进行完整性审查"),
    "review": Words("Experts review it", "专家评审"),
    "compliance": Words("Compliance and safety are checked", "合规与安全核查"),
    "decision": Words("The federation decides", "联合会审批"),
    "answer": Words("You answer, if something is missing", "如需补正，贵单位的答复时间"),
}


@routes.get(ROOT, policy="read_public")
def table(call: Call) -> Response:
    """Programmes that are open, that will open, and that are over."""
    today = day_in_beijing(call.at).isoformat()
    every = [each for each in wiring().stores.programmes.all() if each.announced]
    context = {
        "groups": {
            "open": [each for each in every if each.is_open(day_in_beijing(call.at))],
            "coming": [each for each in every if each.state == "released" and each.opens > today],
            "over": _over(every, today),
        },
        "today": day_in_beijing(call.at),
    }
    return Response.page(page("register/programmes.html", context, shell=shell_of(call)))


@routes.get(f"{ROOT}/<programme_id>", policy="read_public")
def one(call: Call, programme_id: str) -> Response:
    """One programme: what it is for, when, how many places, how long it takes, what reviewers look for."""
    found = wiring().stores.programmes.offered(programme_id, day_in_beijing(call.at))
    if found is None or not found.announced:
        raise NotFound
    line = registry_form("programme").field("line")
    context = {
        "programme": found,
        "line": show(line, found.line, call.language),
        "open": found.is_open(day_in_beijing(call.at)),
        "today": day_in_beijing(call.at),
        "lead_days": found.lead_days(load(found.direction).lead_days),
        "days": [(DAYS[step], _days(found, step)) for step in STEPS],
        "rubric": [(each.label, words) for each in CRITERIA if (words := found.rubric(each.id))],
    }
    return Response.page(page("register/programme.html", context, shell=shell_of(call)))


def _over(every: Sequence[Programme], today: str) -> list[Programme]:
    """Latest first."""
    return [each for each in reversed(every) if each.state == "closed" or each.closes < today]


def _days(programme: Programme, step: str) -> int:
    """Calendar days for a step; claiming a case counts as part of its check."""
    state = STEPS[step][0]
    return programme.terms.get(state) or newest(programme.direction).states[state].sla_days or 0
