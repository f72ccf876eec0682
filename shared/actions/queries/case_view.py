"""One case as one person sees it: no answer, review or note they may not read, and the actions open to them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from shared.actions.engine import Attempt, AvailableAction, facts_of, offers, seen_by
from shared.actions.policy import READS_REVIEWS, View
from shared.actions.submission import holder_of, refusal_facts, submission_facts, with_documents
from shared.domain import forms
from shared.domain.application import content_hash
from shared.domain.case import Case, Request
from shared.domain.documents import FEDERATION, Document, attached
from shared.domain.events import Event
from shared.domain.json_value import JsonValue, Values
from shared.domain.people import Person
from shared.domain.reviews import Review
from shared.store.stores import Stores

PERSONAL = 3
"""The class of answers that name or reach a person."""
REDUCED: frozenset[View] = frozenset({"reviewer", "observer", "auditor"})
"""Who sees that personal answers were given, and not what they say."""
READS_APPEALS: frozenset[View] = frozenset({"partner", "federation", "auditor"})
"""Who reads what an applicant appeals for."""
BESIDE = frozenset({"partner_org_active", "no_open_duplicate"})
"""Guards of `submit` that look at more than the case itself."""


class Abroad(NamedTuple):
    """Names of hosts or guests abroad, and their countries or regions (ISO 3166-1)."""

    names: tuple[str, ...]
    regions: tuple[str, ...]


NOBODY = Abroad((), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as one person sees it: `case` holds no answer and no review they may not read.

    `lodged` is an appeal as its applicant worded it, `appeal` how it ended, `abroad` are the parties abroad and their countries.
    `withheld` names the answers that were given but are not for this person.
    """

    case: Case
    view: View
    at: datetime
    offers: tuple[AvailableAction, ...]
    decision: Event | None = None
    lodged: Event | None = None
    appeal: Event | None = None
    comments: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    abroad: Abroad = NOBODY

    @property
    def answers_open(self) -> bool:
        """Whether answers wait that nobody has accepted, and this reader may."""
        return bool(self.case.unsettled) and any(each.name == "request_info" for each in self.offers)


def case(
    stores: Stores, person: Person, application_id: str, *, at: datetime, fresh: bool = False
) -> CaseView:
    """One case with the actions open to this person; raises NotFound when it does not exist for them.

    `fresh` reads what was just written; otherwise a copy a few milliseconds old may do.
    """
    partner = person.organisation_id is not None
    load = stores.cases.load_for_partner if partner else stores.cases.load
    found = load(application_id, consistent=fresh)
    view = seen_by(person, found)
    return present(stores, person, found, view, at)


def present(stores: Stores, person: Person, found: Case, view: View, at: datetime) -> CaseView:
    """A loaded case without what this person may not see."""
    application = found.application
    found = with_documents(stores, found)
    attempt = Attempt(stores=stores, person=person, application_id=application.id, name="read", at=at)
    decision = _event(stores, found, application.decision_version)
    lodged = _event(stores, found, application.lodged_version if view in READS_APPEALS else 0)
    heard = _event(stores, found, application.appeal_version)
    return CaseView(
        case=_redacted(person, found, view),
        view=view,
        at=at,
        offers=() if view == "assigned" else _offers(attempt, found, view),
        decision=_decision(decision, view) if decision else None,
        lodged=_decision(lodged, view) if lodged else None,
        appeal=_decision(heard, view) if heard else None,
        abroad=_abroad(found),
        withheld=tuple(sorted(withheld(found, view) & found.values.keys())),
        comments=_comments(found) if application.decided and view == "partner" else (),
    )


def _event(stores: Stores, found: Case, version: int) -> Event | None:
    """An event that the case is about, among those that were read or not; None for version 0."""
    if not version:
        return None
    read = next((each for each in found.events if each.version == version), None)
    return read or stores.cases.event(found.application.id, version)


def _offers(attempt: Attempt, found: Case, view: View) -> tuple[AvailableAction, ...]:
    """What is open to this person; what a copy read a moment ago seems to forbid is looked at anew."""
    application = found.application
    if view != "partner":
        return offers(attempt, found)
    if application.state == "draft" and "partner_signatory" in attempt.person.roles:
        organisations = attempt.stores.organisations
        own = organisations.known(application.organisation_id)
        holder = holder_of(attempt, found, fresh=False)
        shown = offers(attempt, found, submission_facts(attempt, found, own, holder))
        if not any(reason.code in BESIDE for offer in shown for reason in offer.unmet):
            return shown
        own = organisations.get([application.organisation_id]).get(application.organisation_id)
        holder = holder_of(attempt, found, fresh=True)
        return offers(attempt, found, submission_facts(attempt, found, own, holder))
    if application.state == "rejected" and "partner_signatory" in attempt.person.roles:
        return offers(attempt, found, refusal_facts(attempt, found))
    if found.open_request and application.submitted_on:
        submitted = date.fromisoformat(application.submitted_on)
        return offers(attempt, found, replace(facts_of(attempt, found), today=submitted))
    return offers(attempt, found)


