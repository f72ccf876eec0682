"""A small federation, and cases taken to any state before the decision by the actions that people use."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.actions import drafting
from shared.actions.engine import Attempt, known_to
from shared.actions.perform import perform
from shared.domain.case import Case, Item
from shared.domain.change import record
from shared.domain.checklists import Found
from shared.domain.commands import (
    NOTHING,
    AcceptCommand,
    AnswerCommand,
    ApprovalCommand,
    AssignmentCommand,
    Command,
    ComplianceCommand,
    Opinion,
    ReasonCommand,
    RefusalCommand,
    RequestCommand,
    ReviewCommand,
    RiskCommand,
)
from shared.domain.people import Person
from shared.domain.programmes import DIRECTIONS, Direction
from shared.domain.words import Words
from shared.store.case_parts import Writes
from shared.store.stores import Stores
from tests.builders import NOON, a_person, a_programme, an_organisation
from tests.bulk import bulk
from tests.forms_data import complete
from tests.kept import kept

REASON = Words("The need is not shown.", "需求依据不足。")
SCORES = {"need": 5, "feasibility": 4, "safety": 4, "partnership": 4, "impact": 3}
OPINION = Opinion(
    scores=SCORES, recommendation="approve", comment="To the federation", comment_to_partner="To you"
)
REVIEWERS = ("reviewer-1", "reviewer-2")
ATTESTED = {
    "checklist_complete": "gone through",
    "direction_compliance_items_clear": "clear",
    "data_protection_assessment_done": "done",
    "nobody_travelled_declared": "declared",
}
CLEARED = (
    "direction_compliance_items_clear",
    "data_protection_assessment_done",
)
CAST: tuple[Person, ...] = (
    a_person("north-editor", "partner_editor", organisation_id="north"),
    a_person("north-signatory", "partner_signatory", organisation_id="north"),
    a_person("south-editor", "partner_editor", organisation_id="south"),
    a_person("south-signatory", "partner_signatory", organisation_id="south"),
    a_person("officer", "programme_officer"),
    a_person("officer-2", "programme_officer"),
    *(a_person(f"reviewer-{number}", "reviewer") for number in (1, 2, 3)),
    a_person("compliance", "compliance_officer"),
    a_person("safety", "safety_officer"),
    a_person("approver", "approver"),
    a_person("approver-2", "approver"),
    a_person("senior", "senior_approver"),
    a_person("observer", "observer"),
    a_person("auditor", "auditor"),
    a_person("admin", "config_admin"),
)
PEOPLE: Mapping[str, Person] = {person.id: person for person in CAST}
WHO: Mapping[str, str] = {
    "partner_editor": "north-editor",
    "partner_signatory": "north-signatory",
    "programme_officer": "officer",
    "reviewer": "reviewer-1",
    "compliance_officer": "compliance",
    "safety_officer": "safety",
    "approver": "approver",
    "senior_approver": "senior",
    "observer": "observer",
    "auditor": "auditor",
    "config_admin": "admin",
}
"""Who on the stage holds a role."""
NUMBERS = itertools.count(1)
"""Every case has a title of its own, because one like another that is open could not be submitted."""
Path = tuple[tuple[str, str], ...]
TO_SCREENING: Path = (("submit", "north-signatory"), ("claim", "officer"))
TO_REVIEW: Path = (*TO_SCREENING, ("accept_for_review", "officer"))
TO_COMPLIANCE: Path = (
    *TO_REVIEW,
    ("review", "reviewer-1"),
    ("review", "reviewer-2"),
    ("close_review", "officer"),
)
TO_DECISION: Path = (*TO_COMPLIANCE, ("sign_risk", "safety"), ("clear_compliance", "compliance"))
PATHS: Mapping[str, Path] = {
    "draft": (),
    "submitted": TO_SCREENING[:1],
    "screening": TO_SCREENING,
    "info_requested_intake": (*TO_SCREENING, ("request_info", "officer")),
    "ineligible_proposed": (*TO_SCREENING, ("propose_ineligible", "officer")),
    "under_review": TO_REVIEW,
    "info_requested_review": (*TO_REVIEW, ("request_info", "officer")),
    "compliance_check": TO_COMPLIANCE,
    "info_requested_compliance": (*TO_COMPLIANCE, ("request_info", "compliance")),
    "decision_pending": TO_DECISION,
    "escalated": (*TO_DECISION, ("escalate", "approver")),
    "approved": (*TO_DECISION, ("approve", "approver")),
    "rejected": (*TO_DECISION, ("reject", "approver")),
    "appeal_pending": (*TO_DECISION, ("reject", "approver"), ("appeal", "north-signatory")),
    "closed_rejected": (
        *TO_DECISION,
        ("reject", "approver"),
        ("appeal", "north-signatory"),
        ("dismiss", "senior"),
    ),
    "cancelled": (*TO_DECISION, ("approve", "approver"), ("cancel", "north-signatory")),
    "withdrawn": (("submit", "north-signatory"), ("withdraw", "north-signatory")),
}
"""How a case comes to each state that people can bring it to today."""


@dataclass
class Stage:
    """One federation in one table; the clock stands still unless it is moved."""

    stores: Stores
    at: datetime = NOON
    people: dict[str, Person] = field(default_factory=lambda: dict(PEOPLE))
    made: set[object] = field(default_factory=set)
    """The cases that were asked for before: another one like it is a case of its own."""

    def furnish(self) -> "Stage":
        """Two partner organisations, a programme for each direction, and the people."""
        with bulk(self.stores) as written:
            for name in ("north", "south"):
                written.organisations.save(an_organisation(name))
            for direction in DIRECTIONS:
                written.programmes.save(a_programme(direction))
            written.programmes.save(a_programme(id="going-out-b", title_en="Another programme"))
            for person in CAST:
                written.people.save(person)
        return self

    def know(self, person: Person) -> Person:
        """Somebody more."""
        self.stores.people.save(person)
        self.people[person.id] = person
        return person

    def attempt(self, who: str | Person, name: str, case: Case | str, **more: Any) -> Attempt:
        person = self.people[who] if isinstance(who, str) else who
        application_id = case if isinstance(case, str) else case.application.id
        known: dict[str, Any] = {"at": self.at, **more}
        return Attempt(stores=self.stores, person=person, application_id=application_id, name=name, **known)

    def draft(
        self,
        direction: Direction = "going_out",
        who: str = "north-editor",
        at: datetime | None = None,
        **values: Any,
    ) -> Case:
        """A draft that could be submitted, with some answers changed; None leaves one out."""
        values.setdefault("title_zh", f"示例交流第{next(NUMBERS)}号")
        programme = str(values.pop("programme_id", direction.replace("_", "-")))
        return drafting.create(
            self.stores,
            self.people[who],
            direction=direction,
            programme_id=programme,
            values=complete(direction, today=self.at.date(), **values),
            at=at or self.at,
        )

    def case(self, state: str = "submitted", direction: Direction = "going_out", **values: Any) -> Case:
        """A case of the north organisation in this state."""
        key = (state, direction, self.at)
        if values or key in self.made:
            return self._made(state, direction, **values)
        self.made.add(key)
        return kept(self.stores, key, lambda: self._made(state, direction))

    def _made(self, state: str, direction: Direction, **values: Any) -> Case:
        case = self.draft(direction, **values)
        for name, who in PATHS[state]:
            case = self.do(name, who, case)
        return case

    def do(self, name: str, who: str | Person, case: Case, **more: Any) -> Case:
        """Take an action in its ordinary way."""
        return take(self.attempt(who, name, case, **more), case)

    def seen(self, who: str, case: Case) -> frozenset[int]:
        """What somebody who has just read the case bases an action on."""
        return frozenset({known_to(self.people[who], case.application).version})

    def now(self, case: Case) -> Case:
        return self.stores.cases.load(case.application.id)

    def pass_days(self, days: int) -> None:
        self.at += timedelta(days=days)

    def arrange(self, case: Case, saved: Writes | None = None, **changes: Any) -> Case:
        """Bring a case to where no action leads, to see what a guard does then."""
        change = record(
            case.application, "arranged", by="test", by_name="", role="system", at=self.at, data={}, **changes
        )
        self.stores.cases.commit(change, saved)
        return self.now(case)


def opine(attempt: Attempt, opinion: Opinion | None = OPINION) -> Case:
    return perform(attempt, ReviewCommand(opinion=opinion))


def ask(attempt: Attempt, *fields: str) -> Case:
    return perform(attempt, RequestCommand(items=items(*fields)))


def items(*fields: str) -> list[Item]:
    return [Item(field=name, message="Please explain.") for name in fields]


REFUSED = RefusalCommand(reason_code="not_eligible", reason=REASON)
USUAL: Mapping[str, Command] = {
    "submit": NOTHING,
    "discard": NOTHING,
    "withdraw": ReasonCommand(reason="no longer planned"),
    "resubmit": AnswerCommand(answers={"need_statement": "As asked."}),
    "claim": NOTHING,
    "request_info": RequestCommand(items=items("need_statement")),
    "amend_request": RequestCommand(items=items("need_statement", "headcount")),
    "cancel_request": ReasonCommand(reason="answered by telephone"),
    "ask_to_sign": NOTHING,
    "propose_ineligible": REFUSED,
    "accept_for_review": AssignmentCommand(
        reviewers=REVIEWERS, attest={"checklist_complete": ATTESTED["checklist_complete"]}
    ),
    "close_review": NOTHING,
    "accept_answers": AcceptCommand(accepted=("need_statement",)),
    "sign_risk": RiskCommand(finding="acceptable", note="Looked at with care."),
    "check_compliance": ComplianceCommand(points={"money": Found(outcome="clear", note="Accounts read.")}),
    "clear_compliance": Command(attest={name: ATTESTED[name] for name in CLEARED}),
    "confirm_ineligible": NOTHING,
    "reject": RefusalCommand(reason_code="need_not_shown", reason=REASON),
    "escalate": ReasonCommand(reason="a first exchange"),
    "send_back": ReasonCommand(reason="look again"),
    "reopen_review": ReasonCommand(reason="another opinion"),
    "appeal": ReasonCommand(reason="The letter of the school was overlooked."),
    "withdraw_appeal": NOTHING,
    "uphold": RefusalCommand(reason=REASON),
    "dismiss": RefusalCommand(reason=REASON),
    "allow_appeal": NOTHING,
    "dismiss_appeal": RefusalCommand(reason_code="need_not_shown", reason=REASON),
    "cancel": ReasonCommand(
        reason="the host has fallen ill",
        attest={"nobody_travelled_declared": ATTESTED["nobody_travelled_declared"]},
    ),
}
"""What every action usually brings along; an approval names the content besides."""


def usual(name: str, case: Case) -> Command:
    if name.startswith("approve"):
        return ApprovalCommand(snapshot_hash=case.application.snapshot_hash)
    return USUAL[name]


def take(attempt: Attempt, case: Case) -> Case:
    """Take an action in its ordinary way."""
    return opine(attempt) if attempt.name == "review" else perform(attempt, usual(attempt.name, case))


WAYS: Mapping[str, Callable[[Attempt, Case], Case]] = dict.fromkeys(
    (*USUAL, "approve", "approve_final", "review"), take
)
"""Every action, in its ordinary way."""
