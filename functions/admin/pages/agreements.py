"""Partner agreements as pages: entered, changed or renewed, ended early; everybody reads them at /agreements."""

from functions.admin.clerk import clerk_of, seen_of
from functions.admin.pages.reason_form import Question, ask_reason, take_reason
from functions.admin.pages.registry_form import Answers, Sheet, ask_form, take_form
from shared.actions.admin import agreements
from shared.actions.bounds import is_id
from shared.domain.agreements import Agreement
from shared.domain.questions import registry_form
from shared.domain.words import Words
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response

routes = Routes(page=True)
ROOT = "/admin/agreements"
ONE = f"{ROOT}/<agreement_id>"
READ = "/agreements"
LIST = (Words("Agreements", "协议"), READ)


@routes.get(f"{ROOT}/new", policy="administer")
def new(call: Call) -> Response:
    """An empty form, or one that begins with an organisation."""
    begun = call.query.get("organisation", "")
    return ask_form(call, _sheet(None, begun if is_id(begun) else ""))


@routes.post(f"{ROOT}/new", policy="administer")
def add(call: Call) -> Response:
    def act(values: Answers) -> str:
        return f"{READ}/{agreements.add(clerk_of(call), values).id}?done=agreement_added"

    return take_form(call, _sheet(None), act)


@routes.get(f"{ONE}/change", policy="administer")
def edit(call: Call, agreement_id: str) -> Response:
    return ask_form(call, _sheet(agreements.read(clerk_of(call), agreement_id)))


@routes.post(f"{ONE}/change", policy="administer")
def change(call: Call, agreement_id: str) -> Response:
    def act(values: Answers) -> str:
        agreements.change(clerk_of(call), agreement_id, values, seen_of(call))
        return f"{READ}/{agreement_id}?done=agreement_changed"

    return take_form(call, _sheet(agreements.read(clerk_of(call), agreement_id)), act)


@routes.get(f"{ONE}/end", policy="administer")
def ask_end(call: Call, agreement_id: str) -> Response:
    return ask_reason(call, _question(agreements.read(clerk_of(call), agreement_id)))


@routes.post(f"{ONE}/end", policy="administer")
def end(call: Call, agreement_id: str) -> Response:
    def act(_chosen: str, reason: str) -> str:
        agreements.end(clerk_of(call), agreement_id, reason, seen_of(call))
        return f"{READ}/{agreement_id}?done=agreement_ended"

    return take_reason(call, _question(agreements.read(clerk_of(call), agreement_id)), act)


def _crumb(agreement: Agreement) -> tuple[Words, str]:
    return agreement.name, f"{READ}/{agreement.id}"


def _sheet(agreement: Agreement | None, organisation_id: str = "") -> Sheet:
    if agreement is None:
        begun = {"organisation_id": organisation_id} if organisation_id else {}
        return Sheet(
            form=registry_form(agreements.FORM),
            held={"remind_days": 90, **begun},
            title=Words("Enter an agreement", "新增协议"),
            crumbs=(LIST,),
            back=READ,
            send=Words("Enter the agreement", "新增协议"),
        )
    return Sheet(
        form=registry_form(agreements.FORM),
        held=agreement.answers,
        title=Words("Change or renew an agreement", "修改或续签协议"),
        crumbs=(LIST, _crumb(agreement)),
        back=f"{READ}/{agreement.id}",
        send=Words("Save", "保存"),
        version=agreement.version,
    )


def _question(agreement: Agreement) -> Question:
    return Question(
        title=Words("End an agreement early", "提前终止协议"),
        crumbs=(LIST, _crumb(agreement)),
        note=Words(
            "No new application can choose it. Cases that name it already go on. This cannot be undone: a new agreement is"
            " entered instead.",
            "新申请将不能选用该协议，已引用该协议的申请继续办理。此操作不可撤销，如需恢复请新增协议。",
        ),
        send=Words("End the agreement", "终止协议"),
        back=f"{READ}/{agreement.id}",
        version=agreement.version,
        warning=True,
    )
