"""Documents of a case as pages: attach one with or without a script, list them, open one, remove one."""

import json

from functions.documents.files import opened, removed
from functions.documents.shown import Place, listed, place_of
from shared.actions.perform import perform
from shared.actions.queries import documents
from shared.actions.queries.documents import CaseDocuments
from shared.domain.commands import AttachCommand, DocumentCommand
from shared.domain.document_kinds import KINDS, MOST_BYTES
from shared.domain.documents import FEDERATION
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.web.http.app import Routes
from shared.web.http.attempt import attempt_of
from shared.web.http.call import VERSION, Call
from shared.web.http.headers import page_headers
from shared.web.http.response import Response
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)
ALL = "/applications/<application_id>/documents"
ONE = f"{ALL}/<document_id>"
CHECKED = Words(
    "It has been checked meanwhile. Look at it as it is now before you remove it.",
    "该文件刚刚完成检查，请查看当前情况后再决定是否移除。",
)


@routes.get(ALL, policy="read_documents")
def listing(call: Call, application_id: str) -> Response:
    """Every document of the case that this reader may know of, by the question that it answers."""
    found = documents.of_case(wiring().stores, call.who.person, application_id)
    context = {
        "case": found.application,
        "groups": listed(found, call.language, call.at, call.who.person.id),
        "attach_href": f"{call.path}/new" if found.view == "federation" else "",
    }
    text = page("documents/list.html", context, shell=shell_of(call))
    return Response.page(text, headers=page_headers(call.language, connects=True))


@routes.get(f"{ALL}/new", policy="attach")
def choose(call: Call, application_id: str) -> Response:
    """Choose a file for a question, of the first one that takes documents where none is named."""
    found = documents.changeable(attempt_of(call, application_id, "attach"))
    return _choice(call, place_of(call, found, call.query.get("field") or _first(found)))


@routes.post(ALL, policy="attach")
def attach(call: Call, application_id: str) -> Response:
    """Announce a file: a script is answered with the way in, a plain form goes on to where the file is sent."""
    found = documents.changeable(attempt_of(call, application_id, "attach"))
    place = place_of(call, found, call.code("field"))
    script = bool(call.code("sha256"))
    try:
        document = perform(attempt_of(call, application_id, "attach"), _announced(call, place)).documents[-1]
    except InvalidFields as refusal:
        return _said(refusal.errors, call) if script else _choice(call, place, refusal.errors)
    here = f"{call.path}/{document.id}"
    if not script:
        return Response.see(f"{here}/send{_kept(place)}")
    answer = {"upload": wiring().bucket.way_in(document), "then": f"{here}/sent{_kept(place)}"}
    return Response(json.dumps(answer), 201)


@routes.get(f"{ONE}/send", policy="attach")
def send(call: Call, application_id: str, document_id: str) -> Response:
    """The plain form that sends the file of an announced document to the bucket; the way in is its announcer's."""
    found = documents.changeable(attempt_of(call, application_id, "attach"))
    document = found.one(document_id)
    place = place_of(call, found, document.field)
    if document.by != call.who.person.id or document.arrived or document.lost(call.at):
        return Response.see(place.back)
    bucket = wiring().bucket
    back = f"{call.base_url}{call.path.removesuffix('send')}sent{_kept(place)}"
    context = {
        "case": found.application,
        "place": place,
        "remove": f"{call.path.removesuffix('send')}remove{_kept(place)}",
        "upload": bucket.way_in(document, back=back),
        "endings": _endings(),
    }
    text = page("documents/send.html", context, shell=shell_of(call))
    return Response.page(text, headers=_reaching(call, bucket.origin))


@routes.get(f"{ONE}/sent", policy="read_documents")
def sent(call: Call, application_id: str, document_id: str) -> Response:
    """Back to where the document was attached, or to the case where nothing can be changed any more."""
    found = documents.of_case(wiring().stores, call.who.person, application_id)
    document = found.one(document_id)
    place = place_of(call, found, document.field)
    if not found.application.workflow.states[found.application.state].partner_may_edit:
        return Response.see(f"/applications/{application_id}/documents")
    done = document.state != "refused" and not document.lost(call.at)
    return Response.see(place.after("attach") if done else place.back)


@routes.get(ONE, policy="read_documents")
def read(call: Call, application_id: str, document_id: str) -> Response:
    """The file itself, as a download."""
    return Response.see(opened(call, application_id, document_id))


@routes.get(f"{ONE}/remove", policy="remove_document")
def ask_to_remove(call: Call, application_id: str, document_id: str) -> Response:
    """The document once more, before it is taken out."""
    return _removal(call, application_id, document_id)


@routes.post(f"{ONE}/remove", policy="remove_document")
def remove(call: Call, application_id: str, document_id: str) -> Response:
    """Take it out; one that was checked meanwhile is shown once more."""
    attempt = attempt_of(call, application_id, "remove_document")
    found, document = documents.removable(attempt, document_id)
    if call.code("seen") != str(document.version):
        told = FieldError(field="", code="stale", message=CHECKED)
        return _removal(call, application_id, document_id, (told,), 412)
    removed(perform(attempt, DocumentCommand(document_id=document_id)))
    return Response.see(place_of(call, found, document.field).after("remove_document"))


def _removal(
    call: Call, application_id: str, document_id: str, errors: tuple[FieldError, ...] = (), status: int = 200
) -> Response:
    attempt = attempt_of(call, application_id, "remove_document")
    found, document = documents.removable(attempt, document_id)
    context = {
        "case": found.application,
        "place": place_of(call, found, document.field),
        "document": document,
        "submitted": bool(found.application.snapshot_version) and document.field != FEDERATION,
        "errors": errors,
    }
    return Response.page(page("documents/remove.html", context, shell=shell_of(call)), status=status)


def _announced(call: Call, place: Place) -> AttachCommand:
    """What a script says of the file; a plain form says nothing."""
    size, sha256 = call.code("size"), call.code("sha256")
    if not sha256:
        return AttachCommand(field=place.field, plain=True)
    return AttachCommand(
        field=place.field,
        name=call.posted.get("name", [""])[-1],
        size=int(size) if VERSION.fullmatch(size) else 0,
        sha256=sha256,
    )


def _first(found: CaseDocuments) -> str:
    fields = (field.id for field in found.application.form.fields if field.kind == "documents")
    return next(fields, "") if found.view == "partner" else FEDERATION


def _choice(call: Call, place: Place, errors: tuple[FieldError, ...] = ()) -> Response:
    context = {
        "place": place,
        "errors": errors,
        "endings": _endings(),
        "most": MOST_BYTES,
        "action": f"/applications/{place.application.id}/documents{_kept(place)}",
    }
    text = page("documents/new.html", context, shell=shell_of(call))
    return Response.page(text, status=422 if errors else 200, headers=_reaching(call, wiring().bucket.origin))


def _kept(place: Place) -> str:
    return f"?{place.typed}" if place.typed else ""


def _said(errors: tuple[FieldError, ...], call: Call) -> Response:
    """What is wrong, for a script to write beside the file."""
    said = [each.message.within(call.language) for each in errors]
    return Response(json.dumps({"errors": said}, ensure_ascii=False), 422)


def _endings() -> str:
    return ",".join(f".{ending}" for ending in KINDS)


def _reaching(call: Call, origin: str) -> dict[str, str]:
    return page_headers(call.language, connects=True, sends=origin)
