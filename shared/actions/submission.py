"""The partner's signature: submit, answer a request, withdraw."""

from dataclasses import replace
from datetime import date

from shared.actions.drafting import load_for_editing
from shared.actions.steps import BEIJING, Attempt, Effect, facts_of, seen_by, take
from shared.domain import forms
from shared.domain.application import Listed, content_hash, summary
from shared.domain.case import Case
from shared.domain.people import Organisation
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.domain.workflow import workflow
from shared.store import keys
from shared.store.cases import Saved
from shared.store.people import ORGANISATION

NOT_ASKED = Words("Nobody asked about this field.", "未要求补正此项。")


def load_for_submission(attempt: Attempt) -> tuple[Case, dict[str, object]]:
    """A draft with what the guards of `submit` look at: organisation, programme, other open cases."""
    sections = {section.id for each in ("going_out", "inviting_in") for section in forms.load(each).sections}
    own = attempt.person.organisation_id or ""
    key = keys.organisation(own)
    case, rows = attempt.stores.cases.load_draft(attempt.application_id, sorted(sections), key)
    if case.application.snapshot_version:
        case = attempt.stores.cases.load(attempt.application_id)
    seen_by(attempt.person, case)
    organisation = ORGANISATION.value(rows[key]) if key in rows else None
    return case, submission_facts(attempt, case, organisation, fresh=True)


def submission_facts(
    attempt: Attempt, case: Case, organisation: Organisation | None, *, fresh: bool
) -> dict[str, object]:
    """What the guards look at beside the case: `fresh` to decide, a copy read a moment ago to show."""
    stores = attempt.stores
    begun = stores.cases.begun_by(case.application.organisation_id, fresh=fresh)
    others = tuple(each for each in begun if _counts(each))
    return {
        "organisation": organisation,
        "programme": stores.programmes.get(case.application.programme_id),
        "open_cases": others,
    }


def _counts(other: Listed) -> bool:
    """Whether a case stands in the way of one like it: submitted, and neither ended nor refused."""
    if other.state in ("draft", "rejected"):
        return False
    return not workflow(other.direction).states[other.state].terminal


def submit(attempt: Attempt) -> Case:
    """Sign and send the application; its content is frozen and hashed from here on."""
    case, facts = load_for_submission(attempt)
    return take(attempt, case, lambda found: _frozen(attempt, found), **facts)


def resubmit(attempt: Attempt, answers: dict[str, str]) -> Case:
    """Answer an information request; what changed is recorded by the names of the fields.

    Raises InvalidFields when an answer names a field nobody asked about.
    """
    case = load_for_editing(attempt.stores, attempt.person, attempt.application_id)
    request = case.open_request
    asked = request.fields if request else ()
    wrong = [
        FieldError(field=f"answers.{name[:60]}", code="not_asked", message=NOT_ASKED) for name in answers
    ]
    if request and (
        refused := tuple(each for each, name in zip(wrong, answers, strict=True) if name not in asked)
    ):
        raise InvalidFields(refused)
    attempt = replace(attempt, body={**attempt.body, "answers": answers})
    return take(attempt, case, lambda found: _answered(attempt, found, answers), today=_signed_on(case))


def _signed_on(case: Case) -> date:
    """Corrections are judged by the day of the first submission: lead time is not lost while asking."""
    return date.fromisoformat(case.application.submitted_on or case.application.created_at.date().isoformat())


def _answered(attempt: Attempt, case: Case, answers: dict[str, str]) -> Effect:
    request = case.open_request
    assert request is not None  # the guards saw its items
    changed = tuple(sorted(name for name in _names(case) if case.values.get(name) != case.before.get(name)))
    answered = replace(request, answered_at=attempt.at, answers=answers, changed=changed)
    frozen = _frozen(attempt, case) if changed else Effect()
    return replace(
        frozen,
        saved=replace(frozen.saved, request=answered),
        data={**frozen.data, "changed": list(changed), "answered": sorted(answers)},
    )


def _names(case: Case) -> set[str]:
    return {*case.values, *case.before}


def _frozen(attempt: Attempt, case: Case) -> Effect:
    application = case.application
    form = forms.load(application.direction, application.form_version)
    asked = {
        name: value
        for name, value in case.values.items()
        if forms.visible(form.field(name), case.values, facts_of(attempt, case).today)
    }
    digest = content_hash(application, asked)
    first = attempt.at.astimezone(BEIJING).date().isoformat()
    return Effect(
        fields={
            "snapshot_version": application.version + 1,
            "snapshot_hash": digest,
            "submitted_on": application.submitted_on or first,
            **summary(asked, forms.regions(application.direction, asked)),
        },
        saved=Saved(snapshot=asked),
        data={"snapshot_hash": digest},
    )


def withdraw(attempt: Attempt, reason: str) -> Case:
    """Take the application back, at any time before the decision."""
    case = attempt.stores.cases.load(attempt.application_id)
    return take(attempt, case, lambda _: Effect(data={"reason": reason}))
