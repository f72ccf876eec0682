"""What a whole form must meet to be submitted: questions that need an answer, and fields that must agree."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from shared.domain import tables
from shared.domain.conditions import fields_of, holds, rows_of, value_at
from shared.domain.json_value import JsonValue, Values
from shared.domain.questions import Field, Form, Rule, bound
from shared.domain.refusals import FieldError
from shared.domain.tables import ROW_CHECKS, broken_rows
from shared.domain.words import Words


def asked(field: Field, values: Values, today: date | None = None) -> bool:
    """Whether the question is put, given the other answers in the same form (or object, for a part)."""
    return field.when is None or holds(field.when, values, today)


def unanswered(form: Form, values: Values, today: date) -> list[FieldError]:
    """Questions that are asked, need an answer and have none, in the order of the form."""
    errors: list[FieldError] = []
    for field in form.fields:
        value = values.get(field.id)
        if value is None:
            if field.required and asked(field, values, today):
                errors.append(_missing(field))
        elif field.kind == "object":
            errors.extend(_unanswered_parts(field, value, today))
        elif isinstance(value, list) and len(value) < (field.minimum or 0):
            errors.append(_missing(field, "too_few"))
        elif field.kind == "table":
            for place, row in enumerate(rows_of(value)):
                errors.extend(_unanswered_of(field.in_row(place), row, today))
    return errors


def broken(form: Form, values: Values, today: date) -> list[FieldError]:
    """Fields that have values which do not fit the other values or the day."""
    errors: list[FieldError] = []
    for rule in form.rules:
        if value_at(values, rule["field"]) is None:
            continue
        if rule["check"] in ROW_CHECKS:
            errors.extend(broken_rows(form, rule, values))
        elif not _CHECKS[rule["check"]](rule, values, today):
            errors.append(FieldError(field=rule["field"], code=rule["code"], message=_said(rule, values)))
    return errors


def _said(rule: Rule, values: Values) -> Words:
    """The words of a rule, with the two totals where they differ."""
    words = Words.of(rule["message"])
    if rule["check"] != "same_total":
        return words
    one, other = (
        f"{tables.in_home(values, table, rule['rates']):,} CNY" for table in (rule["field"], rule["other"])
    )
    return Words(words.en.format(one=one, other=other), words.zh.format(one=one, other=other))


def tied(form: Form, fields: frozenset[str]) -> frozenset[str]:
    """These fields and those one tie away; whatever takes part in a sum brings the whole sum."""
    near = fields.union(*(tie for tie in _ties(form) if tie & fields))
    sums = (bound(rule) for rule in form.rules if rule["check"] == "sum_of_parts")
    return near.union(*(each for each in sums if each & near))


def _ties(form: Form) -> Iterator[frozenset[str]]:
    """Groups of fields that a rule, a condition or the form's own word binds to each other."""
    yield from map(bound, form.rules)
    for field in form.fields:
        others = fields_of(field.when) if field.when else frozenset()
        yield from (frozenset({field.id, other}) for other in (*others, *field.coupled))


def _unanswered_parts(field: Field, value: JsonValue, today: date) -> list[FieldError]:
    parts = value if isinstance(value, dict) else {}
    errors = _unanswered_of(field.parts, parts, today)
    for group in field.one_of:
        if not any(name in parts for name in group):
            names = [part.label for part in field.parts if part.id in group]
            words = Words(
                "Enter at least one of: " + "; ".join(each.en for each in names),
                "请至少填写一项：" + "；".join(each.zh for each in names),
            )
            errors.append(FieldError(field=f"{field.path}.{group[0]}", code="one_needed", message=words))
    return errors


def _unanswered_of(parts: Iterable[Field], held: Values, today: date) -> list[FieldError]:
    """Parts of an object or cells of a row that are asked, need an answer and have none."""
    errors = []
    for part in parts:
        value = held.get(part.id)
        if value is None and part.required and asked(part, held, today):
            errors.append(_missing(part))
        elif isinstance(value, list) and len(value) < (part.minimum or 0):
            errors.append(_missing(part, "too_few"))
    return errors


_VERBS: Mapping[str, tuple[str, str]] = {
    "choice": ("Choose", "请选择"),
    "choices": ("Choose", "请选择"),
    "country": ("Choose", "请选择"),
    "currency": ("Choose", "请选择"),
    "yes_no": ("Answer", "请选择"),
    "object": ("Complete", "请填写"),
    "table": ("Complete", "请填写"),
}


def _missing(field: Field, code: str = "required") -> FieldError:
    en, zh = _VERBS.get(field.kind, ("Enter", "请填写"))
    words = field.missing or Words(f"{en} “{field.full_label.en}”", f"{zh}“{field.full_label.zh}”")
    return FieldError(field=field.path, code=code, message=words)


def _not_past(rule: Rule, values: Values, today: date) -> bool:
    return str(value_at(values, rule["field"])) >= today.isoformat()


def _not_future(rule: Rule, values: Values, today: date) -> bool:
    return str(value_at(values, rule["field"])) <= today.isoformat()


def _not_before(rule: Rule, values: Values, _today: date) -> bool:
    other = values.get(rule["other"])
    return other is None or str(values[rule["field"]]) >= str(other)


def _at_most(rule: Rule, values: Values, _today: date) -> bool:
    value, limit = values[rule["field"]], values.get(rule["other"])
    return not (isinstance(value, int) and isinstance(limit, int)) or value <= limit


def _sum_of_parts(rule: Rule, values: Values, _today: date) -> bool:
    parts = values.get(rule["other"])
    if not isinstance(parts, dict):
        return True
    return values[rule["field"]] == sum(each for each in parts.values() if isinstance(each, int))


def _implies(rule: Rule, values: Values, today: date) -> bool:
    return not holds(rule["if"], values, today) or holds(rule["then"], values, today)


_CHECKS: Mapping[str, Callable[[Rule, Values, date], bool]] = {
    "not_past": _not_past,
    "not_future": _not_future,
    "not_before": _not_before,
    "at_most": _at_most,
    "sum_of_parts": _sum_of_parts,
    "implies": _implies,
    "rates_given": tables.rates_given,
    "same_total": tables.same_total,
}
