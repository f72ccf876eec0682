"""The guards of the workflow: one function each, which decides and, when it refuses, says why.

A guard answers None when it is met, and otherwise the values for the placeholders of its words, or other words. What
a checklist stands for is decided from its points (checklists.py). Guards of states after the decision are in actions.json as kind `later`; they have no function and are never met.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shared.domain import checklists, forms
from shared.domain.appeals import appeal_until, had_part
from shared.domain.application import Application
from shared.domain.checklists import NOT_CLEAR, Point, Result
from shared.domain.commands import (
    NOTHING,
    AnswerCommand,
    ApprovalCommand,
    AssignmentCommand,
    Command,
    ComplianceCommand,
    ReasonCommand,
    RefusalCommand,
    RequestCommand,
)
from shared.domain.conditions import value_at
from shared.domain.json_value import Values
from shared.domain.people import Organisation, Person
from shared.domain.programmes import Programme
from shared.domain.refusals import FieldError, Reason
from shared.domain.reviews import Review, is_stale
from shared.domain.risk_assessment import NOT_ACCEPTABLE, RISK
from shared.domain.words import Words
from shared.domain.workflow import Guard, Transition, definitions

ROUNDS = 3
"""Information requests a case may have (domain rules: at most three rounds)."""

RISK_REFUSED = Words(
    "The safety officer finds the risk not acceptable. Ask for changes, or propose not to accept the case.",
    "安全专员认为风险不可接受，请要求补正，或提出不予受理的意见。",
)
RISK_OUTDATED = Words(
    "The content has changed since the safety officer signed. The safety officer has to sign it as it is now.",
    "安全专员签署后内容已有变更，须由安全专员就现有内容重新签署。",
)
NOT_ALL_CLEAR = Words(
    "Not clear: {points}. Ask for information, or propose not to accept the case.",
    "未核清：{points}。请要求补正，或提出不予受理的意见。",
)
Missing = Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a guard may look at; `command` is what the action brings along.

    `twin` is the number of an open application of the same organisation with the same content.
    """

    case: Application
    actor: Person | None
    today: date
    values: Values = field(default_factory=dict)
    before: Values = field(default_factory=dict)
    organisation: Organisation | None = None
    programme: Programme | None = None
    reviews: tuple[Review, ...] = ()
    results: tuple[Result, ...] = ()
    reviewers: tuple[Person, ...] = ()
    requested: tuple[str, ...] = ()
    twin: str = ""
    reminders: frozenset[int] = frozenset()
    document_errors: tuple[FieldError, ...] = ()
    """What keeps the documents among the answers from being sent."""
    command: Command = NOTHING


def obstacles(step: Transition, facts: Facts) -> tuple[Reason, ...]:
    """What keeps this person from this action now, before anything was typed.

    What can be stated with the action itself is listed too, marked `attest`: it does not forbid.
    """
    return tuple(
        reason for guard in _guards(step) if guard.kind != "input" and (reason := refused(guard, facts))
    )


def unmet(step: Transition, facts: Facts) -> tuple[Reason, ...]:
    """The guards that refuse this action as it was sent."""
    return tuple(reason for guard in _guards(step) if (reason := refused(guard, facts)))


def form_errors(facts: Facts) -> tuple[FieldError, ...]:
    """What is missing or wrong in the answers; empty when `form_valid` is met."""
    form = facts.case.form
    asked = {name: value for name, value in facts.values.items() if name in form.index}
    return (*forms.check_complete(form, asked, today=facts.today), *facts.document_errors)


def _guards(step: Transition) -> list[Guard]:
    return [definitions().guards[name] for name in step.guards]


def refused(guard: Guard, facts: Facts) -> Reason | None:
    """Why this guard is not met; None when it is."""
    if guard.kind == "recorded":
        return _checklist(guard, facts)
    if guard.kind == "attested":
        return None if _stated(guard, facts) else Reason(code=guard.name, message=guard.words, attest=True)
    if guard.kind == "later":
        return Reason(code=guard.name, message=guard.words)
    missing = CHECKS[guard.name](facts)
    if missing is None:
        return None
    words = missing if isinstance(missing, Words) else _filled(guard.words, missing)
    return Reason(code=guard.name, message=words)


