"""Every step of a case's life as a warm request, with a thousand cases stored: CPU milliseconds and instructions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.bench.federation import Federation
from infra.bench.measure import Native, Subject, instructions, native
from infra.bench.requests import BASE_URL, posted, read
from infra.bench.rows import Row
from shared.domain.case import Case
from shared.domain.workflow import definitions
from shared.identity import SESSION, issue_token, open_session
from shared.web.http.action_addresses import route_of
from shared.web.http.cookies import protected
from tests.forms_data import complete
from tests.stage import ATTESTED, CLEARED, REVIEWERS, SCORES, Stage

STORED = 1_000
PER_DAY = 100
"""Drafts of one day: an organisation may begin 200."""
WARM = 10
Event = dict[str, Any]
PRETALX = {
    "submit a draft": 92.7,
    "hand in a review": 42.0,
    "approve": 45.0,
    "case page": 67.2,
    "desk page of 25": 234.6,
}
"""CPU ms of pretalx 2025.2 (SQLite in its process) on the same kind of computer, 2026-11-25; it cannot run here."""
STATED = {name: ATTESTED[name] for name in CLEARED}
REVIEW = {"conflict": False, "scores": SCORES, "recommendation": "approve", "comment": "Good."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One kind of request: which function answers it, and how one is made from a case of its own."""

    what: str
    duty: str
    state: str
    event: Callable[["People", Case], Event]


@dataclass(frozen=True, slots=True)
class People:
    """Tokens and cookies of those who act."""

    stage: Stage

    def token(self, who: str) -> str:
        return issue_token(self.stage.stores, who, at=datetime.now(UTC))

    def cookie(self, who: str) -> str:
        session = open_session(self.stage.stores, who, datetime.now(UTC))
        return f"{protected(BASE_URL, SESSION)}={session}"

    def act(self, who: str, action: str, case: Case, body: object = None) -> Event:
        """The API's request of an action on a case as it stands."""
        target = route_of(case.application.id, definitions().actions[action])
        return self.post(who, target, body or {}, case.application.version)

    def post(self, who: str, target: str, body: object, version: int | None = None) -> Event:
        return posted(target, body, self.token(who), route="$default", version=version)

    def page(self, who: str, target: str) -> Event:
        return read(target, self.cookie(who), route="$default")


def _draft(people: People, _case: Case) -> Event:
    fields = complete("going_out", today=datetime.now(UTC).date())
    body = {"direction": "going_out", "programme_id": "going-out", "fields": fields}
    return people.post("north-editor", "/api/v1/applications", body)


def _review(people: People, case: Case) -> Event:
    target = f"/api/v1/applications/{case.application.id}/reviews/me"
    event = people.post("reviewer-1", target, REVIEW, case.application.version)
    event["requestContext"]["http"]["method"] = "PUT"
    return event


def _approve(people: People, case: Case) -> Event:
    return people.act("approver", "approve", case, {"snapshot_hash": case.application.snapshot_hash})


def _accept(people: People, case: Case) -> Event:
    attest = {"checklist_complete": ATTESTED["checklist_complete"]}
    return people.act("officer", "accept_for_review", case, {"reviewers": list(REVIEWERS), "attest": attest})


STEPS: Sequence[Step] = (
    Step(what="begin a draft", duty="applications", state="", event=_draft),
    Step(
        what="submit a draft",
        duty="applications",
        state="draft",
        event=lambda people, case: people.act("north-signatory", "submit", case),
    ),
    Step(
        what="claim",
        duty="desk",
        state="submitted",
        event=lambda people, case: people.act("officer", "claim", case),
    ),
    Step(what="accept and assign", duty="desk", state="screening", event=_accept),
    Step(what="hand in a review", duty="reviews", state="under_review", event=_review),
    Step(
        what="close the review",
        duty="desk",
        state="reviewed",
        event=lambda people, case: people.act("officer", "close_review", case),
    ),
    Step(
        what="clear compliance",
        duty="approvals",
        state="assessed",
        event=lambda people, case: people.act("compliance", "clear_compliance", case, {"attest": STATED}),
    ),
    Step(what="approve", duty="approvals", state="decision_pending", event=_approve),
    Step(
        what="case page",
        duty="applications",
        state="under_review",
        event=lambda people, case: people.page("officer", f"/applications/{case.application.id}"),
    ),
    Step(
        what="desk page of 25",
        duty="desk",
        state="",
        event=lambda people, _case: people.page("officer", "/desk?whose=all&state=submitted"),
    ),
)


def lifecycle_rows(made: Federation, artefact: str) -> list[Row]:
    """A row for each step; a ratio to pretalx where its own figure is known."""
    now = datetime.now(UTC).replace(microsecond=0)
    stage = Stage(made.stores, at=now).furnish()
    for number in range(STORED):
        stage.at = now - timedelta(days=1 + number // PER_DAY)
        stage.case("submitted", title_en=f"Bench exchange {number}")
    return [
        row
        for duty in dict.fromkeys(step.duty for step in STEPS)
        for row in _rows(made, artefact, stage, duty)
    ]


def _rows(made: Federation, artefact: str, stage: Stage, duty: str) -> Iterator[Row]:
    steps = [step for step in STEPS if step.duty == duty]
    ran = native(_subject(made, artefact, stage, duty, steps))
    counted = instructions(_subject(made, artefact, stage, duty, steps))
    for step in steps:
        yield _row(step, ran, counted)


def _row(step: Step, ran: Native, counted: dict[str, float] | None) -> Row:
    ours = ran.cpu[step.what]
    theirs = PRETALX.get(step.what)
    return Row(
        key="LC",
        what=f"{step.what}, {STORED:,} cases stored",
        ours=counted[step.what] if counted else None,
        unit="Minstr",
        reference=f"pretalx {theirs:.1f} ms" if theirs else "-",
        note=f"{ours:.1f} ms CPU" + (f", {theirs / ours:.0f} times less" if theirs else ""),
    )


def _subject(made: Federation, artefact: str, stage: Stage, duty: str, steps: Sequence[Step]) -> Subject:
    """Made anew for each run: a step can be taken once. The first request of each kind warms."""
    stage.at -= timedelta(days=1)
    people = People(stage)
    groups: list[tuple[str, list[Event]]] = []
    for step in steps:
        events = [step.event(people, _case(stage, step.state)) for _ in range(WARM + 1)]
        groups += [(f"first {step.what}", events[:1]), (step.what, events[1:])]
    return Subject(
        name=duty,
        path=[artefact],
        module=f"functions.{duty}.app",
        groups=groups,
        environment=made.environment,
    )


def _case(stage: Stage, state: str) -> Case:
    """A case of its own in this state, any where the request needs none."""
    if state == "assessed":
        return stage.do("sign_risk", "safety", stage.case("compliance_check", title_en="Bench exchange"))
    if state != "reviewed":
        return stage.case(state or "draft", title_en="Bench exchange")
    case = stage.case("under_review", title_en="Bench exchange")
    for reviewer in REVIEWERS:
        case = stage.do("review", reviewer, case)
    return case
