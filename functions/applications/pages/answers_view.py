"""The answers of a form as a page shows them: by section, with labels, in the reader's language."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from shared.domain import forms
from shared.domain.application import Application
from shared.domain.json_value import Values
from shared.domain.questions import Field, Form
from shared.domain.words import Language
from shared.web.pages import labels
from shared.web.pages.answer_html import answer_html

LONG = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer, and where it can be changed."""

    label: str
    value: Markup
    lang: str = ""
    href: str = ""
    field: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section of the form with its answers."""

    id: str
    title: str
    rows: tuple[Row, ...]


def form_of(application: Application) -> Form:
    return application.form


def parts_of(
    application: Application,
    values: Values,
    language: Language,
    *,
    withheld: Collection[str] = (),
    today: date,
    change: str = "",
) -> list[Part]:
    """The sections this reader may see; `change` is where a section is edited, with `{}` for its id."""
    found = []
    for section in form_of(application).sections:
        rows = tuple(
            given_row(field, language)
            if field.id in withheld
            else row_of(
                field,
                values,
                language,
                href=f"{change.format(section.id)}#{field.id}" if change else "",
                case_id=application.id if application.snapshot_version else "",
            )
            for field in section.fields
            if field.id in withheld or forms.visible(field, values, today) or _left_over(field, values)
        )
        if rows:
            found.append(Part(id=section.id, title=section.title.within(language), rows=rows))
    return found


def _left_over(field: Field, values: Values) -> bool:
    """An answer to a question that is not asked any more; rows of a table are kept for the case that it is again."""
    return field.kind != "table" and values.get(field.id) is not None


def given_row(field: Field, language: Language) -> Row:
    """That a personal answer was given, for readers whom it does not concern."""
    return Row(
        label=field.label.within(language), value=escape(labels.GIVEN.within(language)), field=field.id
    )


def row_of(field: Field, values: Values, language: Language, *, href: str = "", case_id: str = "") -> Row:
    """`case_id` lets documents be opened."""
    return Row(
        label=field.label.within(language),
        value=answer_html(field, values.get(field.id), language, case_id),
        wide=field.kind == "table",
        lang={"en": "en", "zh": "zh-Hans-CN"}[field.language]
        if field.language not in (None, language)
        else "",
        href=href,
        field=field.id,
    )