def _checklist(guard: Guard, facts: Facts) -> Reason | None:
    """What is found not clear refuses; a statement covers the points that nobody has said anything of."""
    found = _outcomes(facts)
    asked = checklists.points(guard.name, facts.case.direction, facts.values)
    unclear = [each for each in asked if found.get(each.id) == NOT_CLEAR]
    if unclear:
        return Reason(code=guard.name, message=_filled(NOT_ALL_CLEAR, {"points": _listed(unclear)}))
    left = [each for each in asked if each.id not in found]
    if not left or _stated(guard, facts):
        return None
    return Reason(code=guard.name, message=_filled(guard.words, {"points": _listed(left)}), attest=True)


def _outcomes(facts: Facts) -> dict[str, str]:
    """What was found by point: what is recorded of the content as it stands, and what the action brings along."""
    known = checklists.current(facts.results, facts.case.snapshot_hash)
    found = {name: each.outcome for name, each in known.items()}
    if isinstance(facts.command, ComplianceCommand):
        found |= {name: each.outcome for name, each in facts.command.points.items()}
    if isinstance(facts.command, AssignmentCommand):
        found |= dict.fromkeys(facts.command.ticked, "clear")
    return found


def _listed(points: Sequence[Point]) -> Words:
    return Words("; ".join(each.label.en for each in points), "；".join(each.label.zh for each in points))


def _stated(guard: Guard, facts: Facts) -> bool:
    return bool(facts.command.attest.get(guard.name, "").strip())


def _filled(words: Words, missing: Missing) -> Words:
    english = {key: value.en if isinstance(value, Words) else value for key, value in missing.items()}
    chinese = {key: value.zh if isinstance(value, Words) else value for key, value in missing.items()}
    return Words(words.en.format(**english), words.zh.format(**chinese))


def _when(met: object) -> Missing | None:
    return None if met else {}


def _form_valid(facts: Facts) -> Missing | None:
    errors = form_errors(facts)
    return {"count": len(errors)} if errors else None


def _programme_open(facts: Facts) -> Missing | None:
    programme = facts.programme
    if programme is None or programme.is_open(facts.today):
        return None if programme else {"opens": "-", "closes": "-"}
    return _window(programme)


def not_open(programme: Programme) -> Reason:
    """Why nothing can be sent for this programme today."""
    words = definitions().guards["programme_open"].words
    return Reason(code="programme_open", message=_filled(words, _window(programme)))


def _window(programme: Programme) -> Missing:
    until: Words | str = programme.closes
    if programme.state == "closed":
        until = Words(f"{until} (closed early)", f"{until}（已提前关闭）")
    return {"opens": programme.opens, "closes": until}


def _partner_org_active(facts: Facts) -> Missing | None:
    return _when(facts.organisation and facts.organisation.active)


def _signatory_mandate_valid(facts: Facts) -> Missing | None:
    until = facts.actor.mandate_until if facts.actor else None
    return _when(until and until >= facts.today.isoformat())


def _lead_time(facts: Facts) -> Missing | None:
    days = facts.case.form.lead_days
    if facts.programme:
        days = facts.programme.lead_days(days)
    start = str(facts.values.get("start_date") or "")
    late = start and (date.fromisoformat(start) - facts.today).days < days
    return {"days": days} if late and not facts.values.get("urgent_reason") else None


def _declarations_complete(facts: Facts) -> Missing | None:
    form = facts.case.form
    ticked = facts.values.get("declarations")
    wanted = {option.value for option in form.field("declarations").options}
    return _when(isinstance(ticked, list) and wanted == set(ticked))


def _no_open_duplicate(facts: Facts) -> Missing | None:
    return {"number": facts.twin} if facts.twin else None


