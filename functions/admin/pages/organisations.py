"""The hub's organisations as pages: found by name, entered, changed, suspended."""

from typing import cast

from functions.admin.clerk import clerk_of, seen_of
from functions.admin.pages.reason_form import Question, ask_reason, take_reason
from functions.admin.pages.register import listed
from functions.admin.pages.registry_form import Answers, Sheet, ask_form, rows_of, take_form
from shared.actions.admin import organisations
from shared.actions.admin.membership import VETTING
from shared.domain.people import STANDINGS, Organisation, Standing
from shared.domain.questions import registry_form as form_of
from shared.domain.words import Words
from shared.domain.workflow import definitions
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.format_answer import show
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/admin/organisations"
ONE = f"{ROOT}/<organisation_id>"
BY = Words("Made sure by", "核查人")
LIST = (Words("Organisations", "单位"), ROOT)
BECOMES = {
    "active": Words("Active: it may send applications", "有效：可提交申请"),
    "suspended": Words(
        "Suspended: it sends no applications until it is active again", "暂停：恢复有效前不得提交申请"
    ),
    "left": Words("Left: it takes part no more", "退出：不再参与"),
}


@routes.get(ROOT, policy="administer")
def table(call: Call) -> Response:
    """Organisations by name."""
    context = {"kind": _kinds(call), "standings": STANDINGS}
    return listed(call, organisations.page, "admin/organisations.html", ROOT, more=lambda _: context)


@routes.get(f"{ROOT}/new", policy="administer")
def new(call: Call) -> Response:
    return ask_form(call, _sheet(None))


@routes.post(f"{ROOT}/new", policy="administer")
def add(call: Call) -> Response:
    def act(values: Answers) -> str:
        return f"{ROOT}/{organisations.add(clerk_of(call), values).id}?done=organisation_added"

    return take_form(call, _sheet(None), act)


@routes.get(ONE, policy="administer")
def one(call: Call, organisation_id: str) -> Response:
    """One organisation, what is known of it, and who acts for it."""
    found = organisations.read(clerk_of(call), organisation_id)
    context = {
        "organisation": found,
        "rows": rows_of(form_of(organisations.FORM), found.answers, call),
        "contact": rows_of(form_of("join"), found.request, call),
        "vetting": {**VETTING, "by": BY},
        "alike": wiring().stores.organisations.alike(found),
        "standing": STANDINGS[found.standing],
        "may_become": organisations.may_become(found),
        "agreements": wiring().stores.agreements.of(organisation_id),
        "people": wiring().stores.people.staff(organisation_id),
        "roles": definitions().roles,
    }
    return Response.page(page("admin/organisation.html", context, shell=shell_of(call)))


@routes.get(f"{ONE}/change", policy="administer")
def edit(call: Call, organisation_id: str) -> Response:
    return ask_form(call, _sheet(organisations.read(clerk_of(call), organisation_id)))


@routes.post(f"{ONE}/change", policy="administer")
def change(call: Call, organisation_id: str) -> Response:
    def act(values: Answers) -> str:
        organisations.change(clerk_of(call), organisation_id, values, seen_of(call))
        return f"{ROOT}/{organisation_id}?done=organisation_changed"

    sheet = _sheet(organisations.read(clerk_of(call), organisation_id))
    return take_form(call, sheet, act)


@routes.get(f"{ONE}/standing", policy="administer")
def ask_standing(call: Call, organisation_id: str) -> Response:
    return ask_reason(call, _question(organisations.read(clerk_of(call), organisation_id)))


@routes.post(f"{ONE}/standing", policy="administer")
def stand(call: Call, organisation_id: str) -> Response:
    def act(chosen: str, reason: str) -> str:
        standing = cast("Standing", chosen)
        organisations.stand(clerk_of(call), organisation_id, standing, reason, seen_of(call))
        return f"{ROOT}/{organisation_id}?done=standing"

    return take_reason(call, _question(organisations.read(clerk_of(call), organisation_id)), act)


def _kinds(call: Call) -> dict[str, str]:
    field = form_of(organisations.FORM).field("kind")
    return {str(each.value): show(field, each.value, call.language) for each in field.options}


def _crumb(organisation: Organisation) -> tuple[Words, str]:
    return organisation.name, f"{ROOT}/{organisation.id}"


def _sheet(organisation: Organisation | None) -> Sheet:
    if organisation is None:
        return Sheet(
            form=form_of(organisations.FORM),
            held={"country": "CN"},
            title=Words("Enter an organisation", "新增单位"),
            crumbs=(LIST,),
            back=ROOT,
            send=Words("Enter the organisation", "新增单位"),
        )
    return Sheet(
        form=form_of(organisations.FORM),
        held=organisation.answers,
        title=Words("Change an organisation", "修改单位信息"),
        crumbs=(LIST, _crumb(organisation)),
        back=f"{ROOT}/{organisation.id}",
        send=Words("Save", "保存"),
        version=organisation.version,
    )


def _question(organisation: Organisation) -> Question:
    return Question(
        title=Words("Change where an organisation stands", "变更单位状态"),
        crumbs=(LIST, _crumb(organisation)),
        note=Words(
            "A suspension stops new applications. Cases under way go on, and nobody who travels is left alone.",
            "暂停后不得提交新申请；已在办理的申请继续办理，已出行人员的保障不受影响。",
        ),
        send=Words("Change the standing", "变更状态"),
        back=f"{ROOT}/{organisation.id}",
        version=organisation.version,
        choices=tuple((each, BECOMES[each]) for each in organisations.may_become(organisation)),
    )
