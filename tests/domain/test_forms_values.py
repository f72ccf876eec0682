"""What a draft may keep: one value, one field."""

import pytest

from shared.domain import forms, uscc
from shared.domain.json_value import JsonValue

GOING_OUT = forms.load("going_out")
INVITING_IN = forms.load("inviting_in")


def keep(**values: JsonValue) -> tuple[dict[str, JsonValue], list[tuple[str, str]]]:
    kept, errors = forms.check_values(GOING_OUT, values)
    return kept, [(error.field, error.code) for error in errors]


@pytest.mark.parametrize(
    ("name", "sent", "kept"),
    [
        ("title_en", "  A  title \u200b", "A  title"),
        ("title_en", "Cafe\u0301 exchange", "Café exchange"),
        (
            "selection_rule",
            "line one\r\nline two\rline three, long enough",
            "line one\nline two\nline three, long enough",
        ),
        ("contact_phone", "+86 (10) 5550-0100", "+861055500100"),
        ("contact_phone", "0086 10 5550 0100", "+861055500100"),
        ("contact_phone", "＋８６ １３８ ００００ ００００", "+8613800000000"),
        ("contact_email", " someone@example.org ", "someone@example.org"),
        ("uscc", "5110 0000 5000 0000 80", "511000005000000080"),
        ("headcount", 12.0, 12),
        ("service_fields", ["community", "education"], ["education", "community"]),
        ("work_with_minors", False, False),
        ("title_en", None, None),
        ("title_en", "   ", None),
        ("service_fields", [], []),
        ("host_contact", {"name": " Ann ", "email": None}, {"name": "Ann"}),
        ("host_contact", {"name": None}, None),
        ("contact_name", "Nguyễn Thị Minh-Khai Østergård", "Nguyễn Thị Minh-Khai Østergård"),
        ("title_zh", "志愿" * 30, "志愿" * 30),
        ("declarations", ["truthful"], ["truthful"]),
    ],
)
def test_good_values_are_kept_clean(name: str, sent: JsonValue, kept: JsonValue) -> None:
    assert keep(**{name: sent}) == ({name: kept}, [])


def test_cleaning_twice_changes_nothing() -> None:
    sent = {"title_en": " Cafe\u0301 ", "contact_phone": "0086 10 55500100", "uscc": "511000005000000080"}

    once, _ = forms.check_values(GOING_OUT, sent)

    assert forms.check_values(GOING_OUT, once) == (once, ())


@pytest.mark.parametrize(
    ("name", "sent", "code"),
    [
        ("title_en", 7, "wrong_type"),
        ("title_en", ["x"], "wrong_type"),
        ("title_en", "abc", "too_short"),
        ("title_en", "x" * 121, "too_long"),
        ("title_en", "x" * 1_000_000, "too_long"),
        ("title_en", "two\nlines", "control_character"),
        ("title_en", "nul\x00byte", "control_character"),
        ("title_en", "half \ud800 pair", "invalid_text"),
        ("summary_en", "bell \x07" + "x" * 60, "control_character"),
        ("headcount", "12", "wrong_type"),
        ("headcount", True, "wrong_type"),
        ("headcount", 1.5, "wrong_type"),
        ("headcount", float("nan"), "wrong_type"),
        ("headcount", float("inf"), "wrong_type"),
        ("headcount", 0, "too_small"),
        ("headcount", 501, "too_large"),
        ("headcount", 10**4000, "too_large"),
        ("checkin_interval_h", 5, "too_small"),
        ("checkin_interval_h", 169, "too_large"),
        ("start_date", "2027-02-30", "not_a_date"),
        ("start_date", "20270201", "not_a_date"),
        ("start_date", "tomorrow", "not_a_date"),
        ("start_date", "0001-01-01", "wrong_year"),
        ("work_with_minors", "yes", "wrong_type"),
        ("work_with_minors", 1, "wrong_type"),
        ("outbound_route", "purple", "not_an_option"),
        ("outbound_route", ["public_affairs"], "not_an_option"),
        ("places", {"country": "KE"}, "wrong_type"),
        ("places", [{}] * 21, "too_many"),
        ("sdg_goals", [0], "not_an_option"),
        ("sdg_goals", [18], "not_an_option"),
        ("sdg_goals", [True], "not_an_option"),
        ("sdg_goals", ["4"], "not_an_option"),
        ("sdg_goals", [1, 1], "duplicate"),
        ("sdg_goals", [1, 2, 3, 4, 5, 6], "too_many"),
        ("service_fields", "education", "wrong_type"),
        ("service_fields", ["education", "health", "sport", "other"], "too_many"),
        ("service_fields", [{}], "not_an_option"),
        ("contact_phone", "13800000000", "wrong_format"),
        ("contact_phone", "+0123456789", "wrong_format"),
        ("contact_phone", "+1234567890123456", "wrong_format"),
        ("contact_email", "someone", "wrong_format"),
        ("contact_email", "a@b", "wrong_format"),
        ("contact_email", "a..b@example.org", "wrong_format"),
        ("contact_email", "a\nbcc: b@example.org", "control_character"),
        ("contact_email", "x" * 65 + "@example.org", "wrong_format"),
        ("contact_email", "a@" + "b" * 300 + ".org", "too_long"),
        ("uscc", "511000005000000081", "wrong_check_character"),
        ("uscc", "5110000050000000", "wrong_format"),
        ("uscc", "51100000500000008O", "wrong_format"),
        ("reciprocal_of", "IN 26", "wrong_format"),
        ("participant_fee", 5, "wrong_type"),
        ("host_contact", "Ann", "wrong_type"),
    ],
)
def test_bad_values_are_named_and_not_kept(name: str, sent: JsonValue, code: str) -> None:
    assert keep(**{name: sent}) == ({}, [(name, code)])


