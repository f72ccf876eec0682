"""How every action on a case goes: load, see, step, guards, change, commit — and who may try what."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.actions.policy import POLICY, View, view_of
from shared.domain.application import Application, Fields
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.change import Change, record, transition
from shared.domain.commands import Command
from shared.domain.documents import document_errors
from shared.domain.guards import Facts, form_errors, obstacles, unmet
from shared.domain.json_value import JsonValue, Values
from shared.domain.people import Person
from shared.domain.refusals import (
    Conflict,
    FieldError,
    Forbidden,
    InvalidFields,
    NotAvailable,
    NotFound,
    Reason,
    Refusal,
    Stale,
    Unmet,
)
from shared.domain.words import Words
from shared.domain.workflow import Action, Transition, definitions, published
from shared.store.case_parts import Writes
from shared.store.cases import SideRefused
from shared.store.stores import Stores

NO_GUARD = Words("This action has no such condition.", "此操作没有该项条件。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Who tries what on which case: `seen` are versions they may have looked at (any when None)."""

    stores: Stores
    person: Person
    application_id: str
    name: str
    at: datetime
    seen: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an action changes besides the state: fields of the header, what is saved, what the history says."""

    fields: Fields = field(default_factory=Fields)
    saved: Writes = field(default_factory=Writes)
    data: Values = field(default_factory=dict)
    side: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailableAction:
    """One action a state offers a person, and what still keeps them from it."""

    step: Transition
    unmet: tuple[Reason, ...]

    @property
    def name(self) -> str:
        return self.step.action

    @property
    def action(self) -> Action:
        return definitions().actions[self.step.action]

    @property
    def label(self) -> Words:
        return self.action.label

    @property
    def allowed(self) -> bool:
        """What can be stated with the action itself does not forbid it."""
        return all(reason.attest for reason in self.unmet)


def seen_by(person: Person, case: Case) -> View:
    """How this person sees the case; raises NotFound when it does not exist for them."""
    view = view_of(person, case)
    if view is None:
        raise NotFound
    return view


def take(
    attempt: Attempt,
    command: Command,
    case: Case,
    effect: Callable[[Case], Outcome],
    facts: Facts | None = None,
) -> Case:
    """Take one step of the workflow and return the case as it is then.

    Raises NotFound, Forbidden, NotAvailable, Stale, Unmet, or Conflict when the case will not hold still.
    """
    step = step_of(attempt, case)
    known = replace(facts or facts_of(attempt, case), command=command)
    if reasons := unmet(step, known):
        raise Unmet(reasons, form_errors(known) if reasons[0].code == "form_valid" else ())
    found = effect(case)
    change = transition(
        case.application,
        step,
        by=attempt.person.id,
        by_name=attempt.person.name,
        at=attempt.at,
        data={**_attested(step, command), **found.data},
        **found.fields,
    )
    commit(attempt, change, found)
    return after(case, change, found.saved)


def step_of(attempt: Attempt, case: Case) -> Transition:
    """The transition this attempt means, after the checks of who, in which state, and on which version."""
    seen_by(attempt.person, case)
    if not POLICY[attempt.name].admits(attempt.person):
        raise Forbidden
    application = case.application
    steps = application.workflow.transitions_from(application.state, attempt.name)
    if not steps:
        raise not_available(attempt.person, application)
    check_version(attempt, case)
    mine = [step for step in steps if step.role in attempt.person.roles]
    if not mine:
        raise Forbidden
    return mine[0]


def check_version(attempt: Attempt, case: Case) -> None:
    known = known_to(attempt.person, case.application)
    if attempt.seen is not None and known.version not in attempt.seen:
        raise Stale(known.state, known.version)


def known_to(person: Person, application: Application) -> Application:
    """Version and state as this person may know them."""
    return application if person.organisation_id is None else application.for_partner


def not_available(person: Person, application: Application) -> NotAvailable:
    """The refusal of a step that this state does not offer."""
    known = known_to(person, application)
    return NotAvailable(known.state, known.version)


def commit(attempt: Attempt, change: Change, effect: Outcome) -> None:
    """Write the change; when somebody was faster, say what the case is now."""
    try:
        attempt.stores.cases.commit(change, effect.saved)
    except SideRefused as refused:
        raise (effect.side or refused) from refused
    except Conflict as conflict:
        raise overtaken(attempt) from conflict


def note(attempt: Attempt, case: Case, kind: str, role: str, data: Values, saved: Writes) -> Case:
    """Record a fact that leaves the state as it is, with what it saves; whoever does it decides the case no more."""
    change = record(
        case.application,
        kind,
        by=attempt.person.id,
        by_name=attempt.person.name,
        role=role,
        at=attempt.at,
        data=data,
        handled_by=handled(case, attempt.person),
    )
    commit(attempt, change, Outcome(saved=saved))
    return after(case, change, saved)


def overtaken(attempt: Attempt) -> Refusal:
    """Why the write was refused, from the case as it stands now."""
    case = attempt.stores.cases.load(attempt.application_id)
    application = case.application
    if view_of(attempt.person, case) is None:
        return NotFound()
    steps = application.workflow.transitions_from(application.state, attempt.name)
    if not steps and attempt.name in definitions().actions:
        return not_available(attempt.person, application)
    known = known_to(attempt.person, application)
    return Stale(known.state, known.version)


def after(case: Case, change: Change, saved: Writes) -> Case:
    """The case as the transaction left it, without reading it again."""
    reviews = {review.person_id: review for review in (*case.reviews, *saved.reviews)}
    requests = {
        request.round: request for request in (*case.requests, *([saved.request] if saved.request else []))
    }
    values = case.values if saved.snapshot is None else saved.snapshot
    return replace(
        case,
        application=change.after,
        events=(*case.events, change.event),
        reviews=tuple(reviews.values()),
        results=case.results if saved.results is None else saved.results,
        requests=tuple(requests.values()),
        values=values,
        before=values,
    )


def facts_of(attempt: Attempt, case: Case) -> Facts:
    """What the guards look at; dates are those of the federation's day (UTC+8)."""
    request = case.open_request
    return Facts(
        case=case.application,
        actor=attempt.person,
        today=day_in_beijing(attempt.at),
        values=case.values,
        before=case.before,
        reviews=case.reviews,
        results=case.results,
        requested=request.fields if request else (),
        document_errors=document_errors(case.application.form, case.values, case.documents, attempt.at),
    )


