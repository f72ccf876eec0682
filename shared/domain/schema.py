"""A form as JSON Schema 2020-12 and as the public description that clients build their own forms from."""

from collections.abc import Callable, Mapping
from typing import cast

from shared.domain import texts
from shared.domain.conditions import as_schema, depends_on_day, holds
from shared.domain.json_value import JsonValue
from shared.domain.patterns import LONGEST, PATTERNS
from shared.domain.questions import Field, Form, Option, Section
from shared.domain.words import Words

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(form: Form) -> dict[str, JsonValue]:
    """What `submit` accepts, but for the day it happens and sums: those are said in the descriptions.

    Documents are not among the answers: they have a route of their own.
    """
    needed = [field.id for field in form.fields if field.required and field.when is None]
    together = [*_conditional(form.fields), *_implications(form)]
    return {
        "$schema": DIALECT,
        "$id": f"urn:exchange:form:{form.direction}:{form.version}",
        "title": f"Application, {form.direction.replace('_', ' ')}, version {form.version}",
        "type": "object",
        "properties": {field.id: _property(field) for field in form.fields if field.kind != "documents"},
        "required": needed,
        "additionalProperties": False,
        **({"allOf": together} if together else {}),
        "examples": [_example(form)],
    }


def public(form: Form) -> dict[str, JsonValue]:
    """The form for people's own clients: sections, questions in both languages, and the schema."""
    return {
        "direction": form.direction,
        "version": form.version,
        "lead_days": form.lead_days,
        "sections": [_section(section) for section in form.sections],
        "rules": cast("list[JsonValue]", list(form.rules)),
        "schema": schema(form),
    }


def _property(field: Field) -> dict[str, JsonValue]:
    found = {
        "title": field.label.en,
        "x-title-zh": field.label.zh,
        **_described(field),
        **_SHAPES.get(field.kind, _patterned)(field),
    }
    if field.example is not None:
        found["examples"] = [field.example]
    return found


def _described(field: Field) -> dict[str, str]:
    notes = [words for words in (field.help, _NOTES.get(field.kind)) if words is not None]
    if not notes:
        return {}
    return {
        "description": " ".join(words.en for words in notes),
        "x-description-zh": "".join(words.zh for words in notes),
    }


_NOTES: Mapping[str, Words] = {
    "uscc": Words(
        "Check character: multiply the value of each of the first 17 characters (its place in"
        " 0123456789ABCDEFGHJKLMNPQRTUWXY, from 0) by 3^i mod 31 (i = 0..16), add up, and take character"
        " number (31 - sum mod 31) mod 31.",
        "校验码：前17位各字符值（在0123456789ABCDEFGHJKLMNPQRTUWXY中的位置，从0起）乘以3^i mod 31（i=0至16）并求和，"
        "取第(31 - 和 mod 31) mod 31个字符。",
    ),
    "date": Words(
        "ISO 8601 with a year from 2000 to 2100, for example 2030-05-13.",
        "格式为ISO 8601，年份为2000至2100，例如2030-05-13。",
    ),
    "country": Words("ISO 3166-1 alpha-2 code.", "ISO 3166-1两位字母代码。"),
    "currency": Words("ISO 4217 code.", "ISO 4217代码。"),
    "decimal": Words(
        "A decimal number as text, above 0, with at most 8 decimals.",
        "以文本表示的小数，大于0，最多8位小数。",
    ),
    "amount": Words(
        "A decimal number as text, with as many decimals as its currency has (ISO 4217).",
        "以文本形式填写的十进制数，小数位数不超过币种的辅币位数（ISO 4217）。",
    ),
    "phone": Words(
        "E.164, of a length that the numbering plan of its country allows.",
        "E.164格式，位数须符合所属国家（地区）的编号规则。",
    ),
    "reference": Words(
        "The number of an application of the same organisation; its last character is a check character.",
        "同一单位的申请编号，最后一位为校验码。",
    ),
}


def _text(field: Field) -> dict[str, JsonValue]:
    least, most = field.minimum or 1, field.maximum or 2000
    pattern = texts.bounded(least, most, lines=field.kind == "long_text")
    found: dict[str, JsonValue] = {
        "type": "string",
        "minLength": least,
        "maxLength": most,
        "pattern": pattern,
    }
    if field.language:
        found |= {"x-language": field.language, "allOf": [{"pattern": texts.SCRIPTS[field.language].pattern}]}
    return found


