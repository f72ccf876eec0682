"""Programmes (calls) as pages: proposed, changed, copied, closed."""

from dataclasses import replace

from functions.admin.clerk import clerk_of, seen_of
from functions.admin.pages.reason_form import Question, ask_reason, take_reason
from functions.admin.pages.registry_form import Answers, Sheet, ask_form, rows_of, take_form, without
from shared.actions.admin import programmes
from shared.actions.bounds import is_id
from shared.domain.programmes import DIRECTIONS, PROGRAMME_STATES, Programme
from shared.domain.words import Words
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages import labels
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/admin/programmes"
ONE = f"{ROOT}/<programme_id>"
LIST = (Words("Programmes", "项目"), ROOT)
FOLDED = frozenset({"way", "rubric"})
"""Sections of the form that most programmes leave as usual."""


@routes.get(ROOT, policy="administer")
def table(call: Call) -> Response:
    """Every programme, soonest to close first."""
    names = {each: labels.direction(each, call.language) for each in DIRECTIONS}
    context = {"found": programmes.every(clerk_of(call)), "states": PROGRAMME_STATES, "directions": names}
    return Response.page(page("admin/programmes.html", context, shell=shell_of(call)))


@routes.get(f"{ROOT}/new", policy="administer")
def new(call: Call) -> Response:
    """An empty form, or one filled in as the programme `like` was."""
    like = call.query.get("like", "")
    sheet = _sheet(None)
    if is_id(like):
        sheet = replace(sheet, held=programmes.answers(programmes.read(clerk_of(call), like)))
    return ask_form(call, sheet)


@routes.post(f"{ROOT}/new", policy="administer")
def propose(call: Call) -> Response:
    def act(values: Answers) -> str:
        return f"{ROOT}/{programmes.propose(clerk_of(call), values).id}?done=programme_proposed"

    return take_form(call, _sheet(None), act)


@routes.get(ONE, policy="administer")
def one(call: Call, programme_id: str) -> Response:
    """One programme, and what waits of it."""
    found = programmes.read(clerk_of(call), programme_id)
    stores = wiring().stores
    context = {
        "programme": found,
        "state": PROGRAMME_STATES[found.state],
        "rows": rows_of(programmes.form(wiring().stores), found.answers, call),
        "taken": stores.programmes.places_taken(programme_id),
        "proposal": stores.administration.proposal(found.waiting) if found.waiting else None,
    }
    return Response.page(page("admin/programme.html", context, shell=shell_of(call)))


@routes.get(f"{ONE}/change", policy="administer")
def edit(call: Call, programme_id: str) -> Response:
    return ask_form(call, _sheet(programmes.read(clerk_of(call), programme_id)))


@routes.post(f"{ONE}/change", policy="administer")
def change(call: Call, programme_id: str) -> Response:
    def act(values: Answers) -> str:
        after = programmes.change(clerk_of(call), programme_id, values, seen_of(call))
        return f"{ROOT}/{programme_id}{'?done=programme_proposed' if after.waiting else ''}"

    return take_form(call, _sheet(programmes.read(clerk_of(call), programme_id)), act)


@routes.get(f"{ONE}/close", policy="administer")
def ask_close(call: Call, programme_id: str) -> Response:
    return ask_reason(call, _question(programmes.read(clerk_of(call), programme_id)))


@routes.post(f"{ONE}/close", policy="administer")
def close(call: Call, programme_id: str) -> Response:
    def act(_chosen: str, reason: str) -> str:
        programmes.close(clerk_of(call), programme_id, reason, seen_of(call))
        return f"{ROOT}/{programme_id}?done=programme_closed"

    return take_reason(call, _question(programmes.read(clerk_of(call), programme_id)), act)


def _crumb(programme: Programme) -> tuple[Words, str]:
    return programme.name, f"{ROOT}/{programme.id}"


def _sheet(programme: Programme | None) -> Sheet:
    if programme is None:
        return Sheet(
            form=programmes.form(wiring().stores),
            held={},
            title=Words("Propose a programme", "提议新项目"),
            crumbs=(LIST,),
            back=ROOT,
            send=Words("Propose the programme", "提议该项目"),
            note=Words(
                "It opens once a second administrator releases it.", "须由第二名管理员发布后方可开放申报。"
            ),
            folded=FOLDED,
        )
    return Sheet(
        form=without(programmes.form(wiring().stores), "direction"),
        held=programmes.answers(programme),
        title=Words("Change a programme", "修改项目"),
        crumbs=(LIST, _crumb(programme)),
        back=f"{ROOT}/{programme.id}",
        send=Words("Propose the change", "提议修改"),
        note=Words(
            "What partners read changes once a second administrator releases it.",
            "须由第二名管理员同意后，对外信息才会更新。",
        ),
        version=programme.version,
        folded=FOLDED,
    )


def _question(programme: Programme) -> Question:
    return Question(
        title=Words("Close a programme", "关闭项目"),
        crumbs=(LIST, _crumb(programme)),
        note=Words(
            "Within half a minute it takes no more submissions. Drafts are kept, and what was submitted goes on.",
            "半分钟内停止接受提交。草稿予以保留，已提交的申请继续办理。",
        ),
        send=Words("Close the programme", "关闭项目"),
        back=f"{ROOT}/{programme.id}",
        version=programme.version,
        warning=True,
    )
