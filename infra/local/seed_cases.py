"""The demo's cases: each is taken as far as its story goes, by the people whose turn it is."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from infra.local.demo_letter import demo_letter
from shared.actions import drafting
from shared.actions.compliance import points_by_guard
from shared.actions.engine import Attempt
from shared.actions.perform import perform
from shared.domain import forms
from shared.domain.application import Application
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case, Item
from shared.domain.checklists import COMPLETENESS, Found, every_point
from shared.domain.commands import (
    NOTHING,
    ApprovalCommand,
    AssignmentCommand,
    AttachCommand,
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
from shared.domain.programmes import Direction
from shared.domain.words import Words
from shared.store.stores import Stores
from shared.wiring import wiring

REVIEWERS = ("reviewer-1", "reviewer-2", "reviewer-3")
GOOD = {"need": 5, "feasibility": 4, "safety": 4, "partnership": 4, "impact": 3}
FAIR = {"need": 3, "feasibility": 3, "safety": 2, "partnership": 3, "impact": 3}


@dataclass(frozen=True, slots=True)
class Cast:
    """The demo people by user name."""

    people: Mapping[str, Person]

    def __getitem__(self, username: str) -> Person:
        return self.people[username]


@dataclass(slots=True)
class Story:
    """One case on its way; the clock moves on with every step."""

    stores: Stores
    cast: Cast
    case: Case
    at: datetime

    @property
    def application(self) -> Application:
        return self.case.application

    def step(self, who: str, name: str, command: Command = NOTHING) -> None:
        self.at += timedelta(hours=5)
        self.case = perform(self.attempt(who, name), command)

    def attempt(self, who: str, name: str) -> Attempt:
        return Attempt(
            stores=self.stores,
            person=self.cast[who],
            application_id=self.application.id,
            name=name,
            at=self.at,
        )


def make_cases(stores: Stores, cast: Cast, now: datetime) -> None:
    """Fourteen cases in different states, in both directions, of both partners."""
    for place, (partner, direction, title, tell) in enumerate(STORIES):
        at = now - timedelta(days=14 - place)
        tell(_draft(stores, cast, partner, direction, title, at))


def _draft(
    stores: Stores, cast: Cast, partner: str, direction: Direction, title: Words, at: datetime
) -> Story:
    values = forms.example(forms.load(direction), today=at.date())
    values |= {"title_en": title.en, "title_zh": title.zh}
    case = drafting.create(
        stores,
        cast[f"{partner}-editor"],
        direction=direction,
        programme_id=f"demo-{direction.replace('_', '-')}",
        values=values,
        at=at,
    )
    story = Story(stores, cast, case, at)
    _with_agreement(story, f"{partner}-editor")
    return story


def _with_agreement(story: Story, who: str) -> None:
    """A document that has passed its check, as the scanner would have left it."""
    letter = demo_letter()
    digest = hashlib.sha256(letter).hexdigest()
    command = AttachCommand(
        field="agreement_file", name="Demo agreement 示例协议.pdf", size=len(letter), sha256=digest
    )
    story.case = perform(story.attempt(who, "attach"), command)
    document = story.case.documents[-1]
    wiring().bucket.keep(document, letter)
    checked = replace(document, state="clean", arrived=True, checked_at=story.at, version=2)
    story.stores.documents.judge(checked)


def _begun(_story: Story) -> None:
    """Left as a draft."""


def _submitted(story: Story) -> None:
    partner = story.application.organisation_id.removeprefix("demo-")
    story.step(f"{partner}-signatory", "submit")


def _claimed(story: Story) -> None:
    _submitted(story)
    story.step("officer-1", "claim")


def _asked(story: Story) -> None:
    _claimed(story)
    items = [
        Item(field="need_statement", message="Who in the community asked for this? 请说明由谁提出需求。")
    ]
    story.step("officer-1", "request_info", RequestCommand(items=items, message="Demo request 示例补正"))


def _not_acceptable(story: Story) -> None:
    _claimed(story)
    reason = Words("Demo: the activity is outside the programme.", "示例：活动不在项目范围内。")
    command = RefusalCommand(reason_code="not_eligible", reason=reason)
    story.step("officer-1", "propose_ineligible", command)


def _in_review(story: Story, reviewers: tuple[str, ...] = REVIEWERS[:2]) -> None:
    _claimed(story)
    ticked = dict.fromkeys((each.id for each in every_point(COMPLETENESS)), "Demo 示例")
    story.step("officer-1", "accept_for_review", AssignmentCommand(reviewers=reviewers, ticked=ticked))


def _one_review(story: Story) -> None:
    _in_review(story)
    _review(story, "reviewer-1", GOOD)


def _conflict(story: Story) -> None:
    _in_review(story, REVIEWERS)
    perform(story.attempt("reviewer-3", "review"), ReviewCommand(conflict=True))
    story.case = story.stores.cases.load(story.application.id)


def _review(story: Story, who: str, scores: dict[str, int]) -> None:
    opinion = Opinion(
        scores=scores,
        recommendation="approve" if scores is GOOD else "approve_with_conditions",
        comment="Demo comment to the federation. 示例：给联合会的意见。",
        comment_to_partner="Demo comment to the partner. 示例：给合作单位的意见。",
    )

    story.at += timedelta(hours=5)
    story.case = perform(story.attempt(who, "review"), ReviewCommand(opinion=opinion))


def _in_compliance(story: Story) -> None:
    _in_review(story)
    _review(story, "reviewer-1", GOOD)
    _review(story, "reviewer-2", FAIR)
    story.step("officer-1", "close_review")


def _half_checked(story: Story) -> None:
    """Some items of compliance gone through, one of them not clear yet."""
    _in_compliance(story)
    found = _found(story)
    unclear = Found(outcome="not_clear", note="Demo: the extract of the register is missing 示例：缺登记证明")
    points = {"supervisor": found["supervisor"], "money": found["money"], "host": unclear}
    story.step("compliance", "check_compliance", ComplianceCommand(points=points))


def _to_decide(story: Story) -> None:
    _in_compliance(story)
    story.at += timedelta(hours=2)
    note = "Demo: route, health and the person in charge were checked. 示例：已核查路线、健康及负责人。"
    story.case = perform(
        story.attempt("safety", "sign_risk"), RiskCommand(finding="with_measures", note=note)
    )
    story.step("compliance", "clear_compliance", ComplianceCommand(points=_found(story)))


def _found(story: Story) -> dict[str, Found]:
    """Every item of compliance clear, those that want it with a source and its day."""
    note, source = "Demo: read in the file 示例：已查阅材料", "Demo: Ministry of Foreign Affairs 示例：外交部"
    day = day_in_beijing(story.at).isoformat()
    return {
        point.id: Found(outcome="clear", note=note, source=source, as_of=day)
        if point.dated
        else Found(outcome="clear", note=note)
        for points in points_by_guard(story.case).values()
        for point in points
    }


def _approved(story: Story) -> None:
    _to_decide(story)
    text = {"en": "Demo: send the insurance policy", "zh": "示例：提交保险单"}
    briefing = {"en": "Demo: brief the team leader", "zh": "示例：向领队作行前说明"}
    content = story.application.snapshot_hash
    command = ApprovalCommand(
        snapshot_hash=content,
        conditions=[{"text": text}, {"text": briefing, "owner": "safety_officer"}],
        comment="Demo 示例",
    )
    story.step("approver-1", "approve", command)


def _refused(story: Story) -> None:
    _to_decide(story)
    reason = Words("Demo: the need is not shown clearly.", "示例：需求依据不够充分。")
    story.step("approver-1", "reject", RefusalCommand(reason_code="need_not_shown", reason=reason))


def _appealed(story: Story) -> None:
    _refused(story)
    partner = story.application.organisation_id.removeprefix("demo-")
    reason = "Demo: the letter of the community was overlooked. 示例：社区来函未予考虑。"
    story.step(f"{partner}-signatory", "appeal", ReasonCommand(reason=reason))


def _escalated(story: Story) -> None:
    _to_decide(story)
    reason = "Demo: a first exchange with this host 示例：首次与该接待单位合作"
    story.step("approver-1", "escalate", ReasonCommand(reason=reason))


def _withdrawn(story: Story) -> None:
    _claimed(story)
    partner = story.application.organisation_id.removeprefix("demo-")
    story.step(f"{partner}-signatory", "withdraw", ReasonCommand(reason="Demo 示例"))


Tell = Callable[[Story], None]
STORIES: tuple[tuple[str, Direction, Words, Tell], ...] = (
    ("north", "going_out", Words("Demo: school gardens in Nairobi", "示例：内罗毕校园菜园"), _approved),
    ("south", "inviting_in", Words("Demo: language summer in Chengdu", "示例：成都语言夏令营"), _refused),
    ("south", "going_out", Words("Demo: village libraries", "示例：乡村图书馆"), _appealed),
    ("north", "inviting_in", Words("Demo: museum guides exchange", "示例：博物馆讲解员交流"), _escalated),
    ("south", "going_out", Words("Demo: flood relief training", "示例：防汛救灾培训"), _to_decide),
    ("north", "going_out", Words("Demo: rural clinic support", "示例：乡村诊所支持"), _half_checked),
    ("south", "inviting_in", Words("Demo: river clean-up volunteers", "示例：河流清洁志愿者"), _one_review),
    ("north", "inviting_in", Words("Demo: sign language teachers", "示例：手语教师来访"), _conflict),
    ("south", "going_out", Words("Demo: youth sport coaching", "示例：青少年体育辅导"), _not_acceptable),
    ("north", "going_out", Words("Demo: library building", "示例：图书室建设"), _asked),
    ("south", "inviting_in", Words("Demo: farm volunteers", "示例：农场志愿者"), _withdrawn),
    ("north", "inviting_in", Words("Demo: choir exchange", "示例：合唱团交流"), _claimed),
    ("south", "going_out", Words("Demo: solar lamps workshop", "示例：太阳能灯工作坊"), _submitted),
    ("north", "going_out", Words("Demo: tree nurseries", "示例：苗圃建设"), _begun),
)
