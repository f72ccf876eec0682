"""Answers as HTML: text with its lines, and the rows of a table as a table."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from shared.domain.conditions import rows_of
from shared.domain.json_value import JsonValue
from shared.domain.questions import Field
from shared.domain.words import Language, Words
from shared.web.pages.format_answer import columns, parts, show, totals_text

TOTAL = Words("Total", "合计")
NUMBERS = frozenset({"amount", "decimal", "integer"})
NUMBER = Markup(' class="number"')


def answer_html(field: Field, value: JsonValue, language: Language, case_id: str = "") -> Markup:
    """The answer, safe to write into a page; empty when there is none. `case_id` lets documents be opened."""
    if field.kind == "documents" and value:
        return documents(value, case_id)
    return (
        table(field, value, language)
        if field.kind == "table" and value
        else lines(show(field, value, language))
    )


def documents(value: JsonValue, case_id: str) -> Markup:
    """The documents of a question, each leading to its file where the case is known."""
    link = Markup('<a class="govuk-link said" href="/applications/{}/documents/{}">{}</a>')
    name = Markup('<span class="said">{2}</span>')
    items = Markup("").join(
        Markup("<li>{}</li>").format((link if case_id else name).format(case_id, row["id"], row["name"]))
        for row in rows_of(value)
    )
    return Markup('<ul class="documents">{}</ul>').format(items)


def lines(text: str) -> Markup:
    """Text with its line breaks, safe to write into a page."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def table(field: Field, value: JsonValue, language: Language) -> Markup:
    """The rows under the names of their columns; of money, also what they come to."""
    shown = columns(field)
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(each.label.within(language)) for each in shown
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(_cells(shown, dict(parts(field, row, language)), language))
        for row in rows_of(value)
    )
    total = totals_text(field, value, language)
    foot = Markup('<tfoot><tr><td colspan="{}">{} {}</td></tr></tfoot>').format(
        len(shown), Markup("<b>{}</b>").format(TOTAL.within(language)), total
    )
    return Markup(
        '<table class="rows"><caption class="govuk-visually-hidden">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody>{}</table>'
    ).format(field.label.within(language), head, body, foot if total else "")


def _cells(shown: Sequence[Field], held: Mapping[str, str], language: Language) -> Markup:
    cell = Markup('<td data-label="{}"{}>{}</td>')
    labels = ((part.label.within(language), part.kind in NUMBERS) for part in shown)
    return Markup("").join(
        cell.format(label, NUMBER if number else "", lines(held.get(label, ""))) for label, number in labels
    )
