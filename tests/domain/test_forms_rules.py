"""When a form is ready to submit: every question, condition and rule, met and unmet."""

from datetime import date, timedelta
from typing import Any

import pytest

from shared.domain import forms
from shared.domain.json_value import JsonValue
from tests.forms_data import at_risk, complete, plan

TODAY = date(2026, 11, 23)
PROOF = {"foreign_legal_proof": {"apostille": True, "notarised": True, "chinese_translation": True}}
OVERSEAS: dict[str, Any] = {"foreign_party_type": "overseas_ngo", **PROOF}
NGO: dict[str, Any] = {**OVERSEAS, "ngo_mode": {"mode": "rep_office", "number": "DEMO-REP-1"}}
DIRECTIONS = ("going_out", "inviting_in")
RATES: dict[str, Any] = {
    "exchange_rates": [{"currency": "USD", "rate": "7.1", "source": "Example", "on_date": "2026-11-01"}]
}
ABROAD: dict[str, Any] = {
    "overseas_recipients": [
        {
            "name": "Example host",
            "contact": "host@example.org",
            "purpose": "To prepare the stay.",
            "means": "By encrypted mail",
            "categories": "Names and dates",
            "rights": "By writing to the contact.",
        }
    ]
}
QUESTIONS = [
    (d, field.id) for d in DIRECTIONS for field in forms.load(d).fields if field.required and not field.when
]
PARTS = [
    (d, part.path)
    for d in DIRECTIONS
    for field in forms.load(d).fields
    for part in field.parts
    if part.required and not part.when
]


def unmet(direction: str, **changes: JsonValue) -> list[tuple[str, str]]:
    """Field and code of everything wrong after these changes."""
    values = complete(direction, today=TODAY, **changes)
    errors = forms.check_complete(forms.load(direction), values, today=TODAY)
    return [(error.field, error.code) for error in errors]


def risk(**scores: int) -> list[JsonValue]:
    said = {"hazard": "Example hazard", "measure": "An example measure."}
    return [{**said, "likelihood": 2, "severity": 3, "residual": 4, **scores} for _ in range(3)]


def money(*rows: tuple[str, str]) -> list[JsonValue]:
    said = {"category": "travel", "kind": "own_funds", "payer": "Example payer"}
    return [{**said, "amount": amount, "currency": currency} for amount, currency in rows]


def budget(*rows: tuple[str, str]) -> list[JsonValue]:
    return [{name: row[name] for name in ("category", "amount", "currency")} for row in _dicts(money(*rows))]


def funds(*rows: tuple[str, str]) -> list[JsonValue]:
    return [
        {name: row[name] for name in ("kind", "payer", "amount", "currency")} for row in _dicts(money(*rows))
    ]


def rate(currency: str, rate: str) -> dict[str, JsonValue]:
    return {"currency": currency, "rate": rate, "source": "Example source", "on_date": in_days(-1)}


def _dicts(rows: list[JsonValue]) -> list[dict[str, JsonValue]]:
    return [row for row in rows if isinstance(row, dict)]


