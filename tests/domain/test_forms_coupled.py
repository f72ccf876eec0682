"""Which answers have to agree, so that they are asked about and unlocked together."""

import pytest

from shared.domain import forms

DIRECTIONS = ("going_out", "inviting_in")
PEOPLE = {"headcount", "headcount_by_role", "minors_count"}


@pytest.mark.parametrize(
    ("direction", "asked", "together"),
    [
        ("going_out", "need_statement", {"need_statement"}),
        ("going_out", "headcount", PEOPLE),
        ("going_out", "headcount_by_role", {"headcount", "headcount_by_role"}),
        ("going_out", "minors_count", PEOPLE | {"under14_count"}),
        ("going_out", "under14_count", {"under14_count", "minors_count"}),
        ("going_out", "start_date", {"start_date", "end_date", "urgent_reason", "activity_plan"}),
        ("going_out", "end_date", {"start_date", "end_date", "activity_plan"}),
        ("going_out", "activity_plan", {"start_date", "end_date", "activity_plan"}),
        ("going_out", "budget_lines", {"budget_lines", "funding_sources", "exchange_rates"}),
        ("going_out", "risk_register", {"risk_register"}),
        ("going_out", "places", {"places", "checkin_interval_h", "state_mandate", "risk_source"}),
        ("going_out", "risk_source", {"places", "risk_source"}),
        ("going_out", "supervising_body", {"has_supervising_body", "supervising_body"}),
        (
            "inviting_in",
            "pia_ref",
            {"pia_ref", "under14_count", "sensitive_activity", "personal_data_abroad"},
        ),
        ("inviting_in", "under14_count", {"under14_count", "minors_count", "pia_ref"}),
        (
            "inviting_in",
            "org_legal_form",
            {"org_legal_form", "foreign_party_type", "ngo_mode"},
        ),
    ],
)
def test_an_answer_comes_with_those_it_has_to_agree_with(
    direction: str, asked: str, together: set[str]
) -> None:
    assert forms.coupled(forms.load(direction), [asked]) == together


def test_several_answers_come_with_all_of_theirs() -> None:
    form = forms.load("going_out")

    assert forms.coupled(form, ["end_date", "headcount"]) == PEOPLE | {
        "start_date",
        "end_date",
        "activity_plan",
    }
    assert forms.coupled(form, []) == frozenset()


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_only_fields_of_the_form_are_coupled(direction: str, version: int) -> None:
    form = forms.load(direction, version)
    ids = {field.id for field in form.fields}

    for field in form.fields:
        assert {field.id} <= forms.coupled(form, [field.id]) <= ids


def test_an_earlier_version_is_coupled_by_its_own_rules() -> None:
    earlier = forms.load("going_out", 1)

    assert forms.coupled(earlier, ["supervising_body"]) == {"supervising_body", "supervising_body_reason"}
