"""How far a draft has come: the state of each section, the minutes left, and what blocks submission."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from functions.applications.pages.answers_view import form_of
from shared.domain import forms
from shared.domain.application import Application
from shared.domain.case import Case
from shared.domain.documents import document_errors
from shared.domain.json_value import Values
from shared.domain.programmes import Programme
from shared.domain.questions import Section
from shared.domain.refusals import FieldError
from shared.domain.words import Language

Status = Literal["empty", "begun", "wrong", "complete"]
MISSING = frozenset({"required", "too_few", "one_needed", "scanning", "not_arrived"})
"""Error codes that only say that an answer, or the check of a document, is still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One section in the task list."""

    id: str
    title: str
    href: str
    minutes: int
    status: Status
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """One answer that keeps the application from being sent, and where to give it."""

    text: str
    section: str
    place: int
    href: str


def tasks(
    application: Application, values: Values, errors: Sequence[FieldError], language: Language
) -> list[Task]:
    """Every section of the form with how far it has come."""
    return [
        Task(
            id=section.id,
            title=section.title.within(language),
            href=f"/applications/{application.id}/sections/{section.id}",
            minutes=section.minutes,
            status=_status(section, values, wrong := _of(section, errors)),
            missing=len(wrong),
        )
        for section in form_of(application).sections
    ]


def blocked(
    application: Application, errors: Sequence[FieldError], language: Language, *, after: str = ""
) -> list[Blocked]:
    """What stands in the way of submission, in the order of the form; `after` is the query of the links."""
    form = form_of(application)
    found = []
    for error in errors:
        section = form.section_of(error.field)
        href = f"/applications/{application.id}/sections/{section.id}{after}#{error.field.replace('.', '-')}"
        text, title = error.message.within(language), section.title.within(language)
        found.append(Blocked(text=text, section=title, place=form.sections.index(section), href=href))
    return found


def errors_of(case: Case, today: date, at: datetime) -> tuple[FieldError, ...]:
    """Everything between these answers and submission; unknown fields cannot be shown and are left out."""
    form = form_of(case.application)
    found = forms.check_complete(form, case.values, today=today)
    known = (error for error in found if error.field.partition(".")[0] in form.index)
    return (*known, *document_errors(form, case.values, case.documents, at))


def lead_days(application: Application, programme: Programme | None) -> int:
    """Days between submission and start that the form and the programme want."""
    usual = form_of(application).lead_days
    return programme.lead_days(usual) if programme else usual


def latest_safe_day(application: Application, values: Values, programme: Programme | None) -> date | None:
    """The last day on which submitting leaves the lead time whole and the programme open."""
    days = [date.fromisoformat(programme.closes)] if programme else []
    start = values.get("start_date")
    if isinstance(start, str):
        days.append(date.fromisoformat(start) - timedelta(days=lead_days(application, programme)))
    return min(days, default=None)


def _of(section: Section, errors: Sequence[FieldError]) -> list[FieldError]:
    own = {field.id for field in section.fields}
    return [error for error in errors if error.field.partition(".")[0] in own]


def _status(section: Section, values: Values, wrong: Sequence[FieldError]) -> Status:
    if not any(values.get(field.id) is not None for field in section.fields):
        return "empty" if wrong else "complete"
    if any(error.code not in MISSING for error in wrong):
        return "wrong"
    return "begun" if wrong else "complete"
