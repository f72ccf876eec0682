"""A form of the registry as one page: what stands in it, what is wrong, and everything that was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from functions.admin.clerk import SEEN
from shared.domain import forms
from shared.domain.calendar import day_in_beijing
from shared.domain.json_value import JsonValue, Values
from shared.domain.questions import Form
from shared.domain.refusals import Conflict, FieldError, InvalidFields, NotAvailable, Refusal, Stale, TooMany
from shared.domain.words import Words
from shared.identity import forget_typed, typed_for
from shared.web.http.call import Call
from shared.web.http.problem import DETAILS, status_of
from shared.web.http.response import Response
from shared.web.pages.form_input import Typed, read_section, typed_section
from shared.web.pages.format_answer import show
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of

Answers = dict[str, JsonValue]
AGAIN = (InvalidFields, Conflict, NotAvailable, Stale, TooMany)
"""What is answered with the same page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form on its page: `held` are the answers there are, `version` the one they are of, 0 for something new."""

    form: Form
    held: Values
    title: Words
    crumbs: tuple[tuple[Words, str], ...]
    back: str
    send: Words
    note: Words | None = None
    version: int = 0
    besides: tuple[tuple[str, str], ...] = ()
    """What the form carries along, by name."""
    folded: frozenset[str] = frozenset()
    """Sections that say only what differs from usual: closed until there is something in them."""


def ask_form(call: Call, sheet: Sheet) -> Response:
    """The form as it stands, or what was typed before the session ended."""
    posted = typed_for(call, call.path)
    if posted:
        _, typed, errors = _read(sheet, posted)
        return _page(call, sheet, typed, errors)
    return _page(call, sheet, _typed(sheet))


def take_form(call: Call, sheet: Sheet, act: Callable[[Answers], str | Response]) -> Response:
    """Do it and go on to where `act` says; what can be mended is shown again as it was typed."""
    good, typed, errors = _read(sheet, call.posted)
    if errors:
        return _page(call, sheet, typed, (*errors, *_missing(call, sheet, good, errors)), 422)
    try:
        place = act(good)
    except AGAIN as refusal:
        moved = isinstance(refusal, Conflict | NotAvailable | Stale)
        wait = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else None
        return _page(
            call, sheet, typed, _errors(sheet, refusal), status_of(refusal), moved=moved, headers=wait
        )
    forget_typed(call, call.path)
    return place if isinstance(place, Response) else Response.see(place)


def _missing(
    call: Call, sheet: Sheet, good: Answers, errors: tuple[FieldError, ...]
) -> tuple[FieldError, ...]:
    """What is still wanted beside what cannot be read, so that all is said at once."""
    unread = {each.field.partition(".")[0] for each in errors}
    found = forms.check_complete(sheet.form, {**sheet.held, **good}, today=day_in_beijing(call.at))
    return tuple(each for each in found if each.field.partition(".")[0] not in unread)


def rows_of(form: Form, values: Values, call: Call) -> list[dict[str, str]]:
    """The answers there are, as a summary list shows them."""
    return [
        {"label": field.label.within(call.language), "value": show(field, values[field.id], call.language)}
        for field in form.fields
        if values.get(field.id) is not None
    ]


def without(form: Form, *names: str) -> Form:
    """The form without these questions."""
    sections = [
        replace(section, fields=tuple(each for each in section.fields if each.id not in names))
        for section in form.sections
    ]
    return replace(form, sections=tuple(each for each in sections if each.fields))


def _read(
    sheet: Sheet, posted: Mapping[str, list[str]]
) -> tuple[dict[str, JsonValue], dict[str, Typed], tuple[FieldError, ...]]:
    good: dict[str, JsonValue] = {}
    typed: dict[str, Typed] = {}
    errors: list[FieldError] = []
    for section in sheet.form.sections:
        kept, entered, wrong = read_section(section, posted, sheet.held)
        good |= kept
        typed |= entered
        errors.extend(wrong)
    return good, typed, tuple(errors)


def _typed(sheet: Sheet) -> dict[str, Typed]:
    found: dict[str, Typed] = {}
    for section in sheet.form.sections:
        found |= typed_section(section, sheet.held)
    return found


def _errors(sheet: Sheet, refusal: Refusal) -> tuple[FieldError, ...]:
    """What is wrong, at its question where the page has it."""
    if isinstance(refusal, InvalidFields):
        known = sheet.form.index
        return tuple(each if each.field in known else replace(each, field="") for each in refusal.errors)
    return (FieldError(field="", code=refusal.code, message=DETAILS[refusal.code]),)


def _closed(sheet: Sheet, typed: Mapping[str, Typed], errors: tuple[FieldError, ...]) -> set[str]:
    """The folded sections in which nothing was said and nothing is wrong."""
    wrong = {each.field.partition(".")[0] for each in errors}
    told = {name for name, value in typed.items() if _filled(value)} | wrong
    return {each.id for each in sheet.form.sections if told.isdisjoint(field.id for field in each.fields)}


def _filled(value: Typed) -> bool:
    return any(map(_filled, value.values())) if isinstance(value, Mapping) else bool(value)


def _page(
    call: Call,
    sheet: Sheet,
    typed: Mapping[str, Typed],
    errors: tuple[FieldError, ...] = (),
    status: int = 200,
    *,
    moved: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """`moved`: it is another version by now, which the page is for from here on."""
    context = {
        "now": rows_of(sheet.form, sheet.held, call) if moved else [],
        "sheet": sheet,
        "typed": typed,
        "errors": errors,
        "closed": _closed(sheet, typed, errors),
        "seen": sheet.version if moved else call.code(SEEN) or sheet.version,
        "today": day_in_beijing(call.at),
    }
    html = page("admin/form.html", context, shell=shell_of(call))
    return Response.page(html, status=status, headers=headers)
