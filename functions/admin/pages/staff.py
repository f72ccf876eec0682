"""A partner's own organisation as a page: what the registry knows of it, and its people."""

from dataclasses import replace

from functions.admin import letters
from functions.admin.clerk import clerk_of, seen_of
from functions.admin.pages.reason_form import Question, ask_reason, take_reason
from functions.admin.pages.registry_form import Answers, Sheet, ask_form, rows_of, take_form, without
from shared.actions.admin import staff
from shared.actions.admin.invitations import Invited
from shared.actions.policy import POLICY
from shared.domain.people import STANDINGS, Person
from shared.domain.questions import registry_form
from shared.domain.words import Words
from shared.domain.workflow import definitions
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of

routes = Routes(page=True)
ROOT = "/staff"
ONE = f"{ROOT}/<person_id>"
HOME = (Words("Your organisation", "本单位"), ROOT)


@routes.get(ROOT, policy="read_staff")
def home(call: Call) -> Response:
    """One's own organisation."""
    return _page(call)


@routes.get(f"{ROOT}/new", policy="manage_staff")
def new(call: Call) -> Response:
    return ask_form(call, _sheet(call))


@routes.post(f"{ROOT}/new", policy="manage_staff")
def invite(call: Call) -> Response:
    """Invite an editor; where letters cannot be sent, this page is the only one that ever shows the link."""

    def act(values: Answers) -> Response:
        return _invited(call, staff.invite(clerk_of(call), values))

    return take_form(call, _sheet(call), act)


@routes.post(f"{ONE}/invitation", policy="manage_staff")
def invite_again(call: Call, person_id: str) -> Response:
    return _invited(call, staff.again(clerk_of(call), person_id, seen_of(call)))


@routes.get(f"{ONE}/state", policy="manage_staff")
def ask_state(call: Call, person_id: str) -> Response:
    return ask_reason(call, _question(staff.editor(clerk_of(call), person_id)))


@routes.post(f"{ONE}/state", policy="manage_staff")
def disable(call: Call, person_id: str) -> Response:
    def act(_chosen: str, reason: str) -> str:
        staff.disable(clerk_of(call), person_id, reason, seen_of(call))
        return f"{ROOT}?done=person_disabled"

    return take_reason(call, _question(staff.editor(clerk_of(call), person_id)), act)


def _invited(call: Call, invited: Invited) -> Response:
    sent = letters.send(call, invited)
    if sent.sent:
        return Response.see(f"{ROOT}?done=person_invited")
    return _page(call, sent.link or "", unsent=sent.link is None)


def _page(call: Call, link: str = "", *, unsent: bool = False) -> Response:
    organisation, people = staff.own(clerk_of(call))
    person = call.who.person
    context = {
        "organisation": organisation,
        "standing": STANDINGS[organisation.standing],
        "rows": rows_of(without(registry_form("organisation"), "note"), organisation.answers, call),
        "people": people,
        "roles": definitions().roles,
        "manages": POLICY["manage_staff"].admits(person),
        "managed": {each.id for each in people if each.roles == staff.EDITOR and each.id != person.id},
        "link": link,
        "unsent": unsent,
    }
    return Response.page(page("admin/staff.html", context, shell=replace(shell_of(call), path=ROOT)))


def _sheet(call: Call) -> Sheet:
    form = without(registry_form("person"), "organisation_id", "roles", "expertise", "mandate_until")
    return Sheet(
        form=form,
        held={"language": call.language},
        title=Words("Invite an editor", "邀请经办人"),
        crumbs=(HOME,),
        back=ROOT,
        send=Words("Invite", "邀请"),
        note=Words(
            "Editors fill in applications of your organisation and answer requests. Signatories are appointed by the"
            " federation.",
            "经办人可填写本单位申请并补正材料。授权签字人由联合会登记。",
        ),
    )


def _question(person: Person) -> Question:
    return Question(
        title=Words(f"Disable {person.name}", f"停用{person.name}的账号"),
        crumbs=(HOME,),
        note=Words(
            "Sessions, tokens and an open invitation end at once. Drafts stay with your organisation. Only the"
            " federation can open the account again.",
            "其会话、令牌和未使用的邀请立即失效。草稿仍归本单位所有。恢复账号须联系联合会。",
        ),
        send=Words("Disable the account", "停用账号"),
        back=ROOT,
        version=person.version,
        warning=True,
    )
