"""What an information request changed, before and now, signed and sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from functions.applications.pages.answer_request import ANSWER, Sheet, sheet_of
from functions.applications.pages.answers_view import form_of, row_of
from functions.applications.pages.case_header import brief
from functions.applications.pages.cases import judged_on
from functions.applications.pages.task_list import blocked, errors_of
from shared.actions.perform import perform
from shared.actions.policy import POLICY
from shared.domain.calendar import day_in_beijing
from shared.domain.commands import AnswerCommand
from shared.domain.conditions import value_at
from shared.domain.json_value import Values
from shared.domain.questions import Field
from shared.domain.refusals import FieldError, Forbidden, NotAvailable, Stale, Unmet
from shared.domain.words import Language, Words
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.answer_html import lines
from shared.web.pages.format_answer import parts
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.web.pages.step import attempted, taken_before
from shared.wiring import wiring

routes = Routes(page=True)
CHANGED = Words(
    "The answers were changed after you opened this page, so nothing was sent. Check them as they are now and "
    "send again.",
    "您打开本页后内容有修改，尚未提交。请核对现有内容后重新提交。",
)
OPEN = Words("“{}” is neither corrected nor explained", "“{}”尚未更正或说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One answer before and now, with the note that goes with it."""

    label: str
    before: Markup
    now: Markup
    changed: bool
    note: Markup
    lang: str = ""


@routes.get(f"{ANSWER}/check", policy="edit")
def check(call: Call, application_id: str) -> Response:
    """What will be sent: each item before and now."""
    return _difference(call, sheet_of(call, application_id))


@routes.post(f"{ANSWER}/check", policy="resubmit")
def send(call: Call, application_id: str) -> Response:
    """Sign and send the answers; a second click finds them sent."""
    done = Response.see(f"/applications/{application_id}?done=resubmit")
    try:
        sheet = sheet_of(call, application_id)
        attempt = attempted(call, application_id, "resubmit")
        perform(attempt, AnswerCommand(answers=dict(sheet.notes)))
    except Unmet as refusal:
        told = tuple(
            FieldError(field="", code=each.code, message=each.message)
            for each in refusal.unmet
            if each.code != "all_items_answered"
        )
        return _difference(call, sheet, told, 422)
    except (Stale, NotAvailable) as refusal:
        if not POLICY["resubmit"].admits(call.who.person):
            raise Forbidden from refusal
        if taken_before(call, application_id, "resubmit"):
            return done
        if isinstance(refusal, NotAvailable):
            raise
        told = (FieldError(field="", code="stale", message=CHANGED),)
        return _difference(call, sheet_of(call, application_id), told, 412)
    return done


def _difference(call: Call, sheet: Sheet, errors: tuple[FieldError, ...] = (), status: int = 200) -> Response:
    case, language = sheet.case, call.language
    application = case.application
    wrong = errors_of(case, judged_on(application, call.at), call.at)
    signs = POLICY["resubmit"].admits(call.who.person)
    people = [] if signs else wiring().stores.people.acting_for(application.organisation_id)
    context = {
        "case": brief(application, language, day_in_beijing(call.at)),
        "compared": _compared(sheet, language),
        "unanswered": _unanswered(sheet, language),
        "blocked": blocked(application, wrong, language),
        "signs": signs,
        "signatories": [each.name for each in people if "partner_signatory" in each.roles],
        "errors": errors,
    }
    return Response.page(page("applications/answer_check.html", context, shell=shell_of(call)), status=status)


def _compared(sheet: Sheet, language: Language) -> list[Compared]:
    form = form_of(sheet.case.application)
    found = []
    for name in sheet.request.fields:
        asked = form.asked_about(name)
        if asked is None:
            continue
        field, label = asked
        was, now = value_at(sheet.case.before, name), value_at(sheet.case.values, name)
        shown = _shown(field, name, language)
        found.append(
            Compared(
                label=label.within(language),
                before=shown(sheet.case.before),
                now=shown(sheet.case.values),
                changed=was != now,
                note=lines(sheet.notes.get(name, "")),
                lang=row_of(field, sheet.case.values, language).lang,
            )
        )
    return found


def _shown(field: Field, path: str, language: Language) -> Callable[[Values], Markup]:
    """An answer as the page shows it: of a row, that row alone."""

    def shown(values: Values) -> Markup:
        row = value_at(values, path)
        if path != field.id and field.kind == "table" and isinstance(row, Mapping):
            return lines("\n".join(f"{label}: {text}" for label, text in parts(field, row, language)))
        return row_of(field, values, language).value

    return shown


def _unanswered(sheet: Sheet, language: Language) -> list[tuple[str, str]]:
    """Items that are neither corrected nor explained, and where to do it."""
    form, case = form_of(sheet.case.application), sheet.case
    return [
        (
            OPEN.within(language).format(asked[1].within(language)),
            f"/applications/{case.application.id}/answer#note-{name.replace('.', '-')}",
        )
        for name in sheet.request.fields
        if (asked := form.asked_about(name))
        and not sheet.notes.get(name)
        and value_at(case.values, name) == value_at(case.before, name)
    ]
