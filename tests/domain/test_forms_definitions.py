"""The definitions themselves: both languages everywhere, nothing too private, and agreement with the schema."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, meta

from shared.domain import forms, schema
from shared.domain.json_value import JsonValue
from shared.domain.questions import CURRENT
from tests.forms_data import complete

TODAY = date(2026, 11, 23)
DIRECTIONS = ("going_out", "inviting_in")
FOLDER = Path(forms.__file__).parent
RELATIVE = {
    "in_past", "in_future", "before_start", "sum_differs", "over_headcount", "over_minors",
    "outside_dates", "residual_too_high", "duplicate", "rate_missing", "totals_differ",
}  # fmt: skip
"""Codes of what JSON Schema cannot say: the day, sums, and one number against another."""


def bilingual(data: object) -> Iterator[Mapping[str, str]]:
    """Every text with an English and a Chinese half, however deep."""
    if isinstance(data, dict):
        if "en" in data or "zh" in data:
            yield data
        else:
            for each in data.values():
                yield from bilingual(each)
    elif isinstance(data, list):
        for each in data:
            yield from bilingual(each)


def validator(direction: str) -> Draft202012Validator:
    return Draft202012Validator(forms.schema(forms.load(direction)), validate_formats=True)


SCHEMAS = {direction: validator(direction) for direction in DIRECTIONS}


def misfits(direction: str, values: dict[str, Any]) -> list[str]:
    return [error.message for error in SCHEMAS[direction].iter_errors(values)]


@pytest.mark.parametrize("name", [*(f"{d}.{v}.json" for d in DIRECTIONS for v in (1, 2, 3)), "regions.json"])
def test_every_text_has_both_languages(name: str) -> None:
    path = FOLDER / name if name == "regions.json" else FOLDER / "questionnaires" / name
    texts = list(bilingual(json.loads(path.read_text(encoding="utf-8"))))

    assert len(texts) > 100
    for text in texts:
        assert set(text) == {"en", "zh"}
        assert re.search("[A-Za-z]", text["en"])
        assert not re.search("[\u4e00-\u9fff]", text["en"].replace("没有", ""))
        assert re.search("[\u4e00-\u9fff]", text["zh"])


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_every_question_explains_itself_and_none_is_too_private(direction: str) -> None:
    form = forms.load(direction)

    for field in form.fields:
        assert field.help is not None
        assert 1 <= field.sensitivity <= 3
        assert field.purpose.en
        assert field.example is not None or not field.required
    assert len({field.id for field in form.fields}) == len(form.fields)


def test_both_directions_ask_common_questions_alike() -> None:
    going, inviting = (forms.load(direction) for direction in DIRECTIONS)
    shared = {field.id for field in going.fields} & {field.id for field in inviting.fields}

    assert len(shared) == 51
    for name in shared:
        one, other = going.field(name), inviting.field(name)
        assert (one.label, one.kind, one.sensitivity, one.options) == (
            other.label, other.kind, other.sensitivity, other.options,
        )  # fmt: skip


def test_regions_follow_chinese_usage() -> None:
    regions = forms.labels("regions")

    assert len(regions) == 249
    assert {code: tuple(regions[code]) for code in ("HK", "MO", "TW")} == {
        "HK": ("Hong Kong, China", "中国香港"),
        "MO": ("Macao, China", "中国澳门"),
        "TW": ("Taiwan, China", "中国台湾"),
    }


def test_only_published_forms_can_be_loaded() -> None:
    last = CURRENT["going_out"]

    assert [forms.load("going_out", version).version for version in (1, 2, 3, None)] == [1, 2, 3, last]
    for direction, version in (("sideways", None), ("going_out", last + 1), ("going_out", 0)):
        with pytest.raises(KeyError):
            forms.load(direction, version)


def test_paths_lead_to_fields_parts_and_sections() -> None:
    form = forms.load("going_out")

    assert form.field("host_contact.name").path == "host_contact.name"
    assert form.section_of("host_contact.name").id == "host"
    with pytest.raises(KeyError):
        form.field("host_contact.shoe_size")
    with pytest.raises(KeyError):
        form.section("nowhere")


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_public_form_is_json_with_a_sound_schema_and_good_examples(direction: str) -> None:
    public = json.loads(json.dumps(schema.public(forms.load(direction)), allow_nan=False))

    assert meta.is_valid(public["schema"])
    assert [each["id"] for each in public["sections"]] == [each.id for each in forms.load(direction).sections]
    assert public["schema"]["additionalProperties"] is False
    sample = public["schema"]["examples"][0]
    assert misfits(direction, sample) == []
    assert forms.check_complete(forms.load(direction), sample, today=TODAY) == ()


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_demonstration_answers_fit_the_schema(direction: str) -> None:
    assert misfits(direction, complete(direction, today=TODAY)) == []


TEXTS = st.one_of(
    st.text(alphabet="aé 中\n-+@.09", max_size=60),
    st.integers(0, 700).map("x".__mul__),
    st.sampled_from(
        ["none", "没有", "+861055500100", "a@b.example", "0", "0.00", "12.50", "https://a.example/"]
    ),
)


def options(field: forms.Field) -> st.SearchStrategy[Any]:
    return st.sampled_from([option.value for option in field.options][:40])


def values_for(field: forms.Field) -> st.SearchStrategy[Any]:
    """Mostly plausible values for a field, some of them wrong."""
    if field.kind == "object":
        return st.fixed_dictionaries({}, optional={part.id: values_for(part) for part in field.parts})
    if field.kind == "table":
        rows = st.fixed_dictionaries({}, optional={part.id: values_for(part) for part in field.parts})
        return st.lists(rows, max_size=4)
    plausible: Mapping[str, st.SearchStrategy[Any]] = {
        "integer": st.integers(-1, 502),
        "yes_no": st.booleans(),
        "date": st.dates(date(1999, 1, 1), date(2101, 12, 31)).map(date.isoformat),
        "choice": options(field) if field.options else st.none(),
        "country": options(field) if field.options else st.none(),
        "currency": options(field) if field.options else st.none(),
        "choices": st.lists(options(field), max_size=6) if field.options else st.none(),
    }
    return st.one_of(
        plausible.get(field.kind, TEXTS), plausible.get(field.kind, TEXTS), TEXTS, st.just([]), st.just(7)
    )


def mutations(direction: str) -> st.SearchStrategy[dict[str, JsonValue]]:
    """The complete answers with up to four fields replaced, and up to two left out."""
    form = forms.load(direction)
    replaced = st.lists(st.sampled_from(form.fields), max_size=4).flatmap(
        lambda chosen: st.fixed_dictionaries({field.id: values_for(field) for field in chosen})
    )
    left_out = st.sets(st.sampled_from([field.id for field in form.fields]), max_size=2)
    return st.builds(
        lambda new, gone: {
            name: value
            for name, value in (complete(direction, today=TODAY) | new).items()
            if name not in gone
        },
        replaced,
        left_out,
    )


@pytest.mark.parametrize("direction", DIRECTIONS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(data=st.data())
def test_what_the_schema_accepts_can_be_submitted_and_what_is_submitted_fits_it(
    direction: str, data: st.DataObject
) -> None:
    values = data.draw(mutations(direction))
    form = forms.load(direction)
    errors = forms.check_complete(form, values, today=TODAY)
    others = [e for e in errors if e.code not in RELATIVE and e.field != "urgent_reason"]
    kept, _ = forms.check_values(form, values)

    if SCHEMAS[direction].is_valid(values):
        assert [e for e in others if e.code not in {"wrong_check_character", "wrong_year"}] == []
    if not errors:  # what is not asked is not handed in
        handed_in = {
            name: value
            for name, value in kept.items()
            if value is not None and forms.visible(form.field(name), kept, TODAY)
        }
        assert misfits(direction, handed_in) == []


@pytest.mark.parametrize("direction", DIRECTIONS)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_json_is_answered_and_never_crashes(direction: str, data: st.DataObject) -> None:
    leaves = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(), max_size=20)
    )
    json_values = st.recursive(
        leaves,
        lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3),
        max_leaves=8,
    )
    names = st.sampled_from([field.id for field in forms.load(direction).fields])
    values = data.draw(st.dictionaries(names, json_values, max_size=6))

    errors = forms.check_complete(forms.load(direction), values, today=TODAY)

    for error in errors:
        f"{error.field}{error.message.en}{error.message.zh}".encode()
