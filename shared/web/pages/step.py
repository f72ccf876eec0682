"""A step on a case as a page: opened, taken by a form post, or shown again with everything that was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from shared.actions.engine import Attempt, AvailableAction, seen_by
from shared.actions.policy import POLICY, REVIEWING
from shared.actions.queries import case_view
from shared.actions.queries.case_view import CaseView
from shared.actions.reviewing import open_for
from shared.domain.events import Event
from shared.domain.refusals import (
    Conflict,
    FieldError,
    Forbidden,
    InvalidFields,
    NotAvailable,
    QuotaFull,
    Reason,
    Refusal,
    Stale,
    Unmet,
)
from shared.domain.words import Words
from shared.domain.workflow import definitions
from shared.identity import forget_typed, typed_for
from shared.web.http.attempt import attempt_of
from shared.web.http.call import VERSION, Call
from shared.web.http.problem import status_of
from shared.web.http.response import Response
from shared.web.pages.post_input import Inputs
from shared.web.pages.remedies import remedy
from shared.wiring import wiring

Fields = Mapping[str, list[str]]
AGAIN = (InvalidFields, Unmet, QuotaFull, Stale, NotAvailable, Conflict)
"""What is answered with the same page; every other refusal has a page of its own."""
MOVED = (Stale, NotAvailable)
"""The case has moved on: whoever was at work on it keeps what they typed, though the step may be another's now."""
NOTED: Mapping[str, str] = {
    "change_reviewers": "reviewers_changed",
    "hand_over": "handed_over",
    "sign_risk": "risk_signed",
    "check_compliance": "compliance_checked",
    "accept_answers": "answers_accepted",
}
"""What the history calls an action that is none of the workflow."""
WHILE_REVIEWED = ("change_reviewers", "review")
"""Steps that change no state, and are possible only while the review is open."""
FOR_FEDERATION = ("hand_over", "sign_risk", "accept_answers")
"""Steps that change no state, and are not for whoever still owes the case a review."""
CHOSEN: Mapping[str, str] = {
    "reviewers": "reviewers",
    "add": "reviewers",
    "remove": "remove",
    "accepted": "accepted",
}
"""The input for what an action names one by one."""
CHANGED = Words(
    "The case changed while you had this page open. Nothing was saved. What you typed is kept below: "
    "look at the case as it is now and send it again if it still fits.",
    "您打开本页后申请已有变化，内容尚未保存。您填写的内容保留在下方，请核对申请当前内容，如仍适用请再次提交。",
)
OVER = Words(
    "This step is no longer possible: the case is now in the state “{state}”. Nothing was saved.",
    "此操作已无法进行：申请当前状态为“{state}”，内容未保存。",
)
FASTER = Words(
    "Somebody else changed the case at the same moment. Nothing was saved; send it again.",
    "他人同时修改了申请，内容未保存，请再次提交。",
)
FULL = Words(
    "The programme has no place left. Refuse the case or ask for a larger quota.",
    "项目名额已满，请不予批准或申请增加名额。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The page of one action: the case as this person sees it, what was typed, and what went wrong.

    `changed` is what happened to the case since the version this person looked at, oldest first.
    """

    name: str
    seen: CaseView
    offer: AvailableAction | None
    typed: Fields = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    changed: tuple[Event, ...] = ()
    status: int = 200

    @property
    def possible(self) -> bool:
        """Whether the step can be taken at all; what is typed may still be refused."""
        if self.name in definitions().actions:
            return self.offer is not None and self.offer.allowed
        case = self.seen.case
        if self.name == "hand_over":
            return case.application.in_hand
        if self.name == "decline_review":
            return case.application.state in REVIEWING
        if self.name == "accept_answers":
            return self.seen.answers_open
        if self.name == "sign_risk":
            return case.application.risk_open
        return (
            self.name not in WHILE_REVIEWED
            or case.application.state == "under_review"
            or (self.name == "review" and any(open_for(case, review) for review in case.reviews))
        )

    @property
    def unmet(self) -> tuple[Reason, ...]:
        """What forbids the step whatever is typed."""
        return tuple(reason for reason in (self.offer.unmet if self.offer else ()) if not reason.attest)

    def remedy(self, reason: Reason) -> str:
        """Where what forbids it can be mended; empty where there is no such page."""
        return remedy(reason.code, self.seen.case.application)

    def text(self, name: str, otherwise: str = "") -> str:
        """What stands in an input."""
        return self.typed[name][-1] if self.typed.get(name) else "" if self.typed else otherwise

    def ticked(self, name: str, value: str) -> bool:
        return value in self.typed.get(name, ())


def opened(call: Call, application_id: str, name: str) -> Step:
    """The page before anything was sent, which may say that it is too late; raises NotFound, Forbidden."""
    person = call.who.person
    seen = case_view.case(wiring().stores, person, application_id, at=call.at)
    _check_role(call, seen, name)
    application = seen.case.application
    offer = _offer(seen, name)
    step = Step(name=name, seen=seen, offer=offer, typed=typed_for(call, call.path))
    if offer is None and not step.possible and name != "review":
        return _refused(call, seen, name, NotAvailable(application.state, application.version))
    return step


def _check_role(call: Call, seen: CaseView, name: str) -> None:
    """The page of a step shows what its role works with, so it is for that role alone; raises Forbidden."""
    application = seen.case.application
    steps = application.workflow.transitions_from(application.state, name)
    roles = call.who.person.roles
    if name in FOR_FEDERATION and seen.view != "federation":
        raise Forbidden
    if not POLICY[name].admits(call.who.person) or (steps and not any(each.role in roles for each in steps)):
        raise Forbidden


def posted(
    call: Call,
    application_id: str,
    name: str,
    act: Callable[[], object],
    again: Callable[[Step], Response],
    *,
    to: str = "",
    done: str = "",
    already: Callable[[CaseView], bool] | None = None,
) -> Response:
    """Take the step and go on to the case, or to `to`; what the person can mend is shown `again`.

    A form sent twice goes on too: `already` tells where the history does not. `done` names the notice.
    """
    place = f"{to or f'/applications/{application_id}'}?done={done or name}"
    try:
        act()
    except AGAIN as refusal:
        seen = case_view.case(wiring().stores, call.who.person, application_id, at=call.at, fresh=True)
        if already(seen) if already else happened(call, seen, name):
            return Response.see(place)
        if not isinstance(refusal, MOVED):
            _check_role(call, seen, name)
        return again(_refused(call, seen, name, refusal))
    forget_typed(call, call.path)
    return Response.see(place)


def happened(call: Call, seen: CaseView, name: str) -> bool:
    """Whether this very form was taken before: the next version is this person's own same step."""
    if seen.view == "partner":
        return taken_before(call, seen.case.application.id, name)
    version, kind = version_sent(call), NOTED.get(name, name)
    return any(
        event.version == version + 1 and event.by == call.who.person.id and event.action == kind
        for event in seen.case.events
    )


def taken_before(call: Call, application_id: str, name: str) -> bool:
    """Whether the last thing that happened to the case is this very action by this very person, for a partner."""
    person = call.who.person
    case = wiring().stores.cases.load(application_id)
    seen_by(person, case)
    last = case.events[-1] if case.events else None
    return last is not None and last.action == name and last.by == person.id


def attempted(call: Call, application_id: str, name: str) -> Attempt:
    """What the form tries, on the version it was made for."""
    return attempt_of(call, application_id, name, seen=frozenset({version_sent(call)}))


def statements(call: Call) -> dict[str, str]:
    """What is stated in the inputs named `attest.<guard>`; raises InvalidFields."""
    inputs, guards = Inputs(call), definitions().guards
    stated = {
        name: inputs.text(f"attest.{name}", guards[name].stated or guards[name].words)
        for name in call.written("attest.")
        if name in guards
    }
    inputs.check()
    return stated


def version_sent(call: Call) -> int:
    """The version the form was made for; -1 when it names none."""
    digits = call.code("seen")
    return int(digits) if VERSION.fullmatch(digits) else -1


def _refused(call: Call, seen: CaseView, name: str, refusal: Refusal) -> Step:
    moved = isinstance(refusal, MOVED)
    version = version_sent(call)
    return Step(
        name=name,
        seen=seen,
        offer=_offer(seen, name),
        typed=call.posted,
        errors=_errors(seen, refusal),
        changed=tuple(event for event in seen.case.events if moved and -1 < version < event.version),
        status=status_of(refusal),
    )


def _offer(seen: CaseView, name: str) -> AvailableAction | None:
    return next((offer for offer in seen.offers if offer.name == name), None)


def _errors(seen: CaseView, refusal: Refusal) -> tuple[FieldError, ...]:
    if isinstance(refusal, InvalidFields):
        return tuple(replace(error, field=_input(error.field)) for error in refusal.errors)
    if isinstance(refusal, Unmet):
        return tuple(_unmet(reason) for reason in refusal.unmet)
    return (FieldError(field="", code=refusal.code, message=_whole(seen, refusal)),)


def _input(field: str) -> str:
    """The input an error belongs to: people are chosen from lists, where each has no input of their own."""
    name, _, place = field.partition(".")
    if not place.isdigit() or name not in CHOSEN:
        return field
    return CHOSEN[name]


def _unmet(reason: Reason) -> FieldError:
    place = f"attest.{reason.code}" if reason.attest else _input_of(reason.code)
    return FieldError(field=place, code=reason.code, message=reason.message)


def _input_of(code: str) -> str:
    guard = definitions().guards.get(code)
    return guard.input if guard else ""


def _whole(seen: CaseView, refusal: Refusal) -> Words:
    """What went wrong with the step as a whole."""
    if isinstance(refusal, NotAvailable):
        application = seen.case.application
        state = application.workflow.states[application.state].label
        return Words(OVER.en.format(state=state.en), OVER.zh.format(state=state.zh))
    if isinstance(refusal, Stale):
        return CHANGED
    return FULL if isinstance(refusal, QuotaFull) else FASTER
