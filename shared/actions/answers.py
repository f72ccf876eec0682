"""What the partner answers: kept as far as it may be changed now, in a draft or where corrections are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shared.actions.bounds import check_total
from shared.actions.drafting import check_reciprocal, load_for_editing
from shared.actions.engine import Attempt, check_version, not_available, overtaken, seen_by
from shared.domain import forms
from shared.domain.application import Fields, summary
from shared.domain.case import Case, Request
from shared.domain.commands import EditCommand
from shared.domain.conditions import rows_of
from shared.domain.documents import Document
from shared.domain.json_value import Values
from shared.domain.refusals import Conflict, FieldError, Forbidden, InvalidFields
from shared.domain.words import Words
from shared.store.case_parts import Writes

LOCKED = Words("Only the fields asked about can be changed now.", "目前只能修改要求补正的填报项。")


def edit(attempt: Attempt, command: EditCommand) -> Case:
    """Merge answers into what may be edited now; notes replace those kept so far.

    Raises NotFound, Forbidden, NotAvailable, Stale, InvalidFields.
    """
    case = load_for_editing(attempt.stores, attempt.person, attempt.application_id)
    if seen_by(attempt.person, case) != "partner":
        raise Forbidden
    application = case.application
    if not application.workflow.states[application.state].partner_may_edit:
        raise not_available(attempt.person, application)
    check_version(attempt, case)
    check_total((command.notes or {}).values(), "")
    kept = _allowed(case, command.values)
    check_reciprocal(attempt.stores, attempt.person, kept)
    return keep(attempt, case, kept, command.notes)


def keep(
    attempt: Attempt,
    case: Case,
    kept: Values,
    notes: Mapping[str, str] | None = None,
    documents: Sequence[Document] = (),
) -> Case:
    """Write answers that may be kept, with the documents that some of them name.

    Raises Stale, NotAvailable when somebody was faster.
    """
    application = case.application
    merged = {name: value for name, value in {**case.values, **kept}.items() if value is not None}
    attached = application.documents + sum(each.version == 1 for each in documents)
    changes: Fields = {"documents": attached}
    if not application.snapshot_version:
        changes |= summary(merged, forms.regions(application.direction, merged))
    edited = replace(
        application,
        version=application.version + 1,
        partner_version=application.version_for_partner + 1,
        **changes,
    )
    saved = Writes(sections=_sections(case, kept, merged), request=_noted(case, notes), documents=documents)
    try:
        attempt.stores.cases.save_draft(application, edited, saved)
    except Conflict as conflict:
        raise overtaken(attempt) from conflict
    requests = (*case.requests[:-1], saved.request) if saved.request else case.requests
    return replace(case, application=edited, values=merged, requests=requests)


def _noted(case: Case, notes: Mapping[str, str] | None) -> Request | None:
    """The open request with the partner's notes, which nobody else reads before they are sent."""
    request = case.open_request
    if request is None or notes is None:
        return None
    return replace(request, answers={name: notes[name] for name in request.fields if notes.get(name)})


def _allowed(case: Case, values: Values) -> Values:
    """The answers that may be kept; raises InvalidFields for wrong ones and for locked fields."""
    form = case.application.form
    kept, errors = forms.check_values(form, values)
    check_open(case, kept, errors)
    return kept


def check_open(case: Case, kept: Values, errors: tuple[FieldError, ...] = ()) -> None:
    """Raise InvalidFields for answers that are locked, besides these errors."""
    form, request = case.application.form, case.open_request
    open_fields = forms.coupled(form, request.fields) if request else None
    locked = tuple(
        FieldError(field=name, code="locked", message=LOCKED)
        for name in kept
        if open_fields is not None and name not in open_fields
    )
    if errors or locked:
        raise InvalidFields((*errors, *locked))
    if request and (moved := _closed_rows(case, forms.open_rows(form, request.fields), kept)):
        raise InvalidFields(moved)


def _closed_rows(case: Case, opened: Mapping[str, frozenset[int]], kept: Values) -> tuple[FieldError, ...]:
    """Rows that nobody asked about and that are not as they were, in tables of which only rows are open."""
    found = []
    for table in opened.keys() & kept.keys():
        before, after = rows_of(case.before.get(table)), rows_of(kept[table])
        same = len(before) == len(after)
        pairs = enumerate(zip(before, after, strict=same)) if same else ()
        closed = [place for place, (was, now) in pairs if was != now and place not in opened[table]]
        found += [f"{table}.{place}" for place in closed] if same else [table]
    return tuple(FieldError(field=name, code="locked", message=LOCKED) for name in found)


def taken_back(case: Case, request: Request) -> dict[str, Values]:
    """The sections of what the partner has prepared and may not change any more, as it was submitted, each whole.

    `case` has the prepared answers; `request` is what is asked from now on. Of a table of which only rows stay open,
    these rows keep what was prepared, unless rows were added, taken out or moved.
    """
    form = case.application.form
    still, rows = forms.coupled(form, request.fields), forms.open_rows(form, request.fields)
    names = {*case.values, *case.before}
    back = {
        name: case.before.get(name)
        for name in names - still
        if case.values.get(name) != case.before.get(name)
    }
    for table, places in rows.items():
        was, now = rows_of(case.before.get(table)), rows_of(case.values.get(table))
        kept = {place for place in places if len(was) == len(now) and now[place] not in was}
        back[table] = [now[place] if place in kept else row for place, row in enumerate(was)] or None
    merged = {name: value for name, value in {**case.values, **back}.items() if value is not None}
    return _sections(case, back, merged)


def _sections(case: Case, kept: Values, merged: Values) -> dict[str, Values]:
    """The sections touched, whole: an absent answer is written as cleared."""
    form = case.application.form
    return {
        section.id: {each.id: merged.get(each.id) for each in section.fields}
        for section in form.sections
        if any(each.id in kept for each in section.fields)
    }
