"""For every guard one way in which it alone is not met when a step is tried on a case in good order otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shared.actions.engine import Attempt
from shared.actions.perform import perform
from shared.actions.queries import case_view
from shared.domain.case import Case
from shared.domain.commands import (
    NOTHING,
    AnswerCommand,
    ApprovalCommand,
    AssignmentCommand,
    Command,
    EditCommand,
    ReasonCommand,
    RefusalCommand,
    RequestCommand,
)
from shared.domain.people import Person, Role
from shared.domain.programmes import Direction
from shared.domain.words import Words
from shared.domain.workflow import Transition
from shared.store.case_parts import Writes
from tests.builders import a_person, a_programme, a_request, a_review, an_organisation
from tests.stage import ATTESTED, PEOPLE, REASON, REVIEWERS, USUAL, WHO, Stage, opine, take

RISK_SIGNED = "safety_officer_risk_assessment_signed"


@dataclass(frozen=True)
class Trial:
    """One step on one stage."""

    stage: Stage
    direction: Direction
    step: Transition
    named: list[frozenset[str]] = field(default_factory=list)
    """Before each try: the guards that the case names, to whoever tries, as what keeps them from the step."""

    def case(self, *, signed: bool = True, **values: Any) -> Case:
        """A case in its state, its risks assessed where the step asks for that."""
        case = self.stage.case(self.step.source, self.direction, **values)
        if signed and RISK_SIGNED in self.step.guards:
            return self.stage.do("sign_risk", "safety", case)
        return case

    def attempt(self, case: Case, **more: Any) -> Attempt:
        return self.stage.attempt(WHO[self.step.role], self.step.action, case, **more)

    def take(self, case: Case, command: Command | None = None) -> Case:
        """Take the step as usual, or with another command."""
        attempt = self.attempt(case)
        self.name(attempt)
        return perform(attempt, command) if command else take(attempt, case)

    def name(self, attempt: Attempt) -> None:
        seen = case_view.case(
            attempt.stores, attempt.person, attempt.application_id, at=attempt.at, fresh=True
        )
        offered = [reason for each in seen.offers if each.name == attempt.name for reason in each.unmet]
        self.named.append(frozenset(reason.code for reason in offered if not reason.attest))

    def arranged(self, saved: Writes | None = None, **changes: Any) -> Case:
        """Take the step on a case to which no action leads."""
        return self.take(self.stage.arrange(self.case(), saved, **changes))


def _form_valid(trial: Trial) -> Case:
    if trial.step.action == "submit":
        return trial.take(trial.case(need_statement=None))
    case = trial.case()
    perform(trial.stage.attempt("north-editor", "edit", case), EditCommand(values={"need_statement": None}))
    return trial.take(case)


def _programme_open(trial: Trial) -> Case:
    trial.stage.stores.programmes.save(a_programme(trial.direction, id="short", closes="2026-11-24"))
    case = trial.case(programme_id="short")
    trial.stage.pass_days(2)
    return trial.take(case)


def _partner_org_active(trial: Trial) -> Case:
    trial.stage.stores.organisations.save(an_organisation("north", standing="suspended"))
    return trial.take(trial.case())


def _signatory_mandate_valid(trial: Trial) -> Case:
    ended = replace(PEOPLE["north-signatory"], mandate_until="2026-11-22")
    trial.stage.people[ended.id] = ended
    return trial.take(trial.case())


def _no_open_duplicate(trial: Trial) -> Case:
    if trial.step.action == "appeal":
        refused = trial.case(title_zh="示例重复申请")
        trial.stage.case("submitted", trial.direction, title_zh="示例重复申请")
        return trial.take(refused)
    trial.stage.case("submitted", trial.direction, title_zh="示例重复申请")
    return trial.take(trial.case(title_zh="示例重复申请"))


def _relation(*roles: Role) -> Person:
    """Somebody of the applicant who was given a role of the federation as well."""
    return a_person("both", "partner_editor", *roles, organisation_id="north")


def _actor_no_coi(trial: Trial) -> Case:
    relation = _relation("programme_officer")
    attempt = trial.stage.attempt(relation, "claim", trial.case())
    trial.name(attempt)
    return perform(attempt, NOTHING)


def _four_eyes(trial: Trial) -> Case:
    return trial.arranged(handled_by=("officer", WHO[trial.step.role]))


def _items_listed_by_field(trial: Trial) -> Case:
    return trial.take(trial.case(), RequestCommand())


def _all_items_answered(trial: Trial) -> Case:
    case = trial.case()
    two = a_request("need_statement", "headcount", round=case.application.round)
    return trial.take(trial.stage.arrange(case, Writes(request=two)))


def _reason_code_and_bilingual_text(trial: Trial) -> Case:
    return trial.take(trial.case(), RefusalCommand(reason_code="quality", reason=Words(REASON.en, " ")))


def _reason_text(trial: Trial) -> Case:
    usual = USUAL[trial.step.action]
    return trial.take(trial.case(), ReasonCommand(reason=" ", attest=usual.attest))


def _reviewers_no_coi(trial: Trial) -> Case:
    relation = trial.stage.know(_relation("reviewer"))
    return trial.take(trial.case(), _assigned(*REVIEWERS, relation.id))


def _assigned(*reviewers: str) -> Command:
    return AssignmentCommand(reviewers=reviewers, attest=USUAL["accept_for_review"].attest)


def _review_quorum_met(trial: Trial) -> Case:
    case = trial.case()
    if trial.step.action != "close_review":
        earlier = [replace(each, snapshot_hash="0" * 64) for each in case.reviews]
        return trial.take(trial.stage.arrange(case, Writes(reviews=earlier)))
    opine(trial.stage.attempt("reviewer-1", "review", case))
    opine(trial.stage.attempt("reviewer-2", "review", case), None)
    return trial.take(case)


def _reviewed(trial: Trial) -> Case:
    case = trial.case()
    for who in REVIEWERS if trial.step.action == "close_review" else ():
        opine(trial.stage.attempt(who, "review", case))
    return trial.stage.now(case)


def _coi_declared_by_all(trial: Trial) -> Case:
    silent = a_review("reviewer-3", trial.direction)
    case = _reviewed(trial)
    silent = replace(silent, application_id=case.application.id)
    return trial.take(trial.stage.arrange(case, Writes(reviews=[silent])))


def _within_20_working_days(trial: Trial) -> Case:
    case = trial.case()
    trial.stage.pass_days(60)
    return trial.take(case)


def _unstated(guard: str) -> Callable[[Trial], Case]:
    def act(trial: Trial) -> Case:
        command = USUAL[trial.step.action]
        said = {name: text for name, text in command.attest.items() if name != guard}
        return trial.take(trial.case(), replace(command, attest=said))

    return act


def in_order(trial: Trial) -> Case:
    """The step with every guard met."""
    return trial.take(_reviewed(trial))


DISORDER: Mapping[str, Callable[[Trial], Case]] = {
    "form_valid": _form_valid,
    "programme_open": _programme_open,
    "partner_org_active": _partner_org_active,
    "signatory_mandate_valid": _signatory_mandate_valid,
    "lead_time_or_urgent_reason": lambda trial: trial.take(trial.case(start_date="2026-12-01")),
    "declarations_complete": lambda trial: trial.take(trial.case(declarations=["truthful"])),
    "no_open_duplicate": _no_open_duplicate,
    "actor_no_coi": _actor_no_coi,
    "items_listed_by_field": _items_listed_by_field,
    "round_le_3": lambda trial: trial.arranged(round=3),
    "all_items_answered": _all_items_answered,
    "diff_recorded": lambda trial: trial.take(trial.case(), AnswerCommand()),
    "reason_code_and_bilingual_text": _reason_code_and_bilingual_text,
    "reason_text": _reason_text,
    "four_eyes": _four_eyes,
    "reviewers_ge_2": lambda trial: trial.take(trial.case(), _assigned("reviewer-1", "reviewer-1")),
    "reviewers_no_coi": _reviewers_no_coi,
    "review_quorum_met": _review_quorum_met,
    "coi_declared_by_all": _coi_declared_by_all,
    "snapshot_hash_matches": lambda trial: trial.take(trial.case(), ApprovalCommand(snapshot_hash="0" * 64)),
    "no_escalation_trigger": lambda trial: trial.take(trial.case(minors_count=1)),
    "no_open_items": lambda trial: trial.arranged(Writes(request=a_request())),
    "escalation_trigger_or_choice": lambda trial: trial.take(trial.case(), ReasonCommand(reason=" ")),
    "approver_recommendation_recorded": lambda trial: trial.arranged(recommended_by=""),
    "first_appeal": lambda trial: trial.arranged(appealed_on="2026-11-01"),
    "within_20_working_days": _within_20_working_days,
    "another_decider": lambda trial: trial.arranged(handled_by=(WHO[trial.step.role],), appeal_version=1),
    "not_original_decider": lambda trial: trial.arranged(decided_by=WHO[trial.step.role]),
    "new_reviewers": lambda trial: trial.arranged(reviewed_before=REVIEWERS),
    "bilingual_text": lambda trial: trial.take(trial.case(), RefusalCommand(reason=Words("", REASON.zh))),
    RISK_SIGNED: lambda trial: trial.take(trial.case(signed=False)),
    **{guard: _unstated(guard) for guard in ATTESTED},
}
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "lead_time_or_urgent_reason": ("form_valid", "lead_time_or_urgent_reason"),
    "declarations_complete": ("form_valid", "declarations_complete"),
    "diff_recorded": ("all_items_answered", "diff_recorded"),
}
"""The guards that are never unmet alone: the form, or the items asked about, say the same."""
