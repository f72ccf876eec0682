"""Who reviews a case: reviewers assigned when it is found complete, joined and released while the review is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from shared.actions.bounds import due_day, is_id
from shared.actions.compliance import stated_points, with_results
from shared.actions.engine import (
    Attempt,
    Outcome,
    check_version,
    facts_of,
    handled,
    note,
    seen_by,
    take,
)
from shared.actions.inbox import forget_released
from shared.actions.policy import POLICY
from shared.domain import checklists
from shared.domain.application import Fields
from shared.domain.calendar import EARLIEST, day_in_beijing
from shared.domain.case import Case
from shared.domain.checklists import COMPLETENESS, Found
from shared.domain.commands import AssignmentCommand, ReviewersCommand
from shared.domain.guards import Facts, refused
from shared.domain.json_value import Values
from shared.domain.people import Person
from shared.domain.refusals import FieldError, Forbidden, InvalidFields, NotAvailable, Reason, Unmet
from shared.domain.reviews import Review
from shared.domain.words import Words
from shared.domain.workflow import definitions
from shared.store.case_parts import Writes

NO_REVIEWER = Words("Choose people from the list of reviewers.", "请从评审专家名单中选择。")
NO_POINT = Words("The checklist has no such point.", "清单没有该事项。")
NOT_CHANGEABLE = Words(
    "Add people who are not reviewing the case, remove people who are.",
    "只能增加未参与评审的专家，或移除正在评审的专家。",
)


def accept_for_review(attempt: Attempt, command: AssignmentCommand) -> Case:
    """Find the case complete and hand it to reviewers."""
    case = attempt.stores.cases.load(attempt.application_id)
    seen_by(attempt.person, case)
    reviewers = _reviewers(attempt, command.reviewers)
    _none_before(case, reviewers)
    until = due_day(command.due, attempt.at)

    def effect(found: Case) -> Outcome:
        fields: Fields = {"handled_by": handled(found, attempt.person)}
        if until:
            fields["due"] = until
        days = found.application.days_for("under_review") or 0
        last = until or (day_in_beijing(attempt.at) + timedelta(days=days)).isoformat()
        reviews = [_assigned(attempt, found, person, last) for person in reviewers]
        return Outcome(
            fields=fields,
            saved=Writes(
                reviews=reviews, results=with_results(attempt, found, _gone_through(found, command))
            ),
            data={"reviewers": [person.id for person in reviewers], **_said(command)},
        )

    return take(attempt, command, case, effect, replace(facts_of(attempt, case), reviewers=tuple(reviewers)))


def _gone_through(case: Case, command: AssignmentCommand) -> dict[str, Found]:
    """The points of the completeness checklist as this person found them; raises InvalidFields for one there is not."""
    asked = checklists.points(COMPLETENESS, case.application.direction, case.values)
    wrong = [
        FieldError(field=f"ticked.{name[:40]}", code="unknown", message=NO_POINT)
        for name in command.ticked
        if name not in {point.id for point in asked}
    ]
    if wrong:
        raise InvalidFields(tuple(wrong))
    stated = stated_points(case, command, (COMPLETENESS,))
    return {**stated, **{name: Found(outcome="clear", note=note) for name, note in command.ticked.items()}}


def _said(command: AssignmentCommand) -> Values:
    points = {name: {"outcome": "clear", "note": note} for name, note in command.ticked.items()}
    return {"points": points} if points else {}


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
    _none_before(case, people)
    _changeable(case, add, remove)
    gone = [replace(each, status="released") for each in case.reviews if each.person_id in remove]
    new = [_assigned(attempt, case, person, application.due) for person in people]
    data: Values = {
        "reviewers": [each.person_id for each in new],
        "released": [each.person_id for each in gone],
    }
    saved = Writes(reviews=[*gone, *new])
    now = note(attempt, case, "reviewers_changed", "programme_officer", data, saved)
    forget_released(attempt.stores, now, remove, attempt.at)
    return now


def _changeable(case: Case, add: Sequence[str], remove: Sequence[str]) -> None:
    """Only who is not on the case can join, who left it too unless a conflict is declared; only who is on it can leave."""
    known = {each.person_id: each for each in case.reviews}
    barred = {name for name, each in known.items() if each.status == "conflicted" or not each.over}
    wrong = [
        *(f"add.{place}" for place, name in enumerate(add) if name in barred),
        *(f"remove.{place}" for place, name in enumerate(remove) if name not in known or known[name].over),
    ]
    if wrong:
        raise InvalidFields(
            tuple(FieldError(field=name, code="reviewer", message=NOT_CHANGEABLE) for name in wrong)
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
        if person.id in application.conflicted or person.belongs_to(application.parties):
            guard = definitions().guards["reviewers_no_coi"]
            raise Unmet((Reason(code=guard.name, message=guard.words),))


def _none_before(case: Case, people: Sequence[Person]) -> None:
    """After an appeal others review; the first version of the workflow has no guard that says so."""
    facts = Facts(case=case.application, actor=None, today=EARLIEST, reviewers=tuple(people))
    if reason := refused(definitions().guards["new_reviewers"], facts):
        raise Unmet((reason,))


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
