"""One section of the form: saved as far as it is right, and everything typed stays on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from functions.applications.pages.answers_view import form_of, row_of
from functions.applications.pages.case_header import brief
from functions.applications.pages.cases import judged_on
from functions.applications.pages.document_view import documents_of
from functions.applications.pages.draft_edit import (
    Differs,
    differences,
    editable,
    keep,
    mark,
    next_section,
    open_fields,
)
from functions.applications.pages.known_answers import known_answers
from functions.applications.pages.table_view import page_asked_for, tables_of
from functions.applications.pages.task_list import MISSING, errors_of
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.conditions import fields_of
from shared.domain.json_value import Values
from shared.domain.questions import Field, Section
from shared.domain.refusals import FieldError, InvalidFields, NotFound, Stale
from shared.domain.words import Words
from shared.identity import forget_typed, typed_for
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.headers import page_headers
from shared.web.http.response import Response
from shared.web.pages.form_input import Typed, read_section, typed_section
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of

routes = Routes(page=True)
ONE = "/applications/<application_id>/sections/<section_id>"
OVERTAKEN = Words(
    "Somebody else saved other answers here while you were typing. Yours are not saved yet: compare them below, "
    "then save again to keep yours.",
    "您填写期间，他人已保存了不同的内容。您的内容尚未保存，请在下方比对，如需保留您的内容请再次保存。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A section on its page: the case, what stands in the inputs, and what is wrong."""

    case: Case
    section: Section
    asked: tuple[Field, ...]
    typed: Mapping[str, Typed]
    seen: str
    errors: tuple[FieldError, ...] = ()
    differs: list[Differs] = field(default_factory=list)
    restored: bool = False
    kept: bool = False
    status: int = 200


@routes.get(ONE, policy="edit")
def ask(call: Call, application_id: str, section_id: str) -> Response:
    """The questions with the answers given so far, or what was typed before the session ended."""
    sheet = _sheet(call, application_id, section_id)
    posted = typed_for(call, call.path)
    sheet = replace(sheet, errors=_across(call, sheet.case, sheet.asked))
    if posted:
        _, typed, errors = read_section(
            replace(sheet.section, fields=sheet.asked), posted, before=sheet.case.values
        )
        seen = next(iter(posted.get("seen", ())), sheet.seen)
        sheet = replace(sheet, typed=typed, errors=errors, seen=seen, restored=True)
    return _page(call, sheet)


@routes.post(ONE, policy="edit")
def save(call: Call, application_id: str, section_id: str) -> Response:
    """Keep the answers that are right, and go on or come back to those that are not."""
    sheet = _sheet(call, application_id, section_id)
    asked = replace(sheet.section, fields=sheet.asked)
    today = judged_on(sheet.case.application, call.at)
    good, typed, errors = read_section(asked, call.posted, sheet.case.values, today)
    try:
        case = keep(call, sheet.case, sheet.asked, good)
    except Stale:
        return _overtaken(call, sheet, good, typed)
    except InvalidFields as refusal:
        return _page(call, replace(sheet, typed=typed, errors=refusal.errors, status=422))
    saved = case is not sheet.case
    if not errors and saved:
        errors = _across(call, case, sheet.asked)
    if target := page_asked_for(call, case, sheet.asked, errors):
        return Response.see(target)
    if errors:
        seen, kept = mark(case, sheet.asked), saved
        again = replace(sheet, case=case, typed=typed, errors=errors, seen=seen, kept=kept, status=422)
        return _page(call, again)
    forget_typed(call, call.path)
    return Response.see(_onward(call, case, section_id))


def _sheet(call: Call, application_id: str, section_id: str) -> Sheet:
    case = editable(call, application_id)
    sections = {each.id: each for each in form_of(case.application).sections}
    if section_id not in sections:
        raise NotFound
    section = sections[section_id]
    asked = open_fields(case, section.fields)
    typed = typed_section(section, case.values)
    return Sheet(case=case, section=section, asked=asked, typed=typed, seen=mark(case, asked))


def _across(call: Call, case: Case, asked: Sequence[Field]) -> tuple[FieldError, ...]:
    """What is wrong between these questions and others, not merely missing: it is shown, and keeps nothing from saving."""
    own = {field.id for field in asked}
    found = errors_of(case, judged_on(case.application, call.at), call.at)
    return tuple(each for each in found if each.code not in MISSING and each.field.partition(".")[0] in own)


def _overtaken(call: Call, sheet: Sheet, good: Values, typed: Mapping[str, Typed]) -> Response:
    """The same form over the newer answers: saving again keeps what is typed here."""
    fresh = _sheet(call, sheet.case.application.id, sheet.section.id)
    told = FieldError(field="", code="stale", message=OVERTAKEN)
    differs = differences(fresh.case, fresh.asked, good, call.language)
    return _page(call, replace(fresh, typed=typed, errors=(told,), differs=differs, status=412))


def _onward(call: Call, case: Case, section_id: str) -> str:
    here = f"/applications/{case.application.id}"
    if call.code("then") == "later":
        return f"{here}?done=edit"
    if case.open_request:
        return f"{here}/answer?done=edit"
    following = next_section(case, section_id)
    if call.query.get("from") == "check" or following is None:
        return f"{here}/check"
    return f"{here}/sections/{following}"


def _messages(sheet: Sheet) -> dict[str, list[tuple[Words | None, str]]]:
    """By question, what the federation asks of it: of a part or a row also its name."""
    found: dict[str, list[tuple[Words | None, str]]] = {}
    form, request = form_of(sheet.case.application), sheet.case.open_request
    for item in request.items if request else ():
        if asked := form.asked_about(item.field):
            field, label = asked
            name = None if item.field == field.id else label
            found.setdefault(field.id, []).append((name, item.message))
    return found


def _page(call: Call, sheet: Sheet) -> Response:
    language, request = call.language, sheet.case.open_request
    asked = {each.id for each in sheet.asked}
    sections = form_of(sheet.case.application).sections
    context = {
        "case": brief(sheet.case.application, language, day_in_beijing(call.at)),
        "section": sheet.section,
        "asked": asked,
        "place": sections.index(sheet.section) + 1,
        "places": len(sections),
        "messages": _messages(sheet),
        "fixed": {
            each.id: row_of(each, sheet.case.values, language)
            for each in sheet.section.fields
            if each.id not in asked
        },
        "known": known_answers(call, sheet.case, sheet.asked),
        "typed": sheet.typed,
        "tables": {
            **tables_of(sheet.case, sheet.asked, judged_on(sheet.case.application, call.at), call),
            **documents_of(sheet.case, sheet.asked, call),
        },
        "seen": sheet.seen,
        "errors": sheet.errors,
        "differs": sheet.differs,
        "restored": sheet.restored,
        "kept": sheet.kept,
        "held": {
            name: sheet.case.values.get(name)
            for field in sheet.section.fields
            if field.when
            for name in fields_of(field.when)
            if sheet.case.values.get(name) is not None
        },
        "from_check": call.query.get("from") == "check",
        "request": request,
    }
    html = page("applications/section.html", context, shell=shell_of(call))
    return Response.page(html, status=sheet.status, headers=page_headers(language, connects=True))