def _abroad(found: Case) -> Abroad:
    """Whoever declares a conflict must know them."""
    regions = forms.regions(found.application.direction, found.values)
    return Abroad(forms.partners_abroad(found.values), regions)


def _decision(event: Event, view: View) -> Event | None:
    """Who decided, and the note for the federation, are for those who work on its cases."""
    if view == "assigned":
        return None
    if view in ("federation", "auditor"):
        return event
    return replace(
        event, by="", by_name="", data={name: each for name, each in event.data.items() if name != "comment"}
    )


def _comments(found: Case) -> tuple[str, ...]:
    """What reviewers wrote for the partner: shown after the decision, without names."""
    said = [each.comment_to_partner for each in found.reviews if each.status == "submitted"]
    return tuple(sorted(text for text in said if text))


def _redacted(person: Person, found: Case, view: View) -> Case:
    """Personal answers (class 3) are for the applicant and the federation's workers; see the role matrix."""
    hidden = withheld(found, view)
    values = {} if view == "assigned" else found.values
    several = view == "reviewer" and len(found.snapshots) > 1
    application = found.application
    if view == "partner":
        application = application.for_partner
    return replace(
        found,
        application=application,
        values=_shown(values, hidden),
        before={},
        snapshots=() if view == "assigned" else tuple(_shown(each, hidden) for each in found.snapshots),
        snapshot_hashes=_hashes(found) if several else (),
        reviews=_reviews(person, found, view),
        results=found.results if view in READS_REVIEWS else (),
        requests=_requests(found, view),
        changed_in=tuple(each.round for each in found.requests if each.changed),
        events=found.events if view in READS_REVIEWS else (),
        documents=visible_documents(found, view),
    )


def _hashes(found: Case) -> tuple[str, ...]:
    return tuple(content_hash(found.application, each) for each in found.snapshots)


def visible_documents(found: Case, view: View) -> tuple[Document, ...]:
    """The documents that this reader may know of: those of answers that they read, and to the federation its own.

    A partner knows those it is adding; to everybody else they are there once they were submitted.
    """
    form, hidden = found.application.form, withheld(found, view)
    contents = () if view == "assigned" else found.snapshots
    named = {
        name: field for each in (*contents, found.values) for name, field in attached(form, each).items()
    }
    open_ids = {name for name, field in named.items() if field not in hidden} if view != "assigned" else set()
    own = view in READS_REVIEWS
    return tuple(
        each
        for each in found.documents
        if each.state != "removed" and (each.id in open_ids or (own and each.field == FEDERATION))
    )


def _shown(values: Values, hidden: frozenset[str]) -> dict[str, JsonValue]:
    return {name: value for name, value in values.items() if name not in hidden}


def withheld(found: Case, view: View) -> frozenset[str]:
    """The answers that were given and that this reader may only know to be given."""
    if view not in REDUCED:
        return frozenset()
    form = found.application.form
    return frozenset(field.id for field in form.fields if field.sensitivity >= PERSONAL)


def _requests(found: Case, view: View) -> tuple[Request, ...]:
    """Notes the partner has not sent yet are the partner's own; about personal answers reviewers read nothing."""
    if view in ("assigned", "observer"):
        return ()
    if view == "partner":
        return found.requests
    hidden = withheld(found, view)
    return tuple(
        _without(each if each.answered_at else replace(each, answers={}), hidden) for each in found.requests
    )


def _without(request: Request, hidden: frozenset[str]) -> Request:
    def shown(name: str) -> bool:
        return name.partition(".")[0] not in hidden

    return replace(
        request,
        items=tuple(item for item in request.items if shown(item.field)),
        answers={name: note for name, note in request.answers.items() if shown(name)},
        changed=tuple(name for name in request.changed if shown(name)),
    )


def _reviews(person: Person, found: Case, view: View) -> tuple[Review, ...]:
    if view in READS_REVIEWS:
        return found.reviews
    mine = found.review_of(person.id)
    if view not in ("reviewer", "assigned") or mine is None:
        return ()
    if mine.status != "submitted":
        return (mine,)
    return (mine, *(each for each in found.reviews if each.status == "submitted" and each != mine))