def _actor_no_coi(facts: Facts) -> Missing | None:
    actor, case = facts.actor, facts.case
    return _when(actor and actor.id not in case.conflicted and not actor.belongs_to(case.parties))


def _items_listed_by_field(facts: Facts) -> Missing | None:
    asked = facts.command
    items = asked.items if isinstance(asked, RequestCommand) else ()
    return _when(items and all(each.message.strip() for each in items))


def _round_le_3(facts: Facts) -> Missing | None:
    return _when(facts.case.round < ROUNDS)


def _all_items_answered(facts: Facts) -> Missing | None:
    open_fields = [name for name in facts.requested if not _answered(facts, name)]
    return {"fields": ", ".join(open_fields)} if open_fields else None


def _answered(facts: Facts, name: str) -> bool:
    return name in _notes(facts) or value_at(facts.values, name) != value_at(facts.before, name)


def _notes(facts: Facts) -> Mapping[str, str]:
    return facts.command.answers if isinstance(facts.command, AnswerCommand) else {}


def _diff_recorded(facts: Facts) -> Missing | None:
    return _when(_notes(facts) or dict(facts.values) != dict(facts.before))


def _reason_code_and_text(facts: Facts) -> Missing | None:
    said = facts.command
    if not isinstance(said, RefusalCommand):
        return {}
    written = said.reason.en.strip() and said.reason.zh.strip()
    return _when(written and said.reason_code in definitions().reasons)


def _reason_text(facts: Facts) -> Missing | None:
    return _when(_reason(facts))


def _reason(facts: Facts) -> str:
    return facts.command.reason.strip() if isinstance(facts.command, ReasonCommand) else ""


def _four_eyes(facts: Facts) -> Missing | None:
    case, actor = facts.case, facts.actor
    barred = (*case.handled_by, case.recommended_by)
    return _when(actor and actor.id not in barred and not actor.belongs_to(case.parties))


def _reviewers_ge_2(facts: Facts) -> Missing | None:
    needed = facts.case.reviews_needed
    return None if len({person.id for person in facts.reviewers}) >= needed else {"needed": needed}


def _reviewers_no_coi(facts: Facts) -> Missing | None:
    case = facts.case
    return _when(
        all(
            person.id not in case.conflicted and not person.belongs_to(case.parties)
            for person in facts.reviewers
        )
    )


def _review_quorum_met(facts: Facts) -> Missing | None:
    content = facts.case.snapshot_hash
    done = sum(each.status == "submitted" and not is_stale(each, content) for each in facts.reviews)
    needed = facts.case.reviews_needed
    return {"done": done, "needed": needed} if done < needed else None


def _coi_declared_by_all(facts: Facts) -> Missing | None:
    silent = sum(review.status == "assigned" for review in facts.reviews)
    return {"count": silent} if silent else None


def _risk_assessment_signed(facts: Facts) -> Missing | Words | None:
    signed = next((each for each in facts.results if each.point == RISK), None)
    if signed is None:
        return {}
    if signed.snapshot_hash != facts.case.snapshot_hash:
        return RISK_OUTDATED
    return RISK_REFUSED if signed.outcome == NOT_ACCEPTABLE else None


def _snapshot_hash_matches(facts: Facts) -> Missing | None:
    read = facts.command.snapshot_hash if isinstance(facts.command, ApprovalCommand) else ""
    return _when(facts.case.snapshot_hash and read == facts.case.snapshot_hash)


def triggers(facts: Facts) -> tuple[Words, ...]:
    """Why the senior approver must decide; the words of each trigger the content sets off."""
    found = forms.escalation_triggers(facts.case.direction, facts.values, facts.case.senior_above)
    return tuple(TRIGGERS[name] for name in found)


def _no_escalation_trigger(facts: Facts) -> Missing | None:
    found = triggers(facts)
    if not found:
        return None
    return {"triggers": Words("; ".join(w.en for w in found), "；".join(w.zh for w in found))}


def _no_open_items(facts: Facts) -> Missing | None:
    return _when(not facts.requested)


