"""A small federation, and cases taken to any state before the decision by the actions that people use."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.actions import deciding, drafting, reviewing, screening, submission
from shared.actions.reviewing import Opinion
from shared.actions.steps import Attempt, known_to
from shared.domain.application import note
from shared.domain.case import Case, Item
from shared.domain.people import Person
from shared.domain.programmes import DIRECTIONS, Direction
from shared.domain.words import Words
from shared.store.cases import Saved
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
    "safety_officer_risk_assessment_signed": "RA-1",
    "data_protection_assessment_done": "done",
}
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
TO_DECISION: Path = (*TO_COMPLIANCE, ("clear_compliance", "compliance"))
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
    "withdrawn": (("submit", "north-signatory"), ("withdraw", "north-signatory")),
}
"""How a case comes to each state that people can bring it to today."""


@dataclass
class Stage:
    """One federation in one table; the clock stands still unless it is moved."""

    stores: Stores
    at: datetime = NOON
    people: dict[str, Person] = field(default_factory=lambda: dict(PEOPLE))

    def furnish(self) -> "Stage":
        """Two partner organisations, a programme for each direction, and the people."""
        with bulk(self.stores) as written:
            for name in ("north", "south"):
                written.people.save_organisation(an_organisation(name))
            for direction in DIRECTIONS:
                written.programmes.save(a_programme(direction))
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
        known: dict[str, Any] = {"at": self.at, "attest": ATTESTED, **more}
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
        if values:
            return self._made(state, direction, **values)
        return kept(self.stores, (state, direction, self.at), lambda: self._made(state, direction))

    def _made(self, state: str, direction: Direction, **values: Any) -> Case:
        case = self.draft(direction, **values)
        for name, who in PATHS[state]:
            case = self.do(name, who, case)
        return case

    def do(self, name: str, who: str | Person, case: Case, **more: Any) -> Case:
        """Take an action in its ordinary way."""
        return WAYS[name](self.attempt(who, name, case, **more), case)

    def seen(self, who: str, case: Case) -> frozenset[int]:
        """What somebody who has just read the case bases an action on."""
        return frozenset({known_to(self.people[who], case.application).version})

    def now(self, case: Case) -> Case:
        return self.stores.cases.load(case.application.id)

    def pass_days(self, days: int) -> None:
        self.at += timedelta(days=days)

    def arrange(self, case: Case, saved: Saved | None = None, **changes: Any) -> Case:
        """Bring a case to where no action leads, to see what a guard does then."""
        change = note(
            case.application, "arranged", by="test", by_name="", role="system", at=self.at, data={}, **changes
        )
        self.stores.cases.commit(change, saved)
        return self.now(case)


def opine(attempt: Attempt, opinion: Opinion | None = OPINION) -> Case:
    found = reviewing.review(attempt, conflict=False, opinion=opinion)
    assert found
    return found


def ask(attempt: Attempt, *fields: str) -> Case:
    return screening.request_info(attempt, items(*fields), "")


def amend(attempt: Attempt, *fields: str) -> Case:
    return screening.amend_request(attempt, items(*fields), "", None)


def items(*fields: str) -> list[Item]:
    return [Item(field=name, message="Please explain.") for name in fields]


def approve(attempt: Attempt, snapshot_hash: str) -> Case:
    return deciding.approve(attempt, snapshot_hash, [], "")


WAYS: Mapping[str, Callable[[Attempt, Case], Case]] = {
    "submit": lambda attempt, _: submission.submit(attempt),
    "discard": lambda attempt, _: drafting.discard(attempt),
    "withdraw": lambda attempt, _: submission.withdraw(attempt, "no longer planned"),
    "resubmit": lambda attempt, _: submission.resubmit(attempt, {"need_statement": "As asked."}),
    "claim": lambda attempt, _: screening.claim(attempt),
    "request_info": lambda attempt, _: ask(attempt, "need_statement"),
    "amend_request": lambda attempt, _: amend(attempt, "need_statement", "headcount"),
    "cancel_request": lambda attempt, _: screening.cancel_request(attempt, "answered by telephone"),
    "ask_to_sign": lambda attempt, _: submission.ask_to_sign(attempt),
    "propose_ineligible": lambda attempt, _: screening.propose_ineligible(attempt, "not_eligible", REASON),
    "accept_for_review": lambda attempt, _: screening.accept_for_review(attempt, REVIEWERS, None),
    "review": lambda attempt, _: opine(attempt),
    "close_review": lambda attempt, _: screening.close_review(attempt),
    "clear_compliance": lambda attempt, _: deciding.clear_compliance(attempt),
    "confirm_ineligible": lambda attempt, _: deciding.confirm_ineligible(attempt),
    "approve": lambda attempt, case: approve(attempt, case.application.snapshot_hash),
    "approve_final": lambda attempt, case: approve(attempt, case.application.snapshot_hash),
    "reject": lambda attempt, _: deciding.reject(attempt, "need_not_shown", REASON),
    "escalate": lambda attempt, _: deciding.escalate(attempt, "a first exchange"),
    "send_back": lambda attempt, _: deciding.send_back(attempt, "look again"),
    "reopen_review": lambda attempt, _: deciding.reopen_review(attempt, "another opinion"),
}
"""Every action with what it usually brings along."""
