"""What a new draft begins with: what the registry knows of the applicant, and answers of a former application."""

from collections.abc import Mapping

from shared.domain import uscc
from shared.domain import values as reading
from shared.domain.conditions import rows_of
from shared.domain.json_value import JsonValue, Values
from shared.domain.people import Organisation, Person
from shared.domain.questions import Field, Form

ANEW = frozenset({"declarations", "urgent_reason", "reciprocal_of"})
"""Answers that are for one exchange alone."""


def of_registry(form: Form, organisation: Organisation, person: Person) -> dict[str, JsonValue]:
    """Answers about the organisation and whoever begins the draft; what the form does not take is left open."""
    details = organisation.details
    body = details.get("supervising_body")
    known: dict[str, JsonValue] = {
        "uscc": organisation.uscc if uscc.is_valid(organisation.uscc) else None,
        "org_legal_form": details.get("legal_form"),
        "has_supervising_body": True if body else None,
        "supervising_body": body,
        "contact_name": person.name,
        "contact_email": person.email,
        "contact_phone": details.get("phone"),
        "signatory_name": person.name if "partner_signatory" in person.roles else None,
    }
    return _fitting(form, known)


def of_former(form: Form, values: Values) -> dict[str, JsonValue]:
    """The answers of another application, without its dates and documents; what this form asks otherwise is left out."""
    undated = {
        name: _undated(form.index[name], value)
        for name, value in values.items()
        if name in form.index and form.index[name].kind != "documents"
    }
    return _fitting(form, {name: value for name, value in undated.items() if name not in ANEW})


def _fitting(form: Form, values: Values) -> dict[str, JsonValue]:
    found = {
        name: reading.read(form.index[name], value) for name, value in values.items() if name in form.index
    }
    return {name: value for name, (value, wrong) in found.items() if value is not None and not wrong}


def _undated(field: Field, value: JsonValue) -> JsonValue:
    if field.kind == "date":
        return None
    if field.kind == "table":
        return [_without_dates(field, row) for row in rows_of(value)]
    return _without_dates(field, value) if isinstance(value, Mapping) else value


def _without_dates(whole: Field, held: Values) -> dict[str, JsonValue]:
    dates = {part.id for part in whole.parts if part.kind == "date"}
    return {name: value for name, value in held.items() if name not in dates}
