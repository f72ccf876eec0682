"""What people type on a page becomes values, and values become what people read."""

from datetime import date

import pytest

from shared.domain import forms
from shared.domain.json_value import JsonValue
from shared.web.pages import form_input, format_answer
from shared.web.pages.form_input import Typed
from tests.forms_data import complete

TODAY = date(2026, 11, 23)
DIRECTIONS = ("going_out", "inviting_in")
FORM = forms.load("going_out")
PAGES = [(d, section.id) for d in DIRECTIONS for section in forms.load(d).sections]


def posted(typed: dict[str, Typed]) -> dict[str, list[str]]:
    """What a browser sends for these inputs: nothing for ticks that are not set."""
    return {name: [each] if isinstance(each, str) else each for name, each in typed.items() if each != []}


def read(section: str, **typed: Typed) -> tuple[dict[str, JsonValue], list[tuple[str, str]]]:
    good, _, errors = form_input.read_section(FORM.section(section), posted(typed))
    return good, [(error.field, error.code) for error in errors]


@pytest.mark.parametrize(("direction", "page"), PAGES)
def test_a_page_shows_the_values_it_read(direction: str, page: str) -> None:
    section = forms.load(direction).section(page)
    held = complete(direction, today=TODAY)
    inputs = form_input.typed_section(section, held)

    good, typed, errors = form_input.read_section(section, posted(inputs))

    assert errors == ()
    assert typed == inputs
    assert good == {name: held.get(name) for name in good}
    assert {field.id for field in section.fields if field.id in held and field.kind != "table"} <= set(good)


@pytest.mark.parametrize(
    ("direction", "table"), [(d, f.id) for d in DIRECTIONS for f in forms.load(d).fields if f.kind == "table"]
)
def test_a_row_shows_the_values_it_read(direction: str, table: str) -> None:
    field = forms.load(direction).field(table)
    rows = field.example
    assert isinstance(rows, list)
    for place, row in enumerate(rows):
        assert isinstance(row, dict)
        inputs = form_input.typed_row(field, place, row)

        read, typed, errors = form_input.read_row(field, place, posted(inputs))

        assert (read, typed, errors) == (row, inputs, ())


@pytest.mark.parametrize(
    ("section", "typed", "name", "value"),
    [
        ("people", {"headcount": " １２ "}, "headcount", 12),
        ("people", {"headcount": ""}, "headcount", None),
        ("people", {"work_with_minors": "no"}, "work_with_minors", False),
        ("people", {"headcount_by_role.leader": "1"}, "headcount_by_role", {"leader": 1}),
        ("programme", {"sdg_goals": ["17", "4"]}, "sdg_goals", [4, 17]),
        ("programme", {"title_en": "  A title "}, "title_en", "A title"),
        ("money", {"participant_fee.amount": "１,２00.5"}, "participant_fee", {"amount": "1200.5"}),
        (
            "money",
            {"participant_fee.amount": "0", "participant_fee.justification": "left over"},
            "participant_fee",
            {"amount": "0"},
        ),
    ],
)
def test_text_becomes_a_value(section: str, typed: dict[str, Typed], name: str, value: JsonValue) -> None:
    good, errors = read(section, **typed)

    assert errors == []
    assert good[name] == value


@pytest.mark.parametrize(
    "parts",
    [
        ("2027", "5", "9"),
        ("２０２７", "０５", "０９"),
        ("2027年", "5月", "9日"),
        ("2027", "May", "09"),
        (" 2027", "05 ", "9"),
    ],
)
def test_dates_are_read_as_people_write_them(parts: tuple[str, str, str]) -> None:
    names = ("start_date-year", "start_date-month", "start_date-day")

    good, errors = read("time", **dict(zip(names, parts, strict=True)))

    assert (good, errors) == ({"start_date": "2027-05-09"}, [])


