"""A draft begins with what the registry knows, or with a former application without its dates."""

from datetime import date

import pytest

from shared.domain import forms
from shared.domain.first_answers import of_former, of_registry
from tests.builders import a_person, an_organisation
from tests.forms_data import complete

TODAY = date(2026, 11, 23)
DIRECTIONS = ("going_out", "inviting_in")


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_what_the_registry_knows_is_filled_in(direction: str) -> None:
    details = {"legal_form": "foundation", "supervising_body": "Example Bureau", "phone": "+861055500100"}
    person = a_person(
        "ann", "partner_signatory", organisation_id="north", name="Ann", email="ann@example.org"
    )

    found = of_registry(forms.load(direction), an_organisation(details=details), person)

    assert found == {
        "uscc": "511000005000000080",
        "org_legal_form": "foundation",
        "has_supervising_body": True,
        "supervising_body": "Example Bureau",
        "contact_name": "Ann",
        "contact_email": "ann@example.org",
        "contact_phone": "+861055500100",
        "signatory_name": "Ann",
    }


def test_what_the_form_does_not_take_is_left_open() -> None:
    details = {"legal_form": "foreign_npo", "phone": "none"}
    editor = a_person("ann", "partner_editor", organisation_id="north")

    found = of_registry(forms.load("going_out"), an_organisation(uscc="", details=details), editor)

    assert found.keys() == {"contact_name", "contact_email"}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_copy_has_every_answer_but_dates_and_what_is_for_one_exchange_alone(direction: str) -> None:
    form, former = forms.load(direction), complete(direction, today=TODAY, urgent_reason="x" * 40)

    copied = of_former(form, former)

    assert former.keys() - copied.keys() == {"start_date", "end_date", "declarations", "urgent_reason"}
    assert copied["activity_plan"] == [
        {"place": "Example", "activity": "Example activity", "responsible": "Leader"}
    ]
    missing = {error.field for error in forms.check_complete(form, copied, today=TODAY)}
    dated = {"activity_plan.0.from_date", "activity_plan.0.to_date"}
    dated |= {f"exchange_rates.{place}.on_date" for place in range(len(former.get("exchange_rates", [])))}  # type: ignore[arg-type]
    dated |= {"risk_source.checked_at"} if direction == "going_out" else set()
    assert missing == {"start_date", "end_date", "declarations"} | dated


def test_an_application_of_an_earlier_form_gives_what_still_is_asked() -> None:
    former = forms.example(forms.load("going_out", 2), today=TODAY)

    copied = of_former(forms.load("going_out"), former)

    assert "risk_level" not in copied
    assert copied["title_en"] == former["title_en"]
    assert "places" not in copied
