"""Joining the hub as pages: the public request, and its vetting by an officer."""

from dataclasses import replace

from functions.admin.clerk import SEEN, clerk_of, seen_of
from functions.admin.pages.reason_form import LONGEST, Question, ask_reason, take_reason
from functions.admin.pages.register import LINES
from functions.admin.pages.registry_form import Answers, Sheet, ask_form, rows_of, take_form, without
from shared.actions.admin import membership
from shared.actions.admin.clerk import Clerk
from shared.domain.credential import digest_of
from shared.domain.people import STANDINGS, Organisation
from shared.domain.questions import registry_form
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.identity import forget_typed, typed_for
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.post_input import Inputs
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/vetting"
ONE = f"{ROOT}/<organisation_id>"
LIST = (Words("Requests to join", "加入申请"), ROOT)


@routes.get("/join", policy="ask_to_join")
def new(call: Call) -> Response:
    """What we ask of whoever would like to work with the hub."""
    return ask_form(call, _sheet())


@routes.post("/join", policy="ask_to_join")
def ask(call: Call) -> Response:
    """Keep the request; nobody is let in by it."""

    def act(values: Answers) -> str:
        asked = registry_form("join").index
        contact = {name: value for name, value in values.items() if name in asked}
        organisation = {name: value for name, value in values.items() if name not in asked}
        clerk = Clerk(stores=wiring().stores, person=membership.SOMEBODY, at=call.at)
        membership.ask(clerk, organisation, contact, digest_of(call.address))
        return "/join/sent"

    return take_form(call, _sheet(), act)


@routes.get("/join/sent", policy="ask_to_join")
def sent(call: Call) -> Response:
    return Response.page(page("admin/join_sent.html", {}, shell=shell_of(call)))


@routes.get(ROOT, policy="vet")
def table(call: Call) -> Response:
    """Requests that nobody has vetted, oldest first."""
    try:
        found, following = membership.page(clerk_of(call), limit=LINES, cursor=call.query.get("cursor"))
    except InvalidFields:
        return Response.see(ROOT)
    context = {
        "found": found,
        "next_href": f"{ROOT}?cursor={following}" if following else None,
        "first_href": ROOT if "cursor" in call.query else None,
    }
    return Response.page(page("admin/vetting_list.html", context, shell=shell_of(call)))


@routes.get(ONE, policy="vet")
def one(call: Call, organisation_id: str) -> Response:
    """One request, whom it may be already, and what to make sure of."""
    typed = {name: values[-1] for name, values in typed_for(call, call.path).items() if values}
    return _page(call, organisation_id, typed)


@routes.post(ONE, policy="vet")
def vet(call: Call, organisation_id: str) -> Response:
    inputs = Inputs(call)
    evidence = {name: inputs.text(name, words, most=LONGEST) for name, words in membership.VETTING.items()}
    typed = {name: call.posted.get(name, [""])[-1] for name in membership.VETTING}
    try:
        inputs.check()
        membership.vet(clerk_of(call), organisation_id, evidence, seen_of(call))
    except InvalidFields as refusal:
        return _page(call, organisation_id, typed, refusal.errors)
    forget_typed(call, call.path)
    return Response.see(f"{ROOT}?done=vetted")


@routes.get(f"{ONE}/decline", policy="vet")
def ask_decline(call: Call, organisation_id: str) -> Response:
    return ask_reason(call, _question(membership.read(clerk_of(call), organisation_id)[0]))


@routes.post(f"{ONE}/decline", policy="vet")
def decline(call: Call, organisation_id: str) -> Response:
    def act(_chosen: str, reason: str) -> str:
        membership.decline(clerk_of(call), organisation_id, reason, seen_of(call))
        return f"{ROOT}?done=declined"

    return take_reason(call, _question(membership.read(clerk_of(call), organisation_id)[0]), act)


def _page(
    call: Call, organisation_id: str, typed: dict[str, str], errors: tuple[FieldError, ...] = ()
) -> Response:
    found, alike = membership.read(clerk_of(call), organisation_id)
    context = {
        "organisation": found,
        "standing": STANDINGS[found.standing],
        "rows": rows_of(registry_form("organisation"), found.answers, call),
        "contact": rows_of(registry_form("join"), found.request, call),
        "alike": alike,
        "vetting": membership.VETTING,
        "typed": typed,
        "errors": errors,
        "limit": LONGEST,
        "seen": call.code(SEEN) or found.version,
    }
    html = page("admin/vetting.html", context, shell=shell_of(call))
    return Response.page(html, status=422 if errors else 200)


def _sheet() -> Sheet:
    organisation = without(registry_form("organisation"), "note")
    both = replace(organisation, sections=(*organisation.sections, *registry_form("join").sections))
    return Sheet(
        form=both,
        held={"country": "CN"},
        title=Words("Become a partner of the exchange", "申请成为交流合作单位"),
        crumbs=((Words("Home", "首页"), "/"),),
        back="/",
        send=Words("Send the request", "提交申请"),
        note=Words(
            "Tell us who you are and what you would like to do together. The federation checks every request and answers"
            " by e-mail; an account comes with an invitation.",
            "请告诉我们贵单位的情况和合作意向。联合会将核查每一份申请并通过邮件答复，账号以邀请方式开通。",
        ),
    )


def _question(organisation: Organisation) -> Question:
    return Question(
        title=Words(f"Decline {organisation.name_en}", f"不予接受{organisation.name_zh}"),
        crumbs=(LIST, (organisation.name, f"{ROOT}/{organisation.id}")),
        note=Words(
            "The request ends. Write to the contact yourself and say why.",
            "该申请将结束，请自行联系申请人说明原因。",
        ),
        send=Words("Decline the request", "不予接受"),
        back=f"{ROOT}/{organisation.id}",
        version=organisation.version,
        warning=True,
    )
