"""The programme officer's work on a case: claim, ask, accept for review, replace reviewers, close the review."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from shared.actions.bounds import check_total, is_id
from shared.actions.engine import (
    Attempt,
    Outcome,
    after,
    check_version,
    commit,
    facts_of,
    seen_by,
    step_of,
    take,
)
from shared.actions.policy import POLICY
from shared.domain import forms
from shared.domain.application import Change, Fields, record
from shared.domain.calendar import day_in_beijing, day_of
from shared.domain.case import Case, Item, Request
from shared.domain.commands import (
    AssignmentCommand,
    Command,
    ReasonCommand,
    RefusalCommand,
    RequestCommand,
    ReviewersCommand,
)
from shared.domain.json_value import Values
from shared.domain.people import Person
from shared.domain.refusals import FieldError, Forbidden, InvalidFields, NotAvailable, Reason, Unmet
from shared.domain.reviews import Review
from shared.domain.words import Words
from shared.domain.workflow import definitions
from shared.store.case_parts import Writes

NO_FIELD = Words("The form has no such field.", "表单中没有此填报项。")
NO_REVIEWER = Words("Choose people from the list of reviewers.", "请从评审专家名单中选择。")
NOT_CHANGEABLE = Words(
    "Add people who are not reviewing the case, remove people who are.",
    "只能增加未参与评审的专家，或移除正在评审的专家。",
)
BAD_DUE = Words("Choose a day after today, at most 60 days away.", "请选择今天之后60天以内的日期。")
LONGEST_REVIEW = 60


def handled(case: Case, person: Person) -> tuple[str, ...]:
    """Who may no longer decide the case, with this person among them."""
    return tuple(dict.fromkeys((*case.application.handled_by, person.id)))


def claim(attempt: Attempt, command: Command) -> Case:
    """Take a submitted case on; its officer is named from here on."""
    case = attempt.stores.cases.load(attempt.application_id)
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"officer": attempt.person.id, "handled_by": handled(found, attempt.person)}
        ),
    )


def request_info(attempt: Attempt, command: RequestCommand) -> Case:
    """Ask the partner about named fields; only these unlock.

    Raises InvalidFields for a field that is not in the form.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    application = case.application
    seen_by(attempt.person, case)
    _check_items(case, command.items, command.message)
    items, message = tuple(command.items), command.message
    asked = Request(round=application.round + 1, items=items, message=message, asked_at=attempt.at)
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"round": asked.round, "handled_by": handled(found, attempt.person)},
            saved=Writes(request=asked),
            data={"fields": list(asked.fields), "round": asked.round},
        ),
    )


def _check_items(case: Case, items: Sequence[Item], message: str) -> None:
    known = forms.load(case.application.direction, case.application.form_version).index
    wrong = tuple(
        FieldError(field=f"items.{place}.field", code="unknown", message=NO_FIELD)
        for place, item in enumerate(items)
        if item.field not in known
    )
    if wrong:
        raise InvalidFields(wrong)
    check_total([message, *(item.message for item in items)], "items")


