"""The partner's answers to an information request: correct or explain each item."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from functions.applications.pages.answers_view import form_of
from functions.applications.pages.case_header import brief
from functions.applications.pages.cases import judged_on
from functions.applications.pages.document_view import documents_of
from functions.applications.pages.draft_edit import Differs, differences, editable, keep, mark, open_fields
from functions.applications.pages.known_answers import known_answers
from functions.applications.pages.table_view import page_asked_for, tables_of
from shared.actions.engine import not_available
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case, Request
from shared.domain.questions import Field
from shared.domain.readers import Wrong, read_text
from shared.domain.refusals import FieldError, InvalidFields, Stale
from shared.domain.words import Words
from shared.identity import forget_typed, typed_for
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.headers import page_headers
from shared.web.http.response import Response
from shared.web.pages.form_input import Posted, Typed, read_section, typed
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of

routes = Routes(page=True)
ANSWER = "/applications/<application_id>/answer"
NOTE = "note."
LABEL = Words("Your note to the federation", "给联合会的说明")
OVERTAKEN = Words(
    "Somebody else saved other answers here while you were typing. Yours are not saved yet: compare them below, "
    "then save again to keep yours.",
    "您填写期间，他人已保存了不同的内容。您的内容尚未保存，请在下方比对，如需保留您的内容请再次保存。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The request on its page: what is asked, what stands in the inputs, and what is wrong."""

    case: Case
    request: Request
    fields: tuple[Field, ...]
    typed: Mapping[str, Typed]
    notes: Mapping[str, str]
    seen: str
    errors: tuple[FieldError, ...] = ()
    differs: tuple[Differs, ...] = ()
    restored: bool = False
    status: int = 200


@routes.get(ANSWER, policy="edit")
def ask(call: Call, application_id: str) -> Response:
    """Every item with the federation's message, the field to correct, and room for a note."""
    sheet = sheet_of(call, application_id)
    if posted := typed_for(call, call.path):
        kept = next(iter(posted.get("seen", ())), sheet.seen)
        sheet = replace(_as_typed(sheet, posted), seen=kept, restored=True)
    return _page(call, sheet)


@routes.post(ANSWER, policy="edit")
def save(call: Call, application_id: str) -> Response:
    """Keep what is right and the notes; then stay, or go on to check."""
    sheet = sheet_of(call, application_id)
    read = _as_typed(sheet, call.posted)
    section = replace(form_of(sheet.case.application).sections[0], fields=sheet.fields)
    good, _, _ = read_section(section, call.posted, before=sheet.case.values)
    wrong = {error.field for error in read.errors}
    notes = {name: text for name, text in read.notes.items() if f"{NOTE}{name}" not in wrong}
    try:
        case = keep(call, sheet.case, sheet.fields, good, notes)
    except Stale:
        fresh = sheet_of(call, application_id)
        told = FieldError(field="", code="stale", message=OVERTAKEN)
        differs = tuple(differences(fresh.case, fresh.fields, good, call.language))
        mended = replace(read, case=fresh.case, seen=fresh.seen, errors=(told,), differs=differs, status=412)
        return _page(call, mended)
    except InvalidFields as refusal:
        return _page(call, replace(read, errors=refusal.errors, status=422))
    if target := page_asked_for(call, case, sheet.fields, read.errors):
        return Response.see(target)
    if read.errors:
        return _page(call, replace(read, case=case, seen=mark(case, sheet.fields), status=422))
    forget_typed(call, call.path)
    return Response.see(f"{call.path}/check" if call.code("then") == "check" else f"{call.path}?done=edit")


def sheet_of(call: Call, application_id: str) -> Sheet:
    """The open request with the answers kept so far; raises NotAvailable when nothing is asked."""
    case = editable(call, application_id)
    request = case.open_request
    if request is None:
        raise not_available(call.who.person, case.application)
    fields = open_fields(case, form_of(case.application).fields)
    held = {name: each for field in fields for name, each in typed(field, case.values.get(field.id)).items()}
    return Sheet(
        case=case, request=request, fields=fields, typed=held, notes=request.answers, seen=mark(case, fields)
    )


def _as_typed(sheet: Sheet, posted: Posted) -> Sheet:
    """The page with what was sent in its inputs, and what is wrong with that."""
    section = replace(form_of(sheet.case.application).sections[0], fields=sheet.fields)
    _, entered, errors = read_section(section, posted, before=sheet.case.values)
    notes, wrong = _notes(sheet.request, posted)
    return replace(sheet, typed=entered, notes=notes, errors=(*errors, *wrong))


def _notes(request: Request, posted: Posted) -> tuple[dict[str, str], list[FieldError]]:
    """The notes by field, as they are kept or, where they cannot be, as they were typed."""
    notes, wrong = {}, []
    for name in request.fields:
        typed = posted.get(f"{NOTE}{name}", [""])[-1]
        try:
            notes[name] = read_text(typed)
        except Wrong as refusal:
            notes[name] = typed
            wrong.append(FieldError(field=f"{NOTE}{name}", code=refusal.code, message=refusal.said(LABEL)))
    return notes, wrong


def _page(call: Call, sheet: Sheet) -> Response:
    form = form_of(sheet.case.application)
    items = [
        (item, *asked, sheet.notes.get(item.field, ""))
        for item in sheet.request.items
        if (asked := form.asked_about(item.field))
    ]
    context = {
        "case": brief(sheet.case.application, call.language, day_in_beijing(call.at)),
        "today": day_in_beijing(call.at),
        "request": sheet.request,
        "items": items,
        "known": known_answers(call, sheet.case, sheet.fields),
        "typed": sheet.typed,
        "tables": {
            **tables_of(sheet.case, sheet.fields, judged_on(sheet.case.application, call.at), call),
            **documents_of(sheet.case, sheet.fields, call),
        },
        "seen": sheet.seen,
        "errors": sheet.errors,
        "differs": sheet.differs,
        "restored": sheet.restored,
    }
    html = page("applications/answer.html", context, shell=shell_of(call))
    return Response.page(html, status=sheet.status, headers=page_headers(call.language, connects=True))
