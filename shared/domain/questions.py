"""What a form asks: sections and fields, read from the definitions in `questionnaires/*.json` at first use."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict

from shared.domain.condition_words import only_if
from shared.domain.conditions import Condition, fields_of
from shared.domain.json_value import JsonValue
from shared.domain.words import Language, Words

Kind = Literal[
    "text", "long_text", "reference", "email", "phone", "url", "uscc", "integer", "amount", "date",
    "yes_no", "choice", "choices", "country", "currency", "decimal", "division", "object", "table", "documents",
]  # fmt: skip

HERE = Path(__file__).parent
CURRENT: Mapping[str, int] = {"going_out": 4, "inviting_in": 4}
"""The version of the form that a new application starts under."""


ROW = re.compile("0|[1-9][0-9]{0,2}")
"""The place of a row (from 0) in a path."""


_Compared = TypedDict(
    "_Compared",
    {
        "other": str,
        "until": str,
        "rates": str,
        "tables": list[str],
        "part": str,
        "parts": list[str],
        "if": Condition,
        "then": Condition,
    },
    total=False,
)


class Rule(_Compared):
    """Fields that must agree, as a form's file states it; besides, the members that its check needs.

    `other`, `until`, `rates` and `tables` name further fields; `part` and `parts` are columns of the table `field`.
    """

    check: str
    field: str
    code: str
    message: Mapping[str, str]


class OptionData(TypedDict):
    """An option as a form's file has it."""

    value: str | int
    label: Mapping[str, str]


_FieldNames = TypedDict("_FieldNames", {"except": list[str]}, total=False)


class FieldData(_FieldNames, total=False):
    """A question, or a part of one, as a form's file has it."""

    id: str
    kind: Kind
    label: Mapping[str, str]
    row: Mapping[str, str]
    required: bool
    sensitivity: int
    purpose: str
    help: Mapping[str, str]
    missing: Mapping[str, str]
    when: Condition
    min: int
    max: int
    options: list[OptionData]
    parts: list[FieldData]
    exclusive: str
    coupled: list[str]
    one_of: list[list[str]]
    language: Language
    autocomplete: str
    example: JsonValue


