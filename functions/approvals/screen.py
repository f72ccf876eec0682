"""The decision screen: what is asked, what experts and compliance said, and what each choice does."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from functions.approvals import balance
from functions.approvals.decision_input import CONDITIONS
from shared.actions.engine import AvailableAction
from shared.actions.queries.case_view import CaseView
from shared.domain import checklists, forms
from shared.domain.application import Application
from shared.domain.approval import OWNERS
from shared.domain.case import Case
from shared.domain.checklists import OUTCOMES, Point, Result
from shared.domain.events import Event
from shared.domain.guards import TRIGGERS
from shared.domain.risk_assessment import FINDINGS
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions
from shared.web.http.action_addresses import page_of
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages import labels
from shared.web.pages.action_page import step_page
from shared.web.pages.answer_html import answer_html
from shared.web.pages.changes import changes_of
from shared.web.pages.reason_input import reasons
from shared.web.pages.review_table import opinions, spread
from shared.web.pages.step import Step
from shared.wiring import wiring

FACTS: Sequence[tuple[Words, tuple[str, ...]]] = (
    (Words("What", "内容"), ("summary", "service_fields", "need_statement")),
    (
        Words("Who", "人员"),
        ("headcount", "headcount_by_role", "minors_count", "work_with_minors", "foreign_party_type"),
    ),
    (
        Words("Where", "地点"),
        ("host_name_en", "host_registration", "foreign_org_name", "foreign_parties", "ngo_mode", "places"),
    ),
    (Words("When", "时间"), ("start_date", "end_date", "urgent_reason")),
    (
        Words("Risk", "风险"),
        (
            "risk_level",
            "risk_source",
            "risk_register",
            "sensitive_activity",
            "outbound_route",
            "state_mandate",
        ),
    ),
    (
        Words("Money", "经费"),
        ("budget_lines", "funding_sources", "exchange_rates", "participant_fee", "remuneration"),
    ),
)
"""Which answers an approver needs at a glance; those a form does not ask are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row of the screen: answers that belong together."""

    title: str
    answers: list[tuple[str, Markup]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Places of the programme taken by approved cases."""

    title: str
    taken: int
    quota: int

    @property
    def full(self) -> bool:
        return self.taken >= self.quota


def screen(call: Call, step: Step) -> Response:
    """The screen, with the form of the step that was chosen."""
    case, language = step.seen.case, call.language
    beside = balance.read(case) if step.seen.view == "federation" else None
    return step_page(
        call,
        "approvals/screen.html",
        step,
        facts=facts(case, language),
        triggers=_triggers(case, language),
        sides=balance.sides(beside, case, language),
        agreed=balance.agreed(beside),
        places=_places(case.application, language),
        spread=spread(case, language),
        opinions=opinions(case, language),
        statements=_statements(step.seen),
        points=results(case),
        outcomes=OUTCOMES,
        rounds=[(each, changes_of(case, each, language)) for each in case.requests if each.answered_at],
        proposed=last(case, "propose_ineligible"),
        findings=FINDINGS,
        escalated=last(case, "escalate"),
        appealed=step.seen.lodged,
        refused=step.seen.decision if case.application.appeal_open else None,
        answers=labels.ANSWERS if step.seen.answers_open else None,
        choices=_choices(step),
        reasons=reasons(language),
        known_reasons=definitions().reasons,
        conditions=range(CONDITIONS),
        owners=[(name, words.within(language), "") for name, words in OWNERS.items()],
    )


def facts(case: Case, language: Language) -> list[Fact]:
    """What is asked, at a glance: the rows with an answer."""
    form = case.application.form
    found = []
    for title, names in FACTS:
        ids = [f"summary_{language}" if name == "summary" else name for name in names]
        answers = [
            (
                form.index[name].label.within(language),
                answer_html(form.index[name], case.values[name], language, case.application.id),
            )
            for name in ids
            if name in form.index and name in case.values
        ]
        if answers:
            found.append(Fact(title=title.within(language), answers=answers))
    return found


def _choices(step: Step) -> list[tuple[AvailableAction, str]]:
    """What can be done and where; what compliance works at all along comes first."""
    application_id = step.seen.case.application.id
    offers = sorted(step.seen.offers, key=lambda offer: offer.name != "clear_compliance")
    return [(offer, page_of(application_id, offer.action)) for offer in offers]


def results(case: Case) -> list[tuple[Point, Result]]:
    """What was found of the points of all checklists, in their order."""
    known = {each.point: each for each in case.results}
    return [
        (point, known[point.id])
        for guard in checklists.guards()
        for point in checklists.every_point(guard)
        if point.id in known
    ]


def _triggers(case: Case, language: Language) -> list[str]:
    application = case.application
    names = forms.escalation_triggers(application.direction, case.values, application.senior_above)
    return [TRIGGERS[name].within(language) for name in names]


def _places(application: Application, language: Language) -> Places | None:
    programmes = wiring().stores.programmes
    programme = programmes.get(application.programme_id)
    if programme is None:
        return None
    title = labels.either(programme.title_en, programme.title_zh, language).text
    return Places(title=title, taken=programmes.places_taken(programme.id), quota=programme.quota)


def _statements(seen: CaseView) -> list[tuple[Event, list[tuple[Words, str]]]]:
    """What was stated of checklists that are not recorded point by point, as older cases have it."""
    case, heard = seen.case, seen.appeal
    since = heard.version if heard and heard.kind == "appeal_allowed" else 0
    recorded = {point.id for point, _ in results(case)}
    found = []
    for action in ("accept_for_review", "clear_compliance"):
        event = last(case, action)
        stated = event.data.get("attest") if event else None
        if event and event.version > since and isinstance(stated, dict):
            guards = definitions().guards
            rows = [
                (guards[name].stated or guards[name].words, str(text))
                for name, text in stated.items()
                if recorded.isdisjoint(point.id for point in checklists.every_point(name))
            ]
            if rows:
                found.append((event, rows))
    return found


def last(case: Case, action: str) -> Event | None:
    """The latest event of an action; None also when it lies before those that were read."""
    return next((event for event in reversed(case.events) if event.action == action), None)