@pytest.mark.parametrize(
    ("section", "typed", "error"),
    [
        (
            "time",
            {"start_date-year": "2027", "start_date-month": "2", "start_date-day": "30"},
            ("start_date", "not_a_date"),
        ),
        (
            "time",
            {"start_date-year": "27", "start_date-month": "2", "start_date-day": "3"},
            ("start_date", "not_a_date"),
        ),
        (
            "time",
            {"start_date-year": "2027", "start_date-month": "", "start_date-day": ""},
            ("start_date", "incomplete_date"),
        ),
        ("people", {"headcount": "twelve"}, ("headcount", "wrong_type")),
        ("people", {"headcount": "1 2"}, ("headcount", "wrong_type")),
        ("people", {"headcount": "1,2"}, ("headcount", "wrong_type")),
        ("people", {"headcount": "12.5"}, ("headcount", "wrong_type")),
        ("people", {"headcount": "1²"}, ("headcount", "wrong_type")),
        ("people", {"headcount": "9" * 5000}, ("headcount", "wrong_type")),
        ("people", {"headcount": "-1"}, ("headcount", "wrong_type")),
        ("people", {"work_with_minors": "maybe"}, ("work_with_minors", "wrong_type")),
        ("programme", {"sdg_goals": ["99"]}, ("sdg_goals", "not_an_option")),
        ("host", {"host_contact.email": "nobody"}, ("host_contact.email", "wrong_format")),
        ("places", {"risk_source.checked_at-day": "3"}, ("risk_source.checked_at", "incomplete_date")),
    ],
)
def test_what_cannot_be_read_is_named_and_kept_as_typed(
    section: str, typed: dict[str, Typed], error: tuple[str, str]
) -> None:
    good, kept, errors = form_input.read_section(FORM.section(section), posted(typed))

    assert [(each.field, each.code) for each in errors] == [error]
    assert error[0].partition(".")[0] not in good
    assert {name: kept[name] for name in typed} == typed


def test_the_missing_half_of_a_date_is_said_in_both_languages() -> None:
    _, _, (error,) = form_input.read_section(FORM.section("time"), {"start_date-day": ["3"]})

    assert error.message.en == "“Start date” must include a year and a month"
    assert error.message.zh == "“开始日期”还缺少：年、月"


def test_no_tick_clears_but_a_question_that_is_not_on_the_page_stays() -> None:
    good, _ = read("programme", title_en="A title")

    assert good == {"title_en": "A title", "service_fields": None, "sdg_goals": None}


@pytest.mark.parametrize(
    ("name", "value", "en", "zh"),
    [
        ("start_date", "2026-11-23", "23 November 2026", "2026年11月23日"),
        ("work_with_minors", False, "No", "否"),
        ("headcount", 12, "12", "12"),
        ("org_legal_form", "foundation", "Foundation", "基金会"),
        ("service_fields", ["education", "sport"], "Education, Sport", "教育、体育"),
        ("title_en", None, "", ""),
        ("outbound_route", "plaid", "plaid", "plaid"),
        (
            "exchange_rates",
            [{"currency": "KES", "rate": "0.055"}, {"currency": "USD", "rate": "7.1"}],
            "1. Currency: Kenyan shilling; 1 unit in CNY: 0.055\n2. Currency: US dollar; 1 unit in CNY: 7.1",
            "1. 币种：肯尼亚先令；1单位折合人民币：0.055\n2. 币种：美元；1单位折合人民币：7.1",
        ),
        (
            "participant_fee",
            {"amount": "1200.5", "currency": "CNY"},
            "Amount: 1,200.50 CNY",
            "金额：1,200.50 CNY",
        ),
        (
            "host_registration",
            {"country": "KE", "number": "7"},
            "Country/region: Kenya\nRegistration number: 7",
            "国家（地区）：肯尼亚\n登记号：7",
        ),
    ],
)
def test_values_are_shown_in_words(name: str, value: JsonValue, en: str, zh: str) -> None:
    field = FORM.field(name)

    assert (form_input.show(field, value, "en"), form_input.show(field, value, "zh")) == (en, zh)


def test_countries_are_listed_as_people_look_them_up() -> None:
    country = FORM.field("host_registration.country")

    english = [label for _, label in format_answer.options(country, "en")]
    chinese = [label for _, label in format_answer.options(country, "zh")]

    assert english[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert chinese[:3] == ["阿尔巴尼亚", "阿尔及利亚", "阿富汗"]
    assert "China" not in english
    assert format_answer.options(FORM.field("participant_fee.currency"), "en")[0] == ("CNY", "Chinese yuan")
