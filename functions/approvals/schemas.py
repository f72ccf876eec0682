"""Compliance, decision and the overview as JSON."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from functions.approvals import figures
from shared.actions.deciding import LEAST
from shared.actions.queries.balance import Balance, Line
from shared.actions.queries.overview import Overview
from shared.domain.approval import Owner
from shared.domain.balance import Amount
from shared.domain.checklists import LEAST as LEAST_SHOWN
from shared.domain.checklists import Found, Outcome
from shared.domain.commands import ApprovalCommand, Command, ComplianceCommand, RiskCommand
from shared.domain.people import Person
from shared.domain.risk_assessment import LEAST as LEAST_NOTE
from shared.domain.risk_assessment import Finding
from shared.domain.words import Words
from shared.web.api.bodies import Attested, Day, Text, text
from shared.web.api.schemas import Bilingual
from shared.web.api.validation import Body

SOURCE = 200
"""Characters that say where something was read."""


class ConditionText(Body):
    """What is to be fulfilled, in words long enough to say it."""

    en: Annotated[str, *text(least=LEAST["en"], language="en")]
    zh: Annotated[str, *text(least=LEAST["zh"], language="zh")]


class Condition(Body):
    """Something to be fulfilled, in both languages, by which day (ISO date), and who answers for it: else the partner."""

    text: ConditionText
    due: Day | None = None
    owner: Owner | None = None


class Approval(Attested):
    """The content hash that was read, and conditions if any."""

    snapshot_hash: Annotated[str, Field(max_length=64)]
    conditions: Annotated[list[Condition], Field(max_length=5)] = []
    comment: Text = ""

    @property
    def command(self) -> Command:
        conditions = [each.model_dump(exclude_none=True) for each in self.conditions]
        return ApprovalCommand(
            snapshot_hash=self.snapshot_hash, conditions=conditions, comment=self.comment, attest=self.attest
        )


class RiskAssessment(Body):
    """What the safety officer finds for the content as it stands, and why."""

    finding: Finding
    note: Annotated[str, *text(least=LEAST_NOTE)]

    @property
    def command(self) -> RiskCommand:
        return RiskCommand(finding=self.finding, note=self.note)


class PointFound(Body):
    """What compliance found of a point, and what shows it or why; some points want a source and its day (ISO date)."""

    outcome: Outcome
    note: Annotated[str, *text(least=LEAST_SHOWN)]
    source: Annotated[str, *text(most=SOURCE, lines=False)] = ""
    as_of: Day | None = None

    @property
    def found(self) -> Found:
        return Found(outcome=self.outcome, note=self.note, source=self.source, as_of=self.as_of or "")


class Clearance(Attested):
    """What was found of the points that are still open, by their ids."""

    points: Annotated[dict[str, PointFound], Field(max_length=30)] = {}

    @property
    def command(self) -> ComplianceCommand:
        return ComplianceCommand(
            points={name: each.found for name, each in self.points.items()}, attest=self.attest
        )


class ComplianceCheck(Body):
    """What compliance found now, by the ids of the points; the others stay as they are."""

    points: Annotated[dict[str, PointFound], Field(min_length=1, max_length=30)]

    @property
    def command(self) -> ComplianceCommand:
        return ComplianceCommand(points={name: each.found for name, each in self.points.items()})


class AmountView(BaseModel):
    """Exchanges that were approved one way and start in this year, their people, and the days these spend together."""

    direction: str
    year: int
    exchanges: int
    people: int
    person_days: int


class SubjectView(BaseModel):
    """A country or region (ISO 3166-1), an organisation by id, or the agreement by its number."""

    kind: Literal["region", "organisation", "agreement"]
    id: str
    amounts: list[AmountView]


class BalanceView(BaseModel):
    """What a case is weighed against; `case` is what it would add itself, and none while its days are not known.

    `places_a_year` are those of its agreement, where the registry has it and it names any.
    """

    case: AmountView | None = None
    subjects: list[SubjectView] = []
    places_a_year: int | None = None
    places_used: int | None = None


def balance_view(found: Balance | None) -> BalanceView:
    if found is None:
        return BalanceView()
    places = found.agreement.places_a_year if found.agreement else 0
    return BalanceView(
        case=_amount(found.share.direction, found.share.year, found.share.amount),
        subjects=[_subject(found, each) for each in found.lines],
        places_a_year=places or None,
        places_used=found.places_used if places else None,
    )


def _subject(found: Balance, line: Line) -> SubjectView:
    own = found.agreement.reference if found.agreement and line.subject.kind == "agreement" else ""
    return SubjectView(
        kind=line.subject.kind,
        id=own or line.subject.id,
        amounts=[
            _amount(*place, amount) for place, amount in sorted(line.amounts.items()) if amount != Amount()
        ],
    )


def _amount(direction: str, year: int, amount: Amount) -> AmountView:
    return AmountView(
        direction=direction,
        year=year,
        exchanges=amount.cases,
        people=amount.people,
        person_days=amount.person_days,
    )


class CasesFigure(BaseModel):
    """How many cases stand in a state."""

    direction: str
    state: str
    label: Bilingual
    count: int


class PlacesFigure(BaseModel):
    """How many places of a programme are taken."""

    id: str
    direction: str
    title: Bilingual
    state: str
    quota: int
    taken: int


class OrganisationsFigure(BaseModel):
    """How many organisations of a kind are active."""

    kind: str
    label: Bilingual
    count: int


class OverviewView(BaseModel):
    """The exchange in figures; what there is none of is left out."""

    cases: list[CasesFigure]
    programmes: list[PlacesFigure]
    organisations: list[OrganisationsFigure]


def overview_view(found: Overview, person: Person) -> OverviewView:
    return OverviewView(
        cases=[
            CasesFigure(direction=each.direction, state=each.code, label=_said(each.label), count=each.count)
            for each in figures.cases(found, person)
        ],
        programmes=[
            PlacesFigure(
                id=each.id,
                direction=each.direction,
                title=Bilingual(en=each.title_en, zh=each.title_zh),
                state=each.state,
                quota=each.quota,
                taken=taken,
            )
            for each, taken in found.programmes
        ],
        organisations=[
            OrganisationsFigure(kind=each.code, label=_said(each.label), count=each.count)
            for each in figures.organisations(found)
        ],
    )


def _said(words: Words) -> Bilingual:
    return Bilingual(en=words.en, zh=words.zh)
