"""What the partner's forms share: the case as it may be edited now, and how typed answers are kept."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.applications.pages.answers_view import form_of
from shared.actions import drafting
from shared.actions.engine import not_available, seen_by
from shared.actions.perform import perform
from shared.actions.policy import POLICY
from shared.actions.submission import with_documents
from shared.domain import forms
from shared.domain.case import Case
from shared.domain.commands import EditCommand
from shared.domain.json_value import Values
from shared.domain.questions import Field
from shared.domain.refusals import Forbidden, Stale
from shared.domain.words import Language
from shared.web.http.attempt import attempt_of
from shared.web.http.call import Call
from shared.web.pages.format_answer import show
from shared.wiring import wiring


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """One answer that somebody else saved while this person was typing another."""

    label: str
    theirs: str
    yours: str


def editable(call: Call, application_id: str) -> Case:
    """The case with the answers as they may be edited now; raises NotFound, Forbidden, NotAvailable."""
    person = call.who.person
    stores = wiring().stores
    case = with_documents(stores, drafting.load_for_editing(stores, person, application_id))
    if seen_by(person, case) != "partner" or not POLICY["edit"].admits(person):
        raise Forbidden
    application = case.application
    if not application.workflow.states[application.state].partner_may_edit:
        raise not_available(person, application)
    return case


def open_fields(case: Case, fields: Sequence[Field]) -> tuple[Field, ...]:
    """The questions that may be answered now: all of a draft; of a request, those asked about and what must agree."""
    request = case.open_request
    if request is None:
        return tuple(fields)
    asked = forms.coupled(form_of(case.application), request.fields)
    return tuple(field for field in fields if field.id in asked)


def open_rows(case: Case, table: Field) -> frozenset[int] | None:
    """The rows of a table (from 0) that may be changed now; None for all of them, and for more or fewer."""
    request = case.open_request
    return forms.open_rows(form_of(case.application), request.fields).get(table.id) if request else None


def mark(case: Case, fields: Sequence[Field]) -> str:
    """A short name of what these questions hold: the hidden part of a form that tells whether they changed.

    Tables and documents have pages of their own, which find their rows by themselves.
    """
    held: list[object] = [
        case.values.get(field.id) for field in fields if field.kind not in ("table", "documents")
    ]
    if case.open_request:
        held.append(case.open_request.answers)
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]


def keep(
    call: Call, case: Case, fields: Sequence[Field], good: Values, notes: Mapping[str, str] | None = None
) -> Case:
    """Save what changed; raises Stale when somebody else changed these very questions meanwhile.

    Another page of the same form may have been saved since: that stands in nobody's way. `notes` go with
    the answers to an information request.
    """
    changed = {name: value for name, value in good.items() if case.values.get(name) != value}
    noted = {name: text for name, text in (notes or {}).items() if text}
    if not changed and (notes is None or (case.open_request and case.open_request.answers == noted)):
        return case
    application = case.application
    if call.code("seen") != mark(case, fields):
        raise Stale(application.state, application.version_for_partner)
    attempt = attempt_of(call, application.id, "edit", seen=frozenset({application.version_for_partner}))
    return perform(attempt, EditCommand(values=changed, notes=notes))


def differences(case: Case, fields: Sequence[Field], good: Values, language: Language) -> list[Differs]:
    """Where the answers kept and the answers typed part."""
    return [
        Differs(
            label=field.label.within(language),
            theirs=show(field, case.values.get(field.id), language),
            yours=show(field, good[field.id], language),
        )
        for field in fields
        if field.id in good and good[field.id] != case.values.get(field.id)
    ]


def next_section(case: Case, section_id: str) -> str | None:
    """The section after this one; None after the last."""
    ids = [section.id for section in form_of(case.application).sections]
    following = ids[ids.index(section_id) + 1 :]
    return following[0] if following else None
