"""What this reader can do with a case: every action the state offers, and what still keeps them from it."""

from dataclasses import dataclass

from shared.actions.policy import POLICY
from shared.actions.queries.case_view import CaseView
from shared.domain.application import Application
from shared.domain.people import Person
from shared.domain.refusals import Reason
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions
from shared.web.http.action_addresses import page_of
from shared.web.pages import labels
from shared.web.pages.remedies import remedy

ANSWER = Words("Answer the request", "答复补正要求")
REVIEWERS = Words("Replace or add reviewers", "更换或增加评审专家")
REVIEW = Words("Write your review", "填写评审意见")
OFFICER = Words("Give the case to a colleague", "转交给同事办理")
RISK = Words("Sign the risk assessment", "签署风险评估")
ITEMS = Words("Go through the compliance items", "核查合规事项")
CONFLICT = Words("Declare a conflict of interest", "申报利益冲突")
DECLARE = Words("Say whether you have a conflict of interest", "申报有无利益冲突")


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One reason against, and where it can be mended."""

    text: str
    href: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLink:
    """One action; without reasons it is a link to its page."""

    name: str
    label: str
    href: str
    reasons: tuple[Why, ...] = ()
    quiet: bool = False


def available_actions(seen: CaseView, person: Person, language: Language) -> list[ActionLink]:
    """Everything on offer, what can be done now before what cannot; one button for each place that it leads to."""
    found = [
        ActionLink(
            name=offer.name,
            label=offer.label.within(language),
            href=page_of(seen.case.application.id, offer.action),
            reasons=tuple(_why(seen, each, language) for each in offer.unmet if not each.attest),
            quiet=offer.action.quiet,
        )
        for offer in seen.offers
    ]
    beside = _beside(seen, person, language)
    there = {each.href for each in beside}
    found = [*beside, *(each for each in found if each.reasons or each.href not in there)]
    return sorted(found, key=lambda each: (bool(each.reasons), each.quiet))


def _why(seen: CaseView, reason: Reason, language: Language) -> Why:
    return Why(
        text=reason.message.within(language),
        href=remedy(reason.code, seen.case.application),
        code=reason.code,
    )


def _beside(seen: CaseView, person: Person, language: Language) -> list[ActionLink]:
    """What changes no state, and so is no step of the workflow."""
    application = seen.case.application
    if seen.view == "partner" and seen.case.open_request and POLICY["edit"].admits(person):
        label = ANSWER.within(language)
        return [ActionLink(name="answer", label=label, href=f"/applications/{application.id}/answer")]
    if seen.view in ("assigned", "reviewer"):
        if application.state != "under_review":
            return []
        label = (DECLARE if seen.view == "assigned" else REVIEW).within(language)
        return [ActionLink(name="review", label=label, href=f"/reviews/{application.id}")]
    return _federation(seen, person, language) if seen.view == "federation" else []


def _federation(seen: CaseView, person: Person, language: Language) -> list[ActionLink]:
    application = seen.case.application
    undecided = not (ended(application) or application.decided)
    offered = (
        (
            "answers",
            labels.ANSWERS,
            "accept_answers",
            f"/desk/{application.id}/answers",
            seen.answers_open,
        ),
        ("risk", RISK, "sign_risk", f"/risks/{application.id}", application.risk_open),
        (
            "items",
            ITEMS,
            "check_compliance",
            page_of(application.id, definitions().actions["clear_compliance"]),
            application.compliance_open,
        ),
        (
            "reviewers",
            REVIEWERS,
            "change_reviewers",
            f"/desk/{application.id}/reviewers",
            application.state == "under_review",
        ),
        ("officer", OFFICER, "hand_over", f"/desk/{application.id}/officer", application.in_hand),
        ("conflict", CONFLICT, "declare_conflict", f"/desk/{application.id}/conflict", undecided),
    )
    return [
        ActionLink(
            name=name, label=label.within(language), href=href, quiet=name not in ("risk", "items", "answers")
        )
        for name, label, policy, href, now in offered
        if now and POLICY[policy].admits(person)
    ]


def ended(application: Application) -> bool:
    return application.workflow.states[application.state].terminal
