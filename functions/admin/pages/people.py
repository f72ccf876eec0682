"""People of the registry as pages: found by name, invited, changed, disabled."""

from dataclasses import replace

from functions.admin import letters
from functions.admin.clerk import clerk_of, seen_of
from functions.admin.pages.reason_form import Question, ask_reason, take_reason
from functions.admin.pages.register import listed
from functions.admin.pages.registry_form import Answers, Sheet, ask_form, rows_of, take_form, without
from shared.actions.admin import invitations, organisations, people
from shared.actions.admin.invitations import Invited
from shared.actions.bounds import is_id
from shared.domain.people import PARTNER, Organisation, Person
from shared.domain.questions import Form
from shared.domain.questions import registry_form as form_of
from shared.domain.refusals import NotFound
from shared.domain.words import Words
from shared.domain.workflow import definitions
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ROOT = "/admin/people"
ONE = f"{ROOT}/<person_id>"
LIST = (Words("People", "人员"), ROOT)


@routes.get(ROOT, policy="administer")
def table(call: Call) -> Response:
    """People by name."""
    return listed(
        call,
        people.page,
        "admin/people.html",
        ROOT,
        more=lambda found: {
            "roles": definitions().roles,
            "organisations": _named(call, {each.organisation_id for each in found if each.organisation_id}),
        },
    )


@routes.get(f"{ROOT}/new", policy="administer")
def new(call: Call) -> Response:
    return ask_form(call, _invitation(call, _organisation(call)))


@routes.post(f"{ROOT}/new", policy="administer")
def invite(call: Call) -> Response:
    """Invite somebody; where letters cannot be sent, this page is the only one that ever shows the link."""
    organisation = _organisation(call)

    def act(values: Answers) -> Response:
        own = {"organisation_id": organisation.id} if organisation else {}
        return _invited(call, people.invite(clerk_of(call), {**values, **own}))

    return take_form(call, _invitation(call, organisation), act)


@routes.get(ONE, policy="administer")
def one(call: Call, person_id: str) -> Response:
    """One person, their roles, and what waits."""
    return _page(call, people.read(clerk_of(call), person_id))


@routes.get(f"{ONE}/change", policy="administer")
def edit(call: Call, person_id: str) -> Response:
    return ask_form(call, _sheet(people.read(clerk_of(call), person_id)))


@routes.post(f"{ONE}/change", policy="administer")
def change(call: Call, person_id: str) -> Response:
    def act(values: Answers) -> str:
        people.change(clerk_of(call), person_id, values, seen_of(call))
        return f"{ROOT}/{person_id}?done=person_changed"

    return take_form(call, _sheet(people.read(clerk_of(call), person_id)), act)


@routes.post(f"{ONE}/invitation", policy="administer")
def invite_again(call: Call, person_id: str) -> Response:
    return _invited(call, invitations.again(clerk_of(call), person_id, seen_of(call)))


@routes.get(f"{ONE}/state", policy="administer")
def ask_state(call: Call, person_id: str) -> Response:
    return ask_reason(call, _question(people.read(clerk_of(call), person_id)))


@routes.post(f"{ONE}/state", policy="administer")
def set_state(call: Call, person_id: str) -> Response:
    found = people.read(clerk_of(call), person_id)
    act = people.enable if found.state == "disabled" else people.disable

    def do(_chosen: str, reason: str) -> str:
        after = act(clerk_of(call), person_id, reason, seen_of(call))
        return f"{ROOT}/{person_id}?done=person_{'disabled' if after.state == 'disabled' else 'enabled'}"

    return take_reason(call, _question(found), do)


def _invited(call: Call, invited: Invited) -> Response:
    sent = letters.send(call, invited)
    if sent.sent:
        return Response.see(f"{ROOT}/{invited.person.id}?done=person_invited")
    return _page(call, invited.person, link=sent.link or "", unsent=sent.link is None)


