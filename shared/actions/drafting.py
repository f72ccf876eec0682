"""The partner's draft: begin it, fill it in, throw it away; and what they correct when asked."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shared.actions.bounds import check_total
from shared.actions.engine import Attempt, Outcome, check_version, not_available, overtaken, seen_by, take
from shared.actions.policy import POLICY, view_of
from shared.domain import forms
from shared.domain.application import Application, record, summary
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case, Request
from shared.domain.case_number import ALPHABET, number
from shared.domain.commands import Command, EditCommand, ProgrammeCommand
from shared.domain.conditions import rows_of
from shared.domain.first_answers import of_former, of_registry
from shared.domain.guards import not_open
from shared.domain.json_value import Values
from shared.domain.people import Person
from shared.domain.programmes import Direction, Programme
from shared.domain.refusals import Conflict, FieldError, Forbidden, InvalidFields, NotFound, Unmet
from shared.domain.words import Words
from shared.domain.workflow import newest
from shared.store import keys
from shared.store.case_parts import Writes
from shared.store.cases import SideRefused
from shared.store.idempotency import IdempotentRequest
from shared.store.limits import DRAFTS, too_many
from shared.store.stores import Stores
from shared.store.table import put

NO_PROGRAMME = Words("Choose an open programme of this direction.", "请选择本方向开放申报的项目。")
NO_RECIPROCAL = Words("Your organisation has no application with this number.", "贵单位没有该编号的申请。")
NO_FORMER = Words("Your organisation has no such application to copy.", "贵单位没有可供复制的该申请。")
OTHER_DIRECTION = Words(
    "An application can be copied only into a programme of its own direction.",
    "申请只能复制到同一方向的项目。",
)
LOCKED = Words("Only the fields asked about can be changed now.", "目前只能修改要求补正的填报项。")
TRIES = 5
"""New case numbers tried when one is taken; two in 28 million a year are rarely the same."""


def create(
    stores: Stores,
    person: Person,
    *,
    direction: Direction,
    programme_id: str,
    values: Values,
    at: datetime,
    copy_of: str = "",
    repeatable: IdempotentRequest | None = None,
) -> Case:
    """Begin a draft; the same `repeatable` request sent again answers with the draft made the first time.

    It begins with what the registry knows, and with the answers of `copy_of`, another case of the organisation.

    Raises Forbidden, InvalidFields, Unmet (programme closed), KeyReused, TooMany (200 drafts of the organisation today).
    """
    if not person.is_partner or person.organisation_id is None:
        raise Forbidden
    try:
        former = _former(stores, person, direction, copy_of)
        seed, kept = _seed(
            stores, person, person.organisation_id, direction, programme_id, values, former, at
        )
    except (InvalidFields, Unmet):
        if repeatable and (known := stores.idempotency.answer(repeatable, at)):
            return load_for_editing(stores, person, known)
        raise
    return _begin(stores, person, seed, kept, at, repeatable)


def _seed(
    stores: Stores,
    person: Person,
    organisation_id: str,
    direction: Direction,
    programme_id: str,
    values: Values,
    former: Values,
    at: datetime,
) -> tuple[Application, Values]:
    """A draft without a number, and its answers."""
    programme = _open_programme(stores, direction, programme_id, at)
    organisation = stores.organisations.known(organisation_id)
    if organisation is None:
        raise Forbidden
    form = forms.load(direction)
    kept, errors = forms.check_values(form, values)
    if errors:
        raise InvalidFields(errors)
    known = {**of_former(form, former), **of_registry(form, organisation, person)}
    kept = {name: value for name, value in {**known, **kept}.items() if value is not None}
    _check_reciprocal(stores, person, kept)
    seed = Application(
        id=base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower(),
        number="",
        direction=programme.direction,
        programme_id=programme.id,
        organisation_id=organisation.id,
        partner_en=organisation.name_en,
        partner_zh=organisation.name_zh,
        state=newest(direction).initial,
        version=0,
        created_at=at,
        changed_at=at,
        created_by=person.id,
        form_version=form.version,
        workflow_version=newest(direction).version,
        **summary(kept, forms.regions(direction, kept)),
    )
    return seed, kept


def _former(stores: Stores, person: Person, direction: Direction, copy_of: str) -> Values:
    """The answers to copy; raises InvalidFields where there is no such case of this organisation and direction."""
    if not copy_of:
        return {}
    try:
        case = load_for_editing(stores, person, copy_of)
    except NotFound as error:
        raise InvalidFields((FieldError(field="copy_of", code="unknown", message=NO_FORMER),)) from error
    if case.application.direction != direction:
        raise InvalidFields((FieldError(field="copy_of", code="other_direction", message=OTHER_DIRECTION),))
    return case.values


def _check_reciprocal(stores: Stores, person: Person, values: Values) -> None:
    """The exchange that this one answers is an application that its partner can read."""
    number = values.get("reciprocal_of")
    if not number:
        return
    found = stores.cases.id_of(str(number))
    case = stores.cases.standing([found]).get(found) if found else None
    if case is None or view_of(person, case) is None:
        raise InvalidFields((FieldError(field="reciprocal_of", code="unknown", message=NO_RECIPROCAL),))


def _begin(
    stores: Stores,
    person: Person,
    seed: Application,
    values: Values,
    at: datetime,
    repeatable: IdempotentRequest | None,
) -> Case:
    role = next(role for role in ("partner_editor", "partner_signatory") if role in person.roles)
    for _ in range(TRIES):
        digits = "".join(secrets.choice(ALPHABET) for _ in range(5))
        named = replace(seed, number=number(seed.direction, day_in_beijing(at).year, digits))
        change = record(named, "created", by=person.id, by_name=person.name, role=role, at=at, data={})
        key = keys.case_number(named.number)
        row = put({"PK": key.partition, "SK": key.sort, "application_id": named.id}, new=True)
        remember = [stores.idempotency.remember(repeatable, named.id, at)] if repeatable else []
        counted = stores.limits.one_more(DRAFTS, named.organisation_id, at)
        try:
            stores.cases.commit(change, Writes(draft=values, also=[counted, *remember, row]))
        except SideRefused as refused:
            if repeatable and (known := stores.idempotency.answer(repeatable, at)):
                return load_for_editing(stores, person, known)
            if refused.place == 0:
                raise too_many(DRAFTS, at) from refused
            continue
        return Case(application=change.after, values=values, events=(change.event,))
    raise Conflict


def _open_programme(stores: Stores, direction: str, programme_id: str, at: datetime) -> Programme:
    programme = stores.programmes.offered(programme_id, day_in_beijing(at))
    if programme is None or programme.direction != direction or not programme.announced:
        raise InvalidFields((FieldError(field="programme_id", code="unknown", message=NO_PROGRAMME),))
    if not programme.is_open(day_in_beijing(at)):
        raise Unmet((not_open(programme),))
    return programme


def load_for_editing(stores: Stores, person: Person, application_id: str) -> Case:
    """A case with the answers as the partner may edit them now: draft, or corrections asked for."""
    case = stores.cases.load_for_partner(application_id)
    seen_by(person, case)
    return case


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
    _check_reciprocal(attempt.stores, attempt.person, kept)
    merged = {name: value for name, value in {**case.values, **kept}.items() if value is not None}
    title = (
        {} if application.snapshot_version else summary(merged, forms.regions(application.direction, merged))
    )
    edited = replace(
        application,
        version=application.version + 1,
        partner_version=application.version_for_partner + 1,
        **title,
    )
    saved = Writes(sections=_sections(case, kept, merged), request=_noted(case, command.notes))
    try:
        attempt.stores.cases.save_draft(application, edited, saved)
    except Conflict as conflict:
        raise overtaken(attempt) from conflict
    requests = (*case.requests[:-1], saved.request) if saved.request else case.requests
    return replace(case, application=edited, values=merged, requests=requests)


def change_programme(attempt: Attempt, command: ProgrammeCommand) -> Case:
    """Let a draft go to another open programme of its direction; every answer stays.

    Raises NotFound, Forbidden, NotAvailable (submitted), Stale, InvalidFields, Unmet (not open).
    """
    case = load_for_editing(attempt.stores, attempt.person, attempt.application_id)
    application = case.application
    if seen_by(attempt.person, case) != "partner" or not POLICY[attempt.name].admits(attempt.person):
        raise Forbidden
    if application.state != application.workflow.initial:
        raise not_available(attempt.person, application)
    if command.programme_id == application.programme_id:  # it was sent twice
        return case
    check_version(attempt, case)
    programme = _open_programme(attempt.stores, application.direction, command.programme_id, attempt.at)
    known = application.version_for_partner + 1
    moved = replace(
        application, programme_id=programme.id, version=application.version + 1, partner_version=known
    )
    try:
        attempt.stores.cases.save_draft(application, moved, Writes())
    except Conflict as conflict:
        raise overtaken(attempt) from conflict
    return replace(case, application=moved)


def _noted(case: Case, notes: Mapping[str, str] | None) -> Request | None:
    """The open request with the partner's notes, which nobody else reads before they are sent."""
    request = case.open_request
    if request is None or notes is None:
        return None
    return replace(request, answers={name: notes[name] for name in request.fields if notes.get(name)})


def _allowed(case: Case, values: Values) -> Values:
    """The answers that may be kept; raises InvalidFields for wrong ones and for locked fields."""
    form = forms.load(case.application.direction, case.application.form_version)
    kept, errors = forms.check_values(form, values)
    request = case.open_request
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
    return kept


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


def _sections(case: Case, kept: Values, merged: Values) -> dict[str, Values]:
    """The sections touched, whole: an absent answer is written as cleared."""
    form = forms.load(case.application.direction, case.application.form_version)
    return {
        section.id: {each.id: merged.get(each.id) for each in section.fields}
        for section in form.sections
        if any(each.id in kept for each in section.fields)
    }


def discard(attempt: Attempt, command: Command) -> Case:
    """Throw a draft away; it stays in the partner's list as withdrawn."""
    case = load_for_editing(attempt.stores, attempt.person, attempt.application_id)
    return take(attempt, command, case, lambda _: Outcome())
