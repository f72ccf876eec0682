"""The check before a final step: who is told, and what each of them reads, in their language."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.actions.audience import audience_of_step
from shared.domain.approval import OWNERS, PARTNER
from shared.domain.case import Case
from shared.domain.commands import UNSAID, ApprovalCommand, Command, Condition, RefusalCommand
from shared.domain.messages import Message
from shared.domain.notifications import Notice
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions
from shared.language.notice_words import line
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_page import step_page
from shared.web.pages.step import Step
from shared.wiring import wiring

CARRIED = ("csrf_token", "then")
"""Inputs that the page has of its own."""
LANGUAGES: Sequence[tuple[Language, str]] = (("zh", "中文"), ("en", "English"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One person who will be told, in which language, and the line they get."""

    name: str
    language: str
    line: str
    partner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the partner reads in one language."""

    language: Language
    name: str
    outcome: str
    ground: str
    reason: str
    conditions: list[tuple[str, str, str]] = field(default_factory=list)


def check_page(call: Call, step: Step, command: Command) -> Response:
    """Nothing is decided by it: the form carries everything on to the one button that does."""
    case = step.seen.case
    notices = audience_of_step(wiring().stores, case, step.name, call.who.person, call.at)
    return step_page(
        call,
        "approvals/check.html",
        step,
        readings=[_reading(case, step.name, command, language, name) for language, name in LANGUAGES],
        told=[_told(case, step.name, each) for each in notices],
        comment=command.comment if isinstance(command, ApprovalCommand) else "",
        inputs=[(name, values[-1]) for name, values in call.posted.items() if name not in CARRIED],
    )


def _target(case: Case, action: str) -> str:
    application = case.application
    return application.workflow.transitions_from(application.state, action)[0].target


def _reason(case: Case, action: str, command: Command) -> tuple[str, Words]:
    """Ground and words of a refusal: those typed, or those that were proposed."""
    if isinstance(command, RefusalCommand):
        return command.reason_code, command.reason
    proposed = next((each for each in reversed(case.events) if each.action == "propose_ineligible"), None)
    if action != "confirm_ineligible" or proposed is None:
        return "", UNSAID
    told = proposed.data.get("reason")
    return str(proposed.data.get("reason_code", "")), Words.of(told) if isinstance(told, dict) else UNSAID


def _reading(case: Case, action: str, command: Command, language: Language, name: str) -> Reading:
    code, reason = _reason(case, action, command)
    known = definitions().reasons
    conditions = command.conditions if isinstance(command, ApprovalCommand) else ()
    return Reading(
        language=language,
        name=name,
        outcome=case.application.workflow.states[_target(case, action)].public.within(language),
        ground=known[code].within(language) if code in known else "",
        reason=reason.within(language),
        conditions=[
            (_text(each, language), str(each.get("due") or ""), _owner(each, language)) for each in conditions
        ],
    )


def _text(condition: Condition, language: Language) -> str:
    text = condition.get("text")
    return str(text.get(language, "")) if isinstance(text, dict) else ""


def _owner(condition: Condition, language: Language) -> str:
    return OWNERS[str(condition.get("owner") or PARTNER)].within(language)


def _told(case: Case, action: str, notice: Notice) -> Told:
    person, application = notice.person, case.application
    message = Message(
        id="",
        person_id=person.id,
        at=application.changed_at,
        kind=notice.kind,
        subject=notice.subject,
        application_id=application.id,
        number=application.number,
        direction=application.direction,
        state=_target(case, action),
    )
    return Told(
        name=person.name,
        language=dict(LANGUAGES)[person.language],
        line=line(message).within(person.language),
        partner=person.is_partner,
    )
