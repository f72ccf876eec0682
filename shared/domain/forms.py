"""The forms of the registry: what they ask, whether an answer can be kept, and whether all is ready to submit."""

from collections.abc import Collection
from datetime import date, timedelta

from shared.domain import rules
from shared.domain import values as reading
from shared.domain.conditions import rows_of, value_at
from shared.domain.json_value import JsonValue, Values
from shared.domain.questions import ROW, Field, Form, Kind, Option, Section, labels, load, section_ids
from shared.domain.refusals import FieldError
from shared.domain.schema import schema
from shared.domain.tables import in_home

__all__ = [
    "Field", "Form", "Kind", "Option", "Section", "check_complete", "check_values",
    "coupled", "escalation_triggers", "example", "labels", "load", "open_rows", "partners_abroad", "regions", "schema",
    "section_ids", "visible",
]  # fmt: skip
RESIDUAL = 15
"""Likelihood times severity, of 25, that is left of a risk and calls for a senior decision."""


def check_values(form: Form, values: Values) -> tuple[dict[str, JsonValue], tuple[FieldError, ...]]:
    """The values a draft may keep, cleaned, and what is wrong with the others; None clears a field.

    Documents are none of them: they are attached and removed on their own.
    """
    kept, errors = _read(form, values)
    sent = [name for name in kept if form.index[name].kind == "documents"]
    wrong = [reading.not_here(form.index[name]) for name in sent]
    return {name: value for name, value in kept.items() if name not in sent}, (*errors, *wrong)


def _read(form: Form, values: Values) -> tuple[dict[str, JsonValue], tuple[FieldError, ...]]:
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
    kept, every = _read(
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
    """The fields that these paths are of, and all whose answers have to agree with theirs; a sum has all its parts."""
    return rules.tied(form, frozenset(path.partition(".")[0] for path in fields))


def open_rows(form: Form, asked: Collection[str]) -> dict[str, frozenset[int]]:
    """By table, the rows that may be changed where an information request names rows and not the table.

    A row is open with its own cells alone: none is added, moved or taken out.
    """
    rows = [path.partition(".") for path in asked]
    single = {
        (top, int(rest)) for top, _, rest in rows if ROW.fullmatch(rest) and form.index[top].kind == "table"
    }
    others = [path for path in asked if not ROW.fullmatch(path.partition(".")[2])]
    whole = rules.tied(form, frozenset(path.partition(".")[0] for path in others))
    tables = {table for table, _ in single} - whole
    return {each: frozenset(place for table, place in single if table == each) for each in tables}


def example(form: Form, *, today: date) -> dict[str, JsonValue]:
    """A complete, recognisably made-up set of values that can be submitted today."""
    values = {each.id: each.example for each in form.fields if each.example is not None and each.required}
    start = today + timedelta(days=form.lead_days + 30)
    values |= {"start_date": start.isoformat(), "end_date": (start + timedelta(days=20)).isoformat()}
    source = values.get("risk_source")
    if isinstance(source, dict):
        values["risk_source"] = source | {"checked_at": today.isoformat()}
    week = {"from_date": start.isoformat(), "to_date": (start + timedelta(days=6)).isoformat()}
    if plan := rows_of(values.get("activity_plan")):
        values["activity_plan"] = [{**row, **week} for row in plan]
    return {
        each.id: values[each.id] for each in form.fields if each.id in values and visible(each, values, today)
    }


def escalation_triggers(direction: str, values: Values, senior_above: int) -> tuple[str, ...]:
    """Which facts of the form call for a senior decision; guards.py has the words for each.

    `senior_above` is the budget in CNY that does.
    """
    budget, fields = in_home(values, "budget_lines"), values.get("service_fields")
    minors, risks = values.get("minors_count"), _risk_levels(values)
    residual = [row.get("residual") for row in rows_of(values.get("risk_register"))]
    ticked = values.get("sensitive_activity")
    going = direction == "going_out"
    found = {
        "risk_orange": going and "orange" in risks and "red" not in risks,
        "risk_red": going and "red" in risks,
        "residual_risk": any(isinstance(each, int) and each >= RESIDUAL for each in residual),
        "budget": budget is not None and budget > senior_above,
        "disaster_area": going and isinstance(fields, list) and "disaster_relief" in fields,
        "minors": isinstance(minors, int) and minors > 0,
        "sensitive_activity": not going
        and isinstance(ticked, list)
        and any(each != "none" for each in ticked),
        "stipend": not going and value_at(values, "remuneration.kind") == "stipend",
    }
    return tuple(name for name, present in found.items() if present)


def _risk_levels(values: Values) -> set[object]:
    """The official levels of all places; forms 1 and 2 asked for one of the whole exchange."""
    levels = (values.get("risk_level"), *(row.get("risk_level") for row in rows_of(values.get("places"))))
    return {level for level in levels if isinstance(level, str)}


def regions(direction: str, values: Values) -> tuple[str, ...]:
    """ISO 3166-1 codes of the countries and regions that the exchange goes to, or whose people it invites."""
    going = direction == "going_out"
    rows = rows_of(values.get("places" if going else "foreign_parties"))
    codes: list[object] = [row.get("country") for row in rows]
    if going and not codes:
        codes = [value_at(values, "host_registration.country")]
    return tuple(dict.fromkeys(code for code in codes if isinstance(code, str)))


def partners_abroad(values: Values) -> tuple[str, ...]:
    """The names of the host, or of the guests, abroad."""
    names = [values.get(name) for name in ("host_name_en", "foreign_org_name")]
    names += [row.get("name") for row in rows_of(values.get("foreign_parties"))]
    return tuple(name for name in names if isinstance(name, str) and name)