def in_days(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_demonstration_answers_can_be_submitted(direction: str) -> None:
    assert unmet(direction) == []


@pytest.mark.parametrize(("direction", "name"), QUESTIONS)
def test_a_required_question_without_answer_is_named(direction: str, name: str) -> None:
    assert (name, "required") in unmet(direction, **{name: None})


@pytest.mark.parametrize(("direction", "path"), PARTS)
def test_a_required_part_without_answer_is_named(direction: str, path: str) -> None:
    name, _, part = path.partition(".")
    asked: dict[str, Any] = NGO if name in ("ngo_mode", "foreign_legal_proof") else {}
    held = (complete(direction, today=TODAY, **asked) | ABROAD | RATES)[name]
    rows = held if isinstance(held, list) else [held]
    left = [{each: value for each, value in row.items() if each != part} for row in _dicts(rows)]
    lacking = {name: left if isinstance(held, list) else left[0]}
    asked = asked | ({"personal_data_abroad": True} if name == "overseas_recipients" else {})
    if name == "exchange_rates":
        asked = asked | {"budget_lines": budget(("100", "USD")), "funding_sources": funds(("710", "CNY"))}

    found = forms.check_complete(
        forms.load(direction), complete(direction, today=TODAY, **asked | lacking), today=TODAY
    )

    assert {error.field for error in found} & {path, name, f"{name}.0.{part}"}


def test_an_empty_form_lists_every_required_question_in_its_order() -> None:
    form = forms.load("going_out")

    errors = forms.check_complete(form, {}, today=TODAY)

    assert [error.field for error in errors] == [f.id for f in form.fields if f.required and not f.when]


def test_optional_questions_may_stay_open() -> None:
    form = forms.load("going_out")
    optional = {field.id for field in form.fields if not field.required}
    answers = {
        name: value for name, value in forms.example(form, today=TODAY).items() if name not in optional
    }

    assert optional
    assert forms.check_complete(form, answers, today=TODAY) == ()


CASES: list[tuple[str, dict[str, JsonValue], list[tuple[str, str]]]] = [
    ("going_out", {"start_date": in_days(30)}, []),
    ("going_out", {"start_date": in_days(29)}, [("urgent_reason", "required")]),
    ("inviting_in", {"start_date": in_days(45)}, []),
    ("inviting_in", {"start_date": in_days(44)}, [("urgent_reason", "required")]),
    (
        "inviting_in",
        {"start_date": in_days(2), "urgent_reason": "Flood relief asked for by the county, at once."},
        [],
    ),
    ("going_out", {"start_date": in_days(-1), "urgent_reason": "x" * 30}, [("start_date", "in_past")]),
    ("going_out", {"start_date": in_days(90), "end_date": in_days(89)}, [("end_date", "before_start")]),
    ("going_out", {"start_date": in_days(90), "end_date": in_days(90)}, []),
    ("going_out", {"supervising_body": None}, [("supervising_body", "required")]),
    ("going_out", {"has_supervising_body": False}, [("supervising_body_reason", "required")]),
    (
        "inviting_in",
        {
            "has_supervising_body": False,
            "supervising_body": None,
            "supervising_body_reason": "Registered directly.",
        },
        [],
    ),
    ("going_out", {"headcount": 13}, [("headcount", "sum_differs")]),
    ("going_out", {"minors_count": 13}, [("minors_count", "over_headcount")]),
    ("going_out", {"minors_count": 12}, []),
    ("going_out", {"minors_count": 2, "under14_count": 3}, [("under14_count", "over_minors")]),
    ("going_out", {"minors_count": 3, "under14_count": 3}, []),
    ("going_out", {"places": at_risk("red")}, [("state_mandate", "required")]),
    ("going_out", {"places": at_risk("red"), "state_mandate": "Document No. 1 (2026)"}, []),
    (
        "going_out",
        {"places": [*at_risk("blue"), *at_risk("orange")], "checkin_interval_h": 25},
        [("checkin_interval_h", "checkin_too_rare")],
    ),
    ("going_out", {"places": at_risk("orange"), "checkin_interval_h": 24}, []),
    ("going_out", {"places": at_risk("yellow"), "checkin_interval_h": 168}, []),
    (
        "going_out",
        {"places": [{"city": "Nairobi"}]},
        [
            ("places.0.country", "required"),
            ("places.0.site", "required"),
            ("places.0.risk_level", "required"),
        ],
    ),
    (
        "going_out",
        {"activity_plan": plan(in_days(59), in_days(61))},
        [("activity_plan.0.from_date", "outside_dates")],
    ),
    (
        "going_out",
        {"activity_plan": plan(in_days(61), in_days(121))},
        [("activity_plan.0.to_date", "outside_dates")],
    ),
    (
        "going_out",
        {"activity_plan": plan(in_days(62), in_days(61))},
        [("activity_plan.0.to_date", "before_start")],
    ),
    ("going_out", {"activity_plan": plan(in_days(60), in_days(60))}, []),
    (
        "going_out",
        {"risk_register": risk(residual=7)},
        [(f"risk_register.{place}.residual", "residual_too_high") for place in range(3)],
    ),
    ("going_out", {"risk_register": risk(residual=6)}, []),
    ("going_out", {"risk_register": risk()[:2]}, [("risk_register", "too_few")]),
    (
        "going_out",
        {"personal_data_abroad": True, "overseas_recipients": None},
        [("overseas_recipients", "required")],
    ),
    ("going_out", {"personal_data_abroad": False, "overseas_recipients": None}, []),
    (
        "going_out",
        {"budget_lines": budget(("100", "CNY")), "funding_sources": funds(("99.98", "CNY"))},
        [("funding_sources", "totals_differ")],
    ),
    ("going_out", {"budget_lines": budget(("100", "CNY")), "funding_sources": funds(("99.99", "CNY"))}, []),
    (
        "going_out",
        {
            "budget_lines": budget(("0.1", "CNY"), ("0.2", "CNY")),
            "funding_sources": funds(("0.3", "CNY")),
            "exchange_rates": None,
        },
        [],
    ),
    (
        "going_out",
        {
            "budget_lines": budget(("100", "USD")),
            "funding_sources": funds(("710", "CNY")),
            "exchange_rates": None,
        },
        [("exchange_rates", "required")],
    ),
    (
        "going_out",
        {
            "budget_lines": budget(("100", "USD"), ("10", "EUR")),
            "funding_sources": funds(("710", "CNY")),
            "exchange_rates": [rate("USD", "7.1")],
        },
        [("exchange_rates", "rate_missing")],
    ),
    (
        "going_out",
        {
            "budget_lines": budget(("100", "USD")),
            "funding_sources": funds(("710", "CNY")),
            "exchange_rates": [rate("USD", "7.1"), rate("USD", "7.1")],
        },
        [("exchange_rates.1.currency", "duplicate")],
    ),
    (
        "going_out",
        {
            "budget_lines": budget(("100", "USD")),
            "funding_sources": funds(("710", "CNY")),
            "exchange_rates": [rate("USD", "7.1"), rate("EUR", "8")],
        },
        [],
    ),
    (
        "going_out",
        {"risk_source": {"url": "https://cs.mfa.gov.cn/", "checked_at": in_days(1)}},
        [("risk_source.checked_at", "in_future")],
    ),
    (
        "going_out",
        {"participant_fee": {"amount": "100", "currency": "CNY"}},
        [("participant_fee.justification", "required")],
    ),
    ("going_out", {"participant_fee": {"amount": "0.00", "currency": "CNY"}}, []),
    (
        "going_out",
        {"participant_fee": {"amount": "0.01", "currency": "CNY", "justification": "Covers the visa."}},
        [],
    ),
    (
        "going_out",
        {"report_channel": {"partner_name": "A", "host_name": "B"}},
        [("report_channel.partner_phone", "one_needed"), ("report_channel.host_phone", "one_needed")],
    ),
    (
        "going_out",
        {
            "report_channel": {
                "partner_name": "A",
                "partner_email": "a@a.example",
                "host_name": "B",
                "host_phone": "+8610555001",
            }
        },
        [],
    ),
    ("going_out", {"declarations": ["truthful", "not_for_profit"]}, [("declarations", "too_few")]),
    ("inviting_in", {"foreign_parties": None}, [("foreign_parties", "required")]),
    (
        "inviting_in",
        {"foreign_party_type": "overseas_ngo"},
        [("foreign_legal_proof", "required"), ("ngo_mode", "required")],
    ),
    ("inviting_in", {**OVERSEAS, "ngo_mode": {"mode": "temporary_activity"}}, []),
    ("inviting_in", {**OVERSEAS, "ngo_mode": {"mode": "rep_office"}}, [("ngo_mode.number", "required")]),
    ("inviting_in", {**OVERSEAS, "ngo_mode": {"mode": "not_applicable"}}, [("ngo_mode.reason", "required")]),
    (
        "inviting_in",
        {"personal_data_abroad": True, "pia_ref": None, "overseas_recipients": None},
        [
            ("overseas_recipients", "required"),
            ("pia_ref", "required"),
        ],
    ),
    (
        "inviting_in",
        {"host_sites": [{"division": "43O102", "site": "Site", "responsible": "A", "phone": "+8610555001"}]},
        [("host_sites.0.division", "wrong_format")],
    ),
    (
        "inviting_in",
        {
            **OVERSEAS,
            "ngo_mode": {"mode": "temporary_activity"},
            "org_legal_form": "enterprise",
        },
        [("org_legal_form", "chinese_partner_eligible")],
    ),
    (
        "inviting_in",
        {
            **OVERSEAS,
            "ngo_mode": {"mode": "rep_office", "number": "DEMO-REP-1"},
            "org_legal_form": "enterprise",
        },
        [],
    ),
    (
        "inviting_in",
        {
            **OVERSEAS,
            "ngo_mode": {"mode": "temporary_activity"},
            "sensitive_activity": ["fundraising"],
        },
        [("sensitive_activity", "fundraising_refused")],
    ),
    ("inviting_in", {"sensitive_activity": ["fundraising"]}, []),
    ("inviting_in", {"sensitive_activity": ["none", "fundraising"]}, [("sensitive_activity", "exclusive")]),
    (
        "inviting_in",
        {"remuneration": {"kind": "stipend"}},
        [("remuneration.amount", "required"), ("remuneration.currency", "required")],
    ),
    ("inviting_in", {"remuneration": {"kind": "stipend", "amount": "800", "currency": "CNY"}}, []),
    ("inviting_in", {"remuneration": {"kind": "none"}}, []),
    ("inviting_in", {"pia_ref": None}, []),
    (
        "inviting_in",
        {"pia_ref": None, "sensitive_activity": ["research_on_people"]},
        [("pia_ref", "required")],
    ),
    ("inviting_in", {"pia_ref": None, "minors_count": 1, "under14_count": 1}, [("pia_ref", "required")]),
]


@pytest.mark.parametrize(("direction", "changes", "expected"), CASES)
def test_fields_that_depend_on_each_other_or_the_day(
    direction: str, changes: dict[str, JsonValue], expected: list[tuple[str, str]]
) -> None:
    late_end = {"end_date": in_days(120)} if "end_date" not in changes else {}

    assert unmet(direction, **changes, **late_end) == expected


def test_every_rule_and_condition_of_the_definitions_is_exercised_above() -> None:
    met = {code for _, _, expected in CASES for _, code in expected}
    asked = {path for _, _, expected in CASES for path, code in expected if code == "required"}

    for direction in DIRECTIONS:
        form = forms.load(direction)
        assert {rule["code"] for rule in form.rules} <= met
        assert {each.path for each in form.index.values() if each.when and each.required} <= asked


def test_a_question_that_is_not_asked_is_hidden_and_not_required() -> None:
    form = forms.load("going_out")
    mandate, urgent = form.field("state_mandate"), form.field("urgent_reason")

    assert not forms.visible(mandate, {"places": at_risk("blue")})
    assert forms.visible(mandate, {"places": [*at_risk("blue"), *at_risk("red")]})
    assert forms.visible(urgent, {"start_date": in_days(90)})
    assert not forms.visible(urgent, {"start_date": in_days(90)}, TODAY)


@pytest.mark.parametrize(
    ("direction", "values", "expected"),
    [
        ("going_out", {"risk_level": "yellow", "minors_count": 0}, ()),
        ("going_out", {"risk_level": "orange", "minors_count": 2}, ("risk_orange", "minors")),
        ("going_out", {"risk_level": "red"}, ("risk_red",)),
        ("going_out", {"places": [*at_risk("orange"), *at_risk("blue")]}, ("risk_orange",)),
        ("going_out", {"places": [*at_risk("orange"), *at_risk("red")]}, ("risk_red",)),
        ("going_out", {"risk_register": risk(likelihood=5, residual=14)}, ()),
        ("inviting_in", {"risk_register": risk(likelihood=5, residual=15)}, ("residual_risk",)),
        ("going_out", {"budget_lines": budget(("1000", "CNY"))}, ()),
        ("inviting_in", {"budget_lines": budget(("1000", "CNY"), ("0.01", "CNY"))}, ("budget",)),
        (
            "going_out",
            {"budget_lines": budget(("200", "USD")), "exchange_rates": [rate("USD", "7.1")]},
            ("budget",),
        ),
        ("going_out", {"budget_lines": budget(("200", "USD"))}, ()),
        ("going_out", {"service_fields": ["health", "disaster_relief"]}, ("disaster_area",)),
        ("inviting_in", {"service_fields": ["disaster_relief"]}, ()),
        ("inviting_in", {"sensitive_activity": ["none"], "remuneration": {"kind": "none"}}, ()),
        ("inviting_in", {"sensitive_activity": ["fundraising"]}, ("sensitive_activity",)),
        ("inviting_in", {"remuneration": {"kind": "stipend"}, "minors_count": 1}, ("minors", "stipend")),
    ],
)
def test_what_calls_for_a_senior_decision(
    direction: str, values: dict[str, JsonValue], expected: tuple[str, ...]
) -> None:
    assert forms.escalation_triggers(direction, values, 1_000) == expected


def test_the_region_comes_from_the_places_or_from_those_who_are_invited() -> None:
    parties = {
        "foreign_parties": [{"name": "A", "country": "ES"}, {"name": "B", "country": "ES"}, {"name": "C"}]
    }

    assert forms.regions("going_out", {"places": [*at_risk("blue"), {"country": "TZ"}]}) == ("KE", "TZ")
    assert forms.regions("inviting_in", parties) == ("ES",)
    assert forms.partners_abroad(parties) == ("A", "B", "C")


def test_the_region_of_earlier_forms_comes_from_the_host() -> None:
    assert forms.regions("going_out", {"host_registration": {"country": "KE"}}) == ("KE",)
    assert forms.regions("going_out", {}) == ()
    assert forms.regions("inviting_in", {"host_registration": {"country": "KE"}}) == ()


def test_lead_time_differs_by_direction() -> None:
    assert [forms.load(direction).lead_days for direction in DIRECTIONS] == [30, 45]
