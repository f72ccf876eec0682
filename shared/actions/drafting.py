"""The partner's draft: begin it, fill it in, throw it away; and what they correct when asked."""

import base64
import secrets
from dataclasses import replace
from datetime import datetime

from shared.actions.engine import Attempt, Outcome, check_version, not_available, overtaken, seen_by, take
from shared.actions.policy import POLICY, view_of
from shared.domain import forms
from shared.domain.application import Application, summary
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.case_number import ALPHABET, number
from shared.domain.change import record
from shared.domain.commands import Command, ProgrammeCommand
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
    form = forms.load(direction, left_out=frozenset(programme.left_out))
    kept, errors = forms.check_values(form, values)
    if errors:
        raise InvalidFields(errors)
    known = {**of_former(form, former), **of_registry(form, organisation, person)}
    kept = {name: value for name, value in {**known, **kept}.items() if value is not None}
    check_reciprocal(stores, person, kept)
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
        left_out=programme.left_out,
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


def check_reciprocal(stores: Stores, person: Person, values: Values) -> None:
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
        application,
        programme_id=programme.id,
        left_out=programme.left_out,
        version=application.version + 1,
        partner_version=known,
    )
    try:
        attempt.stores.cases.save_draft(application, moved, Writes())
    except Conflict as conflict:
        raise overtaken(attempt) from conflict
    return replace(case, application=moved)


def discard(attempt: Attempt, command: Command) -> Case:
    """Throw a draft away; it stays in the partner's list as withdrawn."""
    case = load_for_editing(attempt.stores, attempt.person, attempt.application_id)
    return take(attempt, command, case, lambda _: Outcome())
