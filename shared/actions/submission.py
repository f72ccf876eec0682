"""The partner's signature: submit, answer a request, withdraw."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

from shared.actions.bounds import check_total
from shared.actions.drafting import load_for_editing
from shared.actions.engine import Attempt, Outcome, facts_of, not_available, seen_by, take
from shared.domain import forms
from shared.domain.application import Application, Fields, content_hash, summary
from shared.domain.calendar import day_in_beijing, day_of
from shared.domain.case import Case
from shared.domain.commands import AnswerCommand, Command, ReasonCommand
from shared.domain.documents import completed
from shared.domain.duplicates import likeness
from shared.domain.guards import Facts
from shared.domain.people import Organisation
from shared.domain.refusals import FieldError, InvalidFields, Unmet
from shared.domain.texts import folded
from shared.domain.words import Words
from shared.store import keys
from shared.store.case_parts import Writes
from shared.store.cases import SideRefused
from shared.store.organisations import ORGANISATION
from shared.store.stores import Stores

NOT_ASKED = Words("Nobody asked about this field.", "未要求补正此填报项。")


def _load(attempt: Attempt) -> tuple[Case, Organisation | None]:
    """A draft, and the organisation that signs it."""
    own = attempt.person.organisation_id or ""
    key = keys.organisation(own)
    case, rows = attempt.stores.cases.load_draft(attempt.application_id, sorted(forms.section_ids()), key)
    if case.application.snapshot_version:
        case = attempt.stores.cases.load(attempt.application_id)
    seen_by(attempt.person, case)
    return with_documents(attempt.stores, case), ORGANISATION.value(rows[key]) if key in rows else None


def with_documents(stores: Stores, case: Case) -> Case:
    """The case with what is known of its documents; there is nothing to read where none was ever attached."""
    if not case.application.documents:
        return case
    return replace(case, documents=stores.documents.of(case.application.id))


def submission_facts(attempt: Attempt, case: Case, organisation: Organisation | None, holder: str) -> Facts:
    """What the guards look at; `holder` is the case that was submitted with the same content."""
    return replace(
        facts_of(attempt, case),
        organisation=organisation,
        programme=attempt.stores.programmes.offered(
            case.application.programme_id, day_in_beijing(attempt.at)
        ),
        twin=_twin(attempt, case, holder),
    )


def refusal_facts(attempt: Attempt, case: Case) -> Facts:
    """What the guards of an appeal look at: the same may have been submitted anew since the refusal."""
    return replace(facts_of(attempt, case), twin=_twin(attempt, case, holder_of(attempt, case, fresh=True)))


def holder_of(attempt: Attempt, case: Case, *, fresh: bool) -> str:
    """The id of the case that was submitted with the same content: `fresh` to decide, else as read a moment ago."""
    return attempt.stores.cases.submitted_as(_likeness(case), fresh=fresh)


def _likeness(case: Case) -> str:
    application, values = case.application, case.values
    start, title = (str(values.get(name, "")) for name in ("start_date", "title_zh"))
    return likeness(application.organisation_id, application.programme_id, start, title)


def _twin(attempt: Attempt, case: Case, twin_id: str) -> str:
    """The number of the other case when it stands in the way: submitted, alike to this day, and not over."""
    if twin_id in ("", case.application.id):
        return ""
    other = attempt.stores.cases.standing([twin_id], consistent=True).get(twin_id)
    return other.application.number if other and _counts(other.application) and _alike(case, other) else ""


def _alike(case: Case, other: Case) -> bool:
    """Whether the other case still has the start and title that it was submitted with."""
    mine, its = case.values, other.application
    same_title = folded(str(mine.get("title_zh", ""))) == folded(its.title_zh)
    return its.start_date == mine.get("start_date") and same_title


def _counts(other: Application) -> bool:
    """Whether a case stands in the way of one like it: submitted, and neither ended nor refused."""
    if other.state in ("draft", "rejected"):
        return False
    return not other.workflow.states[other.state].terminal


def submit(attempt: Attempt, command: Command) -> Case:
    """Sign and send the application; its content is frozen and hashed from here on.

    One like it is looked for only when the transaction finds its place taken, or when there is something to refuse
    anyway; once more when it was submitted at that very moment.
    """
    try:
        return _submit(attempt, command, look=False)
    except (SideRefused, Unmet):
        with suppress(SideRefused):
            return _submit(attempt, command, look=True)
        return _submit(attempt, command, look=True)


def _submit(attempt: Attempt, command: Command, *, look: bool) -> Case:
    case, organisation = _load(attempt)
    holder = holder_of(attempt, case, fresh=True) if look else ""
    facts = submission_facts(attempt, case, organisation, holder)
    programme = facts.programme

    def effect(found: Case) -> Outcome:
        frozen = _frozen(attempt, found, holder)
        if programme is None:
            return frozen
        kept: Fields = {"programme_version": programme.version, "terms": programme.terms}
        return replace(frozen, fields={**frozen.fields, **kept})

    return take(attempt, command, case, effect, facts)


def resubmit(attempt: Attempt, command: AnswerCommand) -> Case:
    """Answer an information request; what changed is recorded by the names of the fields.

    Raises InvalidFields when an answer names a field nobody asked about.
    """
    try:
        return _resubmit(attempt, command, look=False)
    except SideRefused:
        return _resubmit(attempt, command, look=True)


def _resubmit(attempt: Attempt, command: AnswerCommand, *, look: bool) -> Case:
    case = with_documents(
        attempt.stores, load_for_editing(attempt.stores, attempt.person, attempt.application_id)
    )
    request, answers = case.open_request, dict(command.answers)
    asked = request.fields if request else ()
    wrong = [
        FieldError(field=f"answers.{name[:60]}", code="not_asked", message=NOT_ASKED) for name in answers
    ]
    if request and (
        refused := tuple(each for each, name in zip(wrong, answers, strict=True) if name not in asked)
    ):
        raise InvalidFields(refused)
    check_total(answers.values(), "answers")
    holder = holder_of(attempt, case, fresh=True) if look else ""
    return take(
        attempt,
        command,
        case,
        lambda found: _answered(attempt, found, answers, holder),
        replace(facts_of(attempt, case), today=_signed_on(case)),
    )


def _signed_on(case: Case) -> date:
    """Corrections are judged by the day of the first submission: lead time is not lost while asking."""
    return day_of(case.application.submitted_on) or day_in_beijing(case.application.created_at)


def _answered(attempt: Attempt, case: Case, answers: dict[str, str], holder: str) -> Outcome:
    request = case.open_request
    if request is None:
        raise not_available(attempt.person, case.application)
    changed = tuple(sorted(name for name in _names(case) if case.values.get(name) != case.before.get(name)))
    answered = replace(request, answered_at=attempt.at, answers=answers, changed=changed)
    frozen = _frozen(attempt, case, holder) if changed else Outcome()
    return replace(
        frozen,
        saved=replace(frozen.saved, request=answered),
        data={**frozen.data, "changed": list(changed), "answered": sorted(answers)},
    )


def _names(case: Case) -> set[str]:
    return {*case.values, *case.before}


def _frozen(attempt: Attempt, case: Case, holder: str) -> Outcome:
    """The content as it is handed in; its place is taken from `holder`, or from nobody when that is empty."""
    application = case.application
    form, today = application.form, day_in_beijing(attempt.at)
    asked = {
        name: value
        for name, value in case.values.items()
        if name in form.index and forms.visible(form.field(name), case.values, today)
    }
    asked = completed(form, asked, case.documents)
    digest = content_hash(application, asked)
    likeness = _likeness(case)
    return Outcome(
        fields={
            "snapshot_version": application.version + 1,
            "snapshot_hash": digest,
            "submitted_on": application.submitted_on or today.isoformat(),
            "urgent": "urgent_reason" in asked,
            **summary(asked, forms.regions(application.direction, asked)),
        },
        saved=Writes(snapshot=asked, also=[attempt.stores.cases.submit_as(likeness, application.id, holder)]),
        data={"snapshot_hash": digest, **({"urgent": True} if "urgent_reason" in asked else {})},
    )


def ask_to_sign(attempt: Attempt, command: Command) -> Case:
    """Tell the signatories of the organisation that something waits for their signature."""
    case = load_for_editing(attempt.stores, attempt.person, attempt.application_id)
    return take(attempt, command, case, lambda found: Outcome(fields={"due": found.application.due}))


def withdraw(attempt: Attempt, command: ReasonCommand) -> Case:
    """Take the application back, at any time before the decision."""
    case = attempt.stores.cases.load(attempt.application_id)
    return take(attempt, command, case, lambda _: Outcome(data={"reason": command.reason}))