def _patterned(field: Field) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {"type": "string", "pattern": PATTERNS[field.kind]}
    if field.kind == "email":
        found["format"] = "email"
    if field.kind in LONGEST:
        found["maxLength"] = LONGEST[field.kind]
    return found


def _choice(field: Field) -> dict[str, JsonValue]:
    values = [option.value for option in field.options]
    if not values:  # offered by the registry: whoever holds a role
        return {"type": "string"}
    kind = "integer" if all(isinstance(value, int) for value in values) else "string"
    if field.kind in {"country", "currency"}:
        return {"type": kind, "enum": values}
    return {"type": kind, "enum": values, "oneOf": [_constant(option) for option in field.options]}


def _constant(option: Option) -> dict[str, JsonValue]:
    return {"const": option.value, "title": option.label.en, "x-title-zh": option.label.zh}


def _choices(field: Field) -> dict[str, JsonValue]:
    most = field.maximum or len(field.options)
    found: dict[str, JsonValue] = {
        "type": "array",
        "items": _choice(field),
        "uniqueItems": True,
        "minItems": field.minimum or 0,
        "maxItems": most,
    }
    if field.exclusive is not None:
        found |= {"if": {"contains": {"const": field.exclusive}}, "then": {"maxItems": 1}}
    return found


def _table(field: Field) -> dict[str, JsonValue]:
    rows: dict[str, JsonValue] = {"type": "array", "items": _object(field), "minItems": field.minimum or 1}
    return rows | ({"maxItems": field.maximum} if field.maximum else {})


def _object(field: Field) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {
        "type": "object",
        "properties": {part.id: _property(part) for part in field.parts},
        "required": [part.id for part in field.parts if part.required and part.when is None],
        "additionalProperties": False,
    }
    groups = [{"anyOf": [{"required": [name]} for name in group]} for group in field.one_of]
    more: list[JsonValue] = [*_conditional(field.parts), *groups]
    return found | ({"allOf": more} if more else {})


_SHAPES: Mapping[str, Callable[[Field], dict[str, JsonValue]]] = {
    "text": _text,
    "long_text": _text,
    "integer": lambda field: {"type": "integer", "minimum": field.minimum or 0, "maximum": field.maximum},
    "date": lambda _field: {"type": "string", "format": "date"},
    "yes_no": lambda _field: {"type": "boolean"},
    "choice": _choice,
    "country": _choice,
    "currency": _choice,
    "choices": _choices,
    "object": _object,
    "table": _table,
}


def _conditional(fields: tuple[Field, ...]) -> list[dict[str, JsonValue]]:
    return [
        {"if": as_schema(field.when), "then": {"required": [field.id]}}
        for field in fields
        if field.when is not None and field.required and not depends_on_day(field.when)
    ]


def _implications(form: Form) -> list[dict[str, JsonValue]]:
    return [
        {"if": as_schema(rule["if"]), "then": as_schema(rule["then"])}
        for rule in form.rules
        if rule["check"] == "implies"
    ]


def _example(form: Form) -> dict[str, JsonValue]:
    given = {field.id: field.example for field in form.fields if field.required}
    skipped = {
        each.id
        for each in form.fields
        if each.when and (depends_on_day(each.when) or not holds(each.when, given))
    }
    return {name: value for name, value in given.items() if name not in skipped}


def _section(section: Section) -> dict[str, JsonValue]:
    return {
        "id": section.id,
        "title": section.title._asdict(),
        "intro": section.intro._asdict(),
        "minutes": section.minutes,
        "optional": section.optional,
        "fields": [_field(field) for field in section.fields],
    }


def _field(field: Field) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {
        "id": field.id,
        "label": field.label._asdict(),
        "help": field.help._asdict() if field.help else None,
        "kind": field.kind,
        "required": field.required,
        "when": cast("JsonValue", field.when),
        "min": field.minimum,
        "max": field.maximum,
        "sensitivity": field.sensitivity,
        "purpose": field.purpose._asdict(),
        "example": field.example,
        "one_of": [list(group) for group in field.one_of],
        "row": field.row._asdict() if field.row else None,
        "exclusive": field.exclusive,
        "coupled": list(field.coupled),
        "language": field.language,
    }
    if field.options:
        found["options"] = [{"value": each.value, "label": each.label._asdict()} for each in field.options]
    if field.parts:
        found["parts"] = [_field(part) for part in field.parts]
    return {name: value for name, value in found.items() if value not in (None, [])}
