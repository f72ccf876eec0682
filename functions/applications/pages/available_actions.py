"""What this reader can do with a case: every action the state offers, and what still keeps them from it."""

from dataclasses import dataclass

from shared.actions.policy import POLICY
from shared.actions.queries.case_view import CaseView
from shared.domain.application import Application
from shared.domain.people import Person
from shared.domain.refusals import Reason
from shared.domain.words import Language, Words
from shared.web.http.action_addresses import page_of

ANSWER = Words("Answer the request", "答复补正要求")
REVIEWERS = Words("Replace or add reviewers", "更换或增加评审专家")
REVIEW = Words("Write your review", "填写评审意见")
OFFICER = Words("Give the case to a colleague", "转交给同事办理")
CONFLICT = Words("Declare a conflict of interest", "申报利益冲突")
DECLARE = Words("Say whether you have a conflict of interest", "申报有无利益冲突")


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One reason against, and where it can be mended."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLink:
    """One action; without reasons it is a link to its page."""

    name: str
    label: str
    href: str
    reasons: tuple[Why, ...] = ()
    quiet: bool = False


def available_actions(seen: CaseView, person: Person, language: Language) -> list[ActionLink]:
    """Everything on offer, what can be done now before what cannot."""
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
    found += _beside(seen, person, language)
    return sorted(found, key=lambda each: (bool(each.reasons), each.quiet))


def _why(seen: CaseView, reason: Reason, language: Language) -> Why:
    text = reason.message.within(language)
    if reason.code != "form_valid":
        return Why(text=text)
    page = "check" if seen.case.application.state == "draft" else "answer"
    return Why(text=text, href=f"/applications/{seen.case.application.id}/{page}")


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
    if seen.view != "federation":
        return []
    found = []
    if application.state == "under_review" and POLICY["change_reviewers"].admits(person):
        href = f"/desk/{application.id}/reviewers"
        found.append(ActionLink(name="reviewers", label=REVIEWERS.within(language), href=href, quiet=True))
    if application.in_hand and POLICY["hand_over"].admits(person):
        href = f"/desk/{application.id}/officer"
        found.append(ActionLink(name="officer", label=OFFICER.within(language), href=href, quiet=True))
    if POLICY["declare_conflict"].admits(person) and not (ended(application) or application.decided):
        href = f"/desk/{application.id}/conflict"
        found.append(ActionLink(name="conflict", label=CONFLICT.within(language), href=href, quiet=True))
    return found


def ended(application: Application) -> bool:
    return application.workflow.states[application.state].terminal