def offers(attempt: Attempt, case: Case, facts: Facts | None = None) -> tuple[AvailableAction, ...]:
    """Every action the state offers this person that can be taken today."""
    application = case.application
    steps = application.workflow.offered(application.state, attempt.person.roles)
    known = facts or facts_of(attempt, case)
    return tuple(
        AvailableAction(step=step, unmet=obstacles(step, known)) for step in steps if step.action in POLICY
    )


def check_attest(action: str, command: Command) -> None:
    """Refuse statements about guards that no transition of this action has; raises InvalidFields."""
    if not command.attest:
        return
    guards = {
        guard
        for flow in published().values()
        for step in flow.transitions
        if step.action == action
        for guard in step.guards
    }
    wrong = tuple(
        FieldError(field=f"attest.{name[:60]}", code="unknown", message=NO_GUARD)
        for name in command.attest
        if name not in guards
    )
    if wrong:
        raise InvalidFields(wrong)


def _attested(step: Transition, command: Command) -> dict[str, JsonValue]:
    """What was stated; the history keeps it."""
    guards = definitions().guards
    stated = {
        name: command.attest[name].strip()
        for name in step.guards
        if guards[name].kind in ("attested", "recorded") and name in command.attest
    }
    return {"attest": stated} if stated else {}


def handled(case: Case, person: Person) -> tuple[str, ...]:
    """Who may no longer decide the case, with this person among them."""
    return tuple(dict.fromkeys((*case.application.handled_by, person.id)))