def _escalation_trigger_or_choice(facts: Facts) -> Missing | None:
    return _when(triggers(facts) or _reason(facts))


def _approver_recommendation_recorded(facts: Facts) -> Missing | None:
    return _when(facts.case.recommended_by)


def _reminders(*days: int) -> Callable[[Facts], Missing | None]:
    return lambda facts: _when(facts.reminders.issuperset(days))


def _first_appeal(facts: Facts) -> Missing | None:
    return _when(not facts.case.appealed_on)


def _within_window(facts: Facts) -> Missing | None:
    until = appeal_until(facts.case)
    return {"until": until} if until and facts.today.isoformat() > until else None


def _not_original_decider(facts: Facts) -> Missing | None:
    case, actor = facts.case, facts.actor
    return _when(actor and actor.id not in had_part(case) and not actor.belongs_to(case.parties))


def _another_decider(facts: Facts) -> Missing | None:
    """After an appeal that was upheld, whoever decided before prepares no decision either."""
    case, actor = facts.case, facts.actor
    return _when(not case.appeal_version or (actor and actor.id not in case.handled_by))


def _new_reviewers(facts: Facts) -> Missing | None:
    again = [person.name for person in facts.reviewers if person.id in facts.case.reviewed_before]
    return {"names": ", ".join(again)} if again else None


def _bilingual_text(facts: Facts) -> Missing | None:
    said = facts.command
    return _when(isinstance(said, RefusalCommand) and said.reason.en.strip() and said.reason.zh.strip())


TRIGGERS: Mapping[str, Words] = {
    "risk_orange": Words("travel risk level orange", "旅行安全风险橙色"),
    "risk_red": Words("travel risk level red", "旅行安全风险红色"),
    "residual_risk": Words("a risk of 15 or more after all measures", "采取措施后仍有15分及以上的风险"),
    "budget": Words("a budget above the limit of the programme", "预算超过项目规定的金额"),
    "disaster_area": Words("disaster relief abroad", "赴境外参与应急救援"),
    "minors": Words("participants under 18", "有未满18周岁人员"),
    "sensitive_activity": Words("sensitive content", "涉及敏感事项"),
    "stipend": Words("payment to participants", "向参加人员支付报酬"),
}

CHECKS: Mapping[str, Callable[[Facts], Missing | Words | None]] = {
    "form_valid": _form_valid,
    "programme_open": _programme_open,
    "partner_org_active": _partner_org_active,
    "signatory_mandate_valid": _signatory_mandate_valid,
    "lead_time_or_urgent_reason": _lead_time,
    "declarations_complete": _declarations_complete,
    "no_open_duplicate": _no_open_duplicate,
    "reminders_sent_14d_3d": _reminders(14, 3),
    "reminders_sent_7d_3d_1d": _reminders(7, 3, 1),
    "actor_no_coi": _actor_no_coi,
    "items_listed_by_field": _items_listed_by_field,
    "round_le_3": _round_le_3,
    "all_items_answered": _all_items_answered,
    "diff_recorded": _diff_recorded,
    "reason_code_and_bilingual_text": _reason_code_and_text,
    "reason_text": _reason_text,
    "four_eyes": _four_eyes,
    "first_appeal": _first_appeal,
    "within_20_working_days": _within_window,
    "not_original_decider": _not_original_decider,
    "another_decider": _another_decider,
    "new_reviewers": _new_reviewers,
    "bilingual_text": _bilingual_text,
    "reviewers_ge_2": _reviewers_ge_2,
    "reviewers_no_coi": _reviewers_no_coi,
    "review_quorum_met": _review_quorum_met,
    "coi_declared_by_all": _coi_declared_by_all,
    "safety_officer_risk_assessment_signed": _risk_assessment_signed,
    "snapshot_hash_matches": _snapshot_hash_matches,
    "no_escalation_trigger": _no_escalation_trigger,
    "no_open_items": _no_open_items,
    "escalation_trigger_or_choice": _escalation_trigger_or_choice,
    "approver_recommendation_recorded": _approver_recommendation_recorded,
}