class SectionData(TypedDict):
    """A section as a form's file has it."""

    id: str
    title: Mapping[str, str]
    intro: Mapping[str, str]
    minutes: int
    optional: NotRequired[bool]
    before: NotRequired[str]
    fields: list[FieldData]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer that a choice offers."""

    value: str | int
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """One question, or one part of a question of the kind `object` or `table`: a column of the latter.

    `minimum` and `maximum` are characters of a text, ticks of `choices`, rows of a table, or the value of an integer.
    `row` is what one row of a table is called.
    `when` says when the question is asked; a question that is not asked is not required.
    `path` is the id, after the object's id and a dot for a part; `one_of` lists groups of parts of
    which one is needed; `exclusive` is the option that excludes the others; `coupled` are fields that
    change together with this one though no rule can say so.
    `whole` is what a part belongs to, an object or one row; with it, `full_label` names the part in an error.
    """

    id: str
    path: str
    label: Words
    kind: Kind
    required: bool
    sensitivity: int
    purpose: Words
    help: Words | None = None
    missing: Words | None = None
    when: Condition | None = None
    minimum: int | None = None
    maximum: int | None = None
    options: tuple[Option, ...] = ()
    parts: tuple[Field, ...] = ()
    exclusive: str | None = None
    coupled: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    language: Language | None = None
    autocomplete: str | None = None
    example: JsonValue = None
    row: Words | None = None
    whole: Words | None = None
    full_label: Words = field(init=False, repr=False, compare=False)
    only_if: Words | None = field(init=False, default=None, repr=False, compare=False)
    values: frozenset[str | int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "full_label", _joined(self.whole, self.label))
        object.__setattr__(self, "values", frozenset(option.value for option in self.options))

    def called(self, place: int) -> Words:
        """What the row at a place (from 0) of a table is called: “Place 1”."""
        row = self.row or self.label
        return Words(f"{row.en[:1].upper()}{row.en[1:]} {place + 1}", f"{row.zh}{place + 1}")

    def in_row(self, place: int) -> tuple[Field, ...]:
        """The columns of a table as the questions of one row; their paths have its place: `places.0.city`."""
        return _in_row(self, place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One page of questions, with the minutes it takes; one that is optional is not asked by every programme."""

    id: str
    title: Words
    intro: Words
    minutes: int
    fields: tuple[Field, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Form:
    """All questions of one direction in one version; a published version is never changed."""

    direction: str
    version: int
    lead_days: int
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]

    fields: tuple[Field, ...] = field(init=False, repr=False)
    index: Mapping[str, Field] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        fields = tuple(each for section in self.sections for each in section.fields)
        parts = tuple(part for each in fields for part in each.parts)
        for beside in (fields, *(each.parts for each in fields)):
            _explain(beside)
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "index", {each.path: each for each in (*fields, *parts)})

    def without(self, left_out: frozenset[str]) -> Form:
        """The form of a programme that does not ask these optional sections, nor what they would have to agree with."""
        sections = tuple(each for each in self.sections if not (each.optional and each.id in left_out))
        asked = {field.id for section in sections for field in section.fields}
        rules = tuple(rule for rule in self.rules if bound(rule) <= asked)
        return replace(self, sections=sections, rules=rules)

    def section(self, section_id: str) -> Section:
        """The section with this id; raises KeyError."""
        for each in self.sections:
            if each.id == section_id:
                return each
        raise KeyError(section_id)

    def section_of(self, path: str) -> Section:
        """The section that asks a field, so that an error can link to its page; raises KeyError."""
        top = self.index[path.partition(".")[0]]
        return next(each for each in self.sections if top in each.fields)

    def asked_about(self, path: str) -> tuple[Field, Words] | None:
        """What an information request can name, a question, a part or a row (`places.1`): the question and the name."""
        top, _, rest = path.partition(".")
        field = self.index.get(top)
        if field and field.kind == "table" and ROW.fullmatch(rest):
            row = field.called(int(rest))
            return field, Words(f"{field.label.en}: {row.en}", f"{field.label.zh}：{row.zh}")
        part = self.index.get(path)
        return (field, part.label) if field and part else None

    def field(self, path: str) -> Field:
        """The field, or the part of a field, at a dotted path; raises KeyError."""
        return self.index[path]


def bound(rule: Rule) -> frozenset[str]:
    """Every field that a rule compares."""
    other = (rule.get("other"), rule.get("until"), rule.get("rates"), *rule.get("tables", ()))
    named = {rule["field"], *(name for name in other if name)}
    compared = [*([rule["if"]] if "if" in rule else ()), *([rule["then"]] if "then" in rule else ())]
    return frozenset(name.partition(".")[0] for name in named).union(*map(fields_of, compared))


@cache
def registry_form(name: str) -> Form:
    """What an organisation, a person or a programme is described by."""
    return _form(HERE / "registry" / f"{name}.json")


@cache
def load(direction: str, version: int | None = None, left_out: frozenset[str] = frozenset()) -> Form:
    """The form of a direction, but for optional sections that are left out.

    Raises KeyError for a direction or version that was never published.
    """
    if left_out:
        return load(direction, version).without(left_out)
    current = CURRENT[direction]
    number = current if version is None else version
    if not 1 <= number <= current:
        raise KeyError(number)
    return _form(_path(direction, number))


def _path(direction: str, number: int) -> Path:
    return HERE / "questionnaires" / f"{direction}.{number}.json"


def _form(path: Path) -> Form:
    data = _definition(path)
    purposes = {code: Words.of(words) for code, words in data["purposes"].items()}
    sections = tuple(_section(each, purposes) for each in data["sections"])
    return Form(
        direction=data["direction"],
        version=data["version"],
        lead_days=data["lead_days"],
        sections=sections,
        rules=tuple(data["rules"]),
    )