def amend_request(attempt: Attempt, command: RequestCommand) -> Case:
    """Ask for more, for less or until later; what the partner has prepared for what is still asked stays.

    Raises InvalidFields, NotAvailable when nothing is asked.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    request = _asked(attempt, case, command)
    items = tuple(command.items)
    kept = {item.field: request.answers[item.field] for item in items if item.field in request.answers}
    amended = replace(request, items=items, message=command.message, answers=kept)
    until = _due(attempt, command.due) or case.application.due
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"due": until, "handled_by": handled(found, attempt.person)},
            saved=Writes(request=amended),
            data={"fields": list(amended.fields), "round": amended.round, "due": until},
        ),
    )


def cancel_request(attempt: Attempt, command: ReasonCommand) -> Case:
    """Take the request back; the case goes on where it stood, with the answers as they were submitted."""
    case = attempt.stores.cases.load(attempt.application_id)
    request = _asked(attempt, case, RequestCommand())
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"handled_by": handled(found, attempt.person)},
            saved=Writes(request=replace(request, cancelled_at=attempt.at)),
            data={"reason": command.reason, "round": request.round},
        ),
    )


def _asked(attempt: Attempt, case: Case, command: RequestCommand) -> Request:
    """The request that is open; raises what `step_of` does, and InvalidFields for items that cannot be asked."""
    step_of(attempt, case)
    _check_items(case, command.items, command.message)
    if case.open_request is None:
        raise NotAvailable(case.application.state, case.application.version)
    return case.open_request


def propose_ineligible(attempt: Attempt, command: RefusalCommand) -> Case:
    """Propose to refuse without review; another person confirms."""
    case = attempt.stores.cases.load(attempt.application_id)
    said: Values = {"reason_code": command.reason_code, "reason": command.reason._asdict()}
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"handled_by": handled(found, attempt.person), "shown_as": found.application.state},
            data=said,
        ),
    )


def accept_for_review(attempt: Attempt, command: AssignmentCommand) -> Case:
    """Find the case complete and hand it to reviewers."""
    case = attempt.stores.cases.load(attempt.application_id)
    seen_by(attempt.person, case)
    reviewers = _reviewers(attempt, command.reviewers)
    until = _due(attempt, command.due)

    def effect(found: Case) -> Outcome:
        fields: Fields = {"handled_by": handled(found, attempt.person)}
        if until:
            fields["due"] = until
        days = found.application.workflow.states["under_review"].sla_days or 0
        last = until or (day_in_beijing(attempt.at) + timedelta(days=days)).isoformat()
        reviews = [_assigned(attempt, found, person, last) for person in reviewers]
        return Outcome(
            fields=fields,
            saved=Writes(reviews=reviews),
            data={"reviewers": [person.id for person in reviewers]},
        )

    return take(attempt, command, case, effect, replace(facts_of(attempt, case), reviewers=tuple(reviewers)))


def change_reviewers(attempt: Attempt, command: ReviewersCommand) -> Case:
    """Replace reviewers while a review is open; what a removed one wrote stays on record.

    Raises NotFound, Forbidden, NotAvailable, Stale, InvalidFields, Unmet (conflict of interest).
    """
    case = attempt.stores.cases.load(attempt.application_id)
    seen_by(attempt.person, case)
    if not POLICY["change_reviewers"].admits(attempt.person):
        raise Forbidden
    application = case.application
    if application.state != "under_review":
        raise NotAvailable(application.state, application.version)
    check_version(attempt, case)
    add, remove = command.add, command.remove
    if not add and not remove:
        raise InvalidFields((FieldError(field="add", code="required", message=NO_REVIEWER),))
    people = _reviewers(attempt, add)
    _no_conflict(case, people)
    _changeable(case, add, remove)
    gone = [replace(each, status="released") for each in case.reviews if each.person_id in remove]
    new = [_assigned(attempt, case, person, application.due) for person in people]
    data = {"reviewers": [each.person_id for each in new], "released": [each.person_id for each in gone]}
    return _noted(attempt, case, [*gone, *new], data)


def _changeable(case: Case, add: Sequence[str], remove: Sequence[str]) -> None:
    """Only who is not on the case can join, who left it too unless a conflict is declared; only who is on it can leave."""
    known = {each.person_id: each.status for each in case.reviews}
    wrong = [
        *(f"add.{place}" for place, name in enumerate(add) if known.get(name, "released") != "released"),
        *(
            f"remove.{place}"
            for place, name in enumerate(remove)
            if known.get(name) not in ("assigned", "reading", "submitted")
        ),
    ]
    if wrong:
        raise InvalidFields(
            tuple(FieldError(field=name, code="reviewer", message=NOT_CHANGEABLE) for name in wrong)
        )


def _noted(attempt: Attempt, case: Case, reviews: list[Review], data: Values) -> Case:
    person = attempt.person
    change: Change = record(
        case.application,
        "reviewers_changed",
        by=person.id,
        by_name=person.name,
        role="programme_officer",
        at=attempt.at,
        data=data,
        handled_by=handled(case, person),
    )
    saved = Writes(reviews=reviews)
    commit(attempt, change, Outcome(saved=saved))
    return after(case, change, saved)


def close_review(attempt: Attempt, command: Command) -> Case:
    """End the review once enough reviews are in and everybody has declared."""
    case = attempt.stores.cases.load(attempt.application_id)
    return take(
        attempt, command, case, lambda found: Outcome(fields={"handled_by": handled(found, attempt.person)})
    )


def _reviewers(attempt: Attempt, ids: Sequence[str]) -> list[Person]:
    found = attempt.stores.people.get([each for each in dict.fromkeys(ids) if is_id(each)])
    wrong = tuple(
        FieldError(field=f"reviewers.{place}", code="unknown", message=NO_REVIEWER)
        for place, person_id in enumerate(ids)
        if person_id not in found or "reviewer" not in found[person_id].roles or not found[person_id].active
    )
    if wrong:
        raise InvalidFields(wrong)
    return list(found.values())


def _no_conflict(case: Case, people: Sequence[Person]) -> None:
    application = case.application
    for person in people:
        if person.id in application.conflicted or person.organisation_id == application.organisation_id:
            guard = definitions().guards["reviewers_no_coi"]
            raise Unmet((Reason(code=guard.name, message=guard.words),))


def _due(attempt: Attempt, due: str | None) -> str | None:
    if due is None:
        return None
    today = day_in_beijing(attempt.at)
    day = day_of(due) or today
    if not today < day <= today + timedelta(days=LONGEST_REVIEW):
        raise InvalidFields((FieldError(field="due", code="date", message=BAD_DUE),))
    return day.isoformat()


def _assigned(attempt: Attempt, case: Case, person: Person, due: str) -> Review:
    """A new assignment; what the person wrote when the case was in review before stays theirs."""
    application = case.application
    if earlier := case.review_of(person.id):
        return replace(earlier, status="submitted" if earlier.submitted_at else "assigned", due=due)
    return Review(
        application_id=application.id,
        person_id=person.id,
        person_name=person.name,
        number=application.number,
        direction=application.direction,
        title_en=application.title_en,
        title_zh=application.title_zh,
        partner_en=application.partner_en,
        partner_zh=application.partner_zh,
        assigned_at=attempt.at,
        due=due,
    )