@pytest.mark.parametrize(
    ("name", "sent", "field", "code"),
    [
        ("participant_fee", {"amount": 5}, "participant_fee.amount", "wrong_type"),
        ("participant_fee", {"amount": "-5"}, "participant_fee.amount", "wrong_format"),
        ("participant_fee", {"amount": "1.005"}, "participant_fee.amount", "too_precise"),
        ("participant_fee", {"amount": "1e9"}, "participant_fee.amount", "wrong_format"),
        ("participant_fee", {"currency": "XXX"}, "participant_fee.currency", "not_an_option"),
        ("participant_fee", {"total": "5"}, "participant_fee.total", "unknown_field"),
        ("host_registration", {"country": "CN"}, "host_registration.country", "not_an_option"),
        ("host_registration", {"country": "ke"}, "host_registration.country", "not_an_option"),
        ("headcount_by_role", {"leader": 0}, "headcount_by_role.leader", "too_small"),
        ("headcount_by_role", {"staff": -1}, "headcount_by_role.staff", "too_small"),
        ("host_due_diligence", {"registered": "yes"}, "host_due_diligence.registered", "wrong_type"),
        ("risk_source", {"url": "javascript:alert(1)"}, "risk_source.url", "wrong_format"),
        ("risk_source", {"checked_at": "2026-13-01"}, "risk_source.checked_at", "not_a_date"),
        ("places", [{"city": "Nairobi"}, {"city": "N"}], "places.1.city", "too_short"),
        ("places", ["Nairobi"], "places.0", "wrong_type"),
        ("places", [{"planet": "Mars"}], "places.0.planet", "unknown_field"),
        ("budget_lines", [{"amount": "1.005", "currency": "CNY"}], "budget_lines.0.amount", "too_precise"),
        ("budget_lines", [{"amount": 5}], "budget_lines.0.amount", "wrong_type"),
        ("exchange_rates", [{"rate": "0"}], "exchange_rates.0.rate", "wrong_format"),
        ("exchange_rates", [{"rate": "7.123456789"}], "exchange_rates.0.rate", "wrong_format"),
        ("exchange_rates", [{"currency": "CNY"}], "exchange_rates.0.currency", "not_an_option"),
        ("risk_register", [{"likelihood": 6}], "risk_register.0.likelihood", "too_large"),
    ],
)
def test_a_bad_part_is_named_by_its_path(name: str, sent: JsonValue, field: str, code: str) -> None:
    assert keep(**{name: sent}) == ({}, [(field, code)])


def test_a_row_is_named_in_both_languages() -> None:
    _, (error,) = forms.check_values(GOING_OUT, {"places": [{"city": "Nairobi"}, {"city": "N"}]})

    assert "“Place 2: City or town”" in error.message.en
    assert "“地点2：" in error.message.zh


def test_rows_are_cleaned_and_empty_ones_left_out() -> None:
    kept, errors = keep(places=[{}, {"city": " Nairobi ", "area": ""}, {"city": None}])

    assert (kept, errors) == ({"places": [{"city": "Nairobi"}]}, [])
    assert keep(places=[{}]) == keep(places=[]) == ({"places": None}, [])


def test_good_values_are_kept_beside_bad_ones() -> None:
    kept, errors = keep(title_en="A good title", title_zh="短", colour="red")

    assert kept == {"title_en": "A good title"}
    assert errors == [("title_zh", "too_short"), ("colour", "unknown_field")]


def test_a_part_is_no_field_of_its_own() -> None:
    assert keep(**{"host_contact.name": "Ann"}) == ({}, [("host_contact.name", "unknown_field")])


def test_an_unknown_name_is_sent_back_harmless() -> None:
    _, errors = forms.check_values(GOING_OUT, {"x" * 500 + "\ud800": 1, "a\r\nb\ud800": 1})

    assert [error.field for error in errors] == ["x" * 60, "a??b?"]


def test_none_excludes_the_other_ticks() -> None:
    _, errors = forms.check_values(INVITING_IN, {"sensitive_activity": ["none", "religious_content"]})

    assert [error.code for error in errors] == ["exclusive"]


def test_the_check_character_can_be_zero() -> None:
    assert uscc.check_character("51100000500000008") == "0"


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_breaks_the_code(place: int) -> None:
    code = "511000005000000080"
    wrong = code[:place] + ("1" if code[place] != "1" else "2") + code[place + 1 :]

    assert uscc.is_valid(code)
    assert not uscc.is_valid(wrong)
