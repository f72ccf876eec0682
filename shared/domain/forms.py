"""The forms of the registry: what they ask, whether an answer can be kept, and whether all is ready to submit."""

from collections.abc import Collection
from datetime import date, timedelta

from shared.domain import rules
from shared.domain import values as reading
from shared.domain.conditions import value_at
from shared.domain.json_value import JsonValue, Values
from shared.domain.questions import Field, Form, Kind, Option, Section, labels, load, section_ids
from shared.domain.refusals import FieldError
from shared.domain.schema import schema

__all__ = [
    "Field", "Form", "Kind", "Option", "Section", "check_complete", "check_values",
    "coupled", "escalation_triggers", "example", "labels", "load", "regions", "schema", "section_ids", "visible",
]  # fmt: skip


def check_values(form: Form, values: Values) -> tuple[dict[str, JsonValue], tuple[FieldError, ...]]:
    """The values a draft may keep, cleaned, and what is wrong with the others; None clears a field."""
    kept: dict[str, JsonValue] = {}
    errors: list[FieldError] = []
    for name, value in values.items():
        field = None if "." in name else form.index.get(name)
        if field is None:
            errors.append(reading.unknown(name))
            continue
        cleaned, wrong = reading.read(field, value)
        errors.extend(wrong)
        if not wrong:
            kept[name] = cleaned
    return kept, tuple(errors)


def check_complete(form: Form, values: Values, *, today: date) -> tuple[FieldError, ...]:
    """Everything that stands between these values and submission, in the order of the form."""
    put = {
        name for name, field in form.index.items() if "." not in name and rules.asked(field, values, today)
    }
    kept, every = check_values(
        form, {name: value for name, value in values.items() if name in put or name not in form.index}
    )
    errors = [each for each in every if each.field.partition(".")[0] in put or each.code == "unknown_field"]
    bad = {error.field.partition(".")[0] for error in errors}
    missing = [
        each for each in rules.unanswered(form, kept, today) if each.field.partition(".")[0] not in bad
    ]
    found = [*errors, *missing, *rules.broken(form, kept, today)]
    order = {field.id: place for place, field in enumerate(form.fields)}
    return tuple(sorted(found, key=lambda error: order.get(error.field.partition(".")[0], len(order))))


def visible(field: Field, values: Values, today: date | None = None) -> bool:
    """Whether the question is asked; one that depends on the day is shown when the day is not given.

    For a part of an object, `values` are the values of that object.
    """
    return rules.asked(field, values, today)


def coupled(form: Form, fields: Collection[str]) -> frozenset[str]:
    """These fields, by their ids, and all whose answers have to agree with theirs; a sum has all its parts."""
    return rules.tied(form, frozenset(fields))


def example(form: Form, *, today: date) -> dict[str, JsonValue]:
    """A complete, recognisably made-up set of values that can be submitted today."""
    values = {each.id: each.example for each in form.fields if each.example is not None and each.required}
    start = today + timedelta(days=form.lead_days + 30)
    values |= {"start_date": start.isoformat(), "end_date": (start + timedelta(days=20)).isoformat()}
    source = values.get("risk_source")
    if isinstance(source, dict):
        values["risk_source"] = source | {"checked_at": today.isoformat()}
    return {
        each.id: values[each.id] for each in form.fields if each.id in values and visible(each, values, today)
    }


def escalation_triggers(direction: str, values: Values) -> tuple[str, ...]:
    """Which facts of the form call for a senior decision; guards.py has the words for each."""
    minors = values.get("minors_count")
    ticked = values.get("sensitive_activity")
    going = direction == "going_out"
    found = {
        "risk_orange": going and values.get("risk_level") == "orange",
        "risk_red": going and values.get("risk_level") == "red",
        "minors": isinstance(minors, int) and minors > 0,
        "sensitive_activity": not going
        and isinstance(ticked, list)
        and any(each != "none" for each in ticked),
        "stipend": not going and value_at(values, "remuneration.kind") == "stipend",
    }
    return tuple(name for name, present in found.items() if present)


def regions(direction: str, values: Values) -> tuple[str, ...]:
    """ISO 3166-1 codes of the countries and regions that the exchange goes to."""
    code = value_at(values, "host_registration.country") if direction == "going_out" else None
    return (code,) if isinstance(code, str) else ()
