"""Documents of a case as JSON: announce one, list them, open one, remove one."""

from functions.documents.files import opened, removed
from functions.documents.schemas import AnnouncedView, DocumentsView, NewDocument, UploadView
from shared.actions.engine import known_to
from shared.actions.perform import perform
from shared.actions.queries import documents
from shared.domain.case import Case
from shared.domain.commands import AttachCommand, DocumentCommand
from shared.web.api.presenters import document_view
from shared.web.http.app import Routes
from shared.web.http.attempt import attempt_of
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.wiring import wiring

routes = Routes(page=False)
ALL = "/api/v1/applications/<application_id>/documents"
ONE = f"{ALL}/<document_id>"


@routes.post(ALL, policy="attach", body=NewDocument, answers=AnnouncedView, status=201, if_match="optional")
def attach(call: Call, application_id: str) -> Response:
    """Announce a file; it is sent to the bucket itself, with the form that this answers."""
    new = call.json(NewDocument)
    command = AttachCommand(field=new.field, name=new.name, size=new.size, sha256=new.sha256)
    case = perform(attempt_of(call, application_id, "attach", seen=call.if_match), command)
    document = case.documents[-1]
    upload = UploadView.model_validate(wiring().bucket.way_in(document))
    return Response.of(
        AnnouncedView(id=document.id, upload=upload),
        status=201,
        etag=_version(call, case),
        location=f"/api/v1/applications/{application_id}/documents/{document.id}",
    )


@routes.get(ALL, policy="read_documents", answers=DocumentsView)
def listing(call: Call, application_id: str) -> Response:
    """The documents of a case that the caller may know of, the first one first."""
    found = documents.of_case(wiring().stores, call.who.person, application_id)
    items = [document_view(each, call.at, current=each.id in found.current) for each in found.documents]
    return Response.of(DocumentsView(items=items))


@routes.get(ONE, policy="read_documents", status=303)
def read(call: Call, application_id: str, document_id: str) -> Response:
    """A link of five minutes to the file, as a download."""
    return Response(status=303, headers={"Location": opened(call, application_id, document_id)})


@routes.on("DELETE", ONE, policy="remove_document", status=204, if_match="optional")
def remove(call: Call, application_id: str, document_id: str) -> Response:
    """Take a document out, as long as answers may be changed; what was submitted is kept with that version."""
    attempt = attempt_of(call, application_id, "remove_document", seen=call.if_match)
    case = perform(attempt, DocumentCommand(document_id=document_id))
    removed(case)
    return Response(status=204, headers={"ETag": _version(call, case)})


def _version(call: Call, case: Case) -> str:
    """The version that the case has by now, for whoever goes on with it."""
    return f'"{known_to(call.who.person, case.application).version}"'