def _definition(path: Path) -> dict[str, Any]:
    """A form's file; one that `continues` another version only has sections more, each `before` one of that."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "continues" not in data:
        return data
    whole = _definition(path.with_name(f"{data['direction']}.{data['continues']}.json"))
    sections: list[SectionData] = list(whole["sections"])
    for more in data["sections"]:
        place = [each["id"] for each in sections].index(more["before"])
        sections.insert(place, more)
    return {**whole, "version": data["version"], "sections": sections}


@cache
def section_ids() -> frozenset[str]:
    """Ids of all sections of every published form, for who reads answers before their form is known.

    They are read from the files alone: forms of earlier versions are seldom needed otherwise.
    """
    published = ((each, number) for each, last in CURRENT.items() for number in range(1, last + 1))
    files = (json.loads(_path(*each).read_text(encoding="utf-8")) for each in published)
    return frozenset(section["id"] for data in files for section in data["sections"])


@cache
def labels(kind: Literal["regions", "currencies"]) -> Mapping[str, Words]:
    """ISO 3166-1 countries and regions, or ISO 4217 currencies, by code."""
    data = json.loads((HERE / "regions.json").read_text(encoding="utf-8"))
    return {code: Words.of(words) for code, words in data[kind].items()}


def _section(data: SectionData, purposes: Mapping[str, Words]) -> Section:
    return Section(
        id=data["id"],
        title=Words.of(data["title"]),
        intro=Words.of(data["intro"]),
        minutes=data["minutes"],
        fields=tuple(_field(each, purposes[each["purpose"]], each["sensitivity"]) for each in data["fields"]),
        optional=data.get("optional", False),
    )


def _field(
    data: FieldData, purpose: Words, sensitivity: int, parent: str = "", whole: Words | None = None
) -> Field:
    path, label = parent + data["id"], Words.of(data["label"])
    return Field(
        id=data["id"],
        path=path,
        label=label,
        whole=whole,
        kind=data["kind"],
        required=data["required"],
        sensitivity=sensitivity,
        purpose=purpose,
        help=_words(data.get("help")),
        missing=_words(data.get("missing")),
        when=data.get("when"),
        minimum=data.get("min"),
        maximum=data.get("max"),
        options=_options(data),
        parts=tuple(_field(part, purpose, sensitivity, f"{path}.", label) for part in data.get("parts", ())),
        exclusive=data.get("exclusive"),
        coupled=tuple(data.get("coupled", ())),
        one_of=tuple(tuple(group) for group in data.get("one_of", ())),
        language=data.get("language"),
        autocomplete=data.get("autocomplete"),
        example=data.get("example"),
        row=_words(data.get("row")),
    )


@lru_cache(maxsize=512)
def _in_row(table: Field, place: int) -> tuple[Field, ...]:
    whole = table.called(place)
    found = tuple(replace(part, path=f"{table.id}.{place}.{part.id}", whole=whole) for part in table.parts)
    _explain(found)
    return found


def _explain(fields: tuple[Field, ...]) -> None:
    """Say of each question that is not always asked when it is."""
    by_id = {each.id: each for each in fields}
    for each in fields:
        if each.when is not None:
            object.__setattr__(each, "only_if", only_if(each.when, by_id))


def _joined(whole: Words | None, label: Words) -> Words:
    return Words(f"{whole.en}: {label.en}", f"{whole.zh}：{label.zh}") if whole else label


def _words(data: Mapping[str, str] | None) -> Words | None:
    return None if data is None else Words.of(data)


def _options(data: FieldData) -> tuple[Option, ...]:
    if data["kind"] in {"country", "currency"}:
        listed = labels("regions" if data["kind"] == "country" else "currencies")
        left_out = data.get("except", ())
        return tuple(
            Option(value=code, label=label) for code, label in listed.items() if code not in left_out
        )
    return tuple(
        Option(value=each["value"], label=Words.of(each["label"])) for each in data.get("options", ())
    )