def _page(call: Call, person: Person, link: str = "", *, unsent: bool = False) -> Response:
    own = person.organisation_id
    proposal = wiring().stores.administration.proposal(person.waiting) if person.waiting else None
    context = {
        "person": person,
        "organisation": wiring().stores.organisations.name_of(own) if own else None,
        "rows": rows_of(
            without(form_of(people.FORM), "organisation_id", "roles"), people.answers(person), call
        ),
        "roles": [definitions().roles[role] for role in person.roles],
        "proposal": proposal,
        "link": link,
        "unsent": unsent,
        "oneself": person.id == call.who.person.id,
    }
    shell = replace(shell_of(call), path=f"{ROOT}/{person.id}")
    return Response.page(page("admin/person.html", context, shell=shell))


def _named(call: Call, organisation_ids: set[str]) -> dict[str, str]:
    """What the organisations of a page of people are called."""
    found = wiring().stores.organisations.get(sorted(organisation_ids))
    return {each.id: each.name.within(call.language) for each in found.values()}


def _organisation(call: Call) -> Organisation | None:
    """Whom the newcomer acts for, None for the federation; raises NotFound."""
    wanted = call.code("organisation") or call.query.get("organisation", "")
    if wanted and not is_id(wanted):
        raise NotFound
    return organisations.read(clerk_of(call), wanted) if wanted else None


def _form(*, partner: bool) -> Form:
    """What is asked of a person: the organisation is known, and roles are those that may go with it."""
    form = without(form_of(people.FORM), "organisation_id", *(() if partner else ("mandate_until",)))
    sections = tuple(
        replace(
            section,
            fields=tuple(
                replace(
                    each,
                    options=tuple(option for option in each.options if (option.value in PARTNER) == partner),
                )
                if each.id == "roles"
                else each
                for each in section.fields
            ),
        )
        for section in form.sections
    )
    return replace(form, sections=sections)


def _invitation(call: Call, organisation: Organisation | None) -> Sheet:
    sheet = Sheet(
        form=_form(partner=organisation is not None),
        held={"language": call.language},
        title=Words("Invite somebody of the federation", "邀请联合会人员"),
        crumbs=(LIST,),
        back=ROOT,
        send=Words("Invite", "邀请"),
        note=Words(
            "Roles of the federation come into force once a second administrator releases them.",
            "联合会角色须由第二名管理员同意后生效。",
        ),
    )
    if organisation is None:
        return sheet
    place = f"/admin/organisations/{organisation.id}"
    name = organisation.name
    return replace(
        sheet,
        title=Words(f"Invite somebody of {name.en}", f"邀请{name.zh}的人员"),
        crumbs=((Words("Organisations", "单位"), "/admin/organisations"), (name, place)),
        back=place,
        note=None,
        besides=(("organisation", organisation.id),),
    )


def _sheet(person: Person) -> Sheet:
    return Sheet(
        form=_form(partner=person.organisation_id is not None),
        held=people.answers(person),
        title=Words("Change a person", "修改人员信息"),
        crumbs=(LIST, (Words(person.name, person.name), f"{ROOT}/{person.id}")),
        back=f"{ROOT}/{person.id}",
        send=Words("Save", "保存"),
        note=Words(
            "Roles that are taken away end at once. New roles of the federation wait for a second administrator.",
            "撤销的角色立即失效；新授予的联合会角色须由第二名管理员同意。",
        ),
        version=person.version,
    )


def _question(person: Person) -> Question:
    back = person.state == "disabled"
    return Question(
        title=Words(f"Let {person.name} in again", f"恢复{person.name}的账号")
        if back
        else Words(f"Disable {person.name}", f"停用{person.name}的账号"),
        crumbs=(LIST, (Words(person.name, person.name), f"{ROOT}/{person.id}")),
        note=Words(
            "They sign in anew, with the roles they had. Older sessions and tokens stay ended.",
            "该人员须重新登录，角色不变；此前的会话和令牌不再恢复。",
        )
        if back
        else Words(
            "Sessions, tokens and an open invitation end at once. What they did stays on record; hand their open work"
            " to somebody else.",
            "其会话、令牌和未使用的邀请立即失效。已办事项的记录保留，请将未办结的工作转交他人。",
        ),
        send=Words("Let in again", "恢复账号") if back else Words("Disable the account", "停用账号"),
        back=f"{ROOT}/{person.id}",
        version=person.version,
        warning=not back,
    )
