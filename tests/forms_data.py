"""Complete, recognisably made-up answers to the forms, for tests that need a case and not its details."""

from datetime import date
from typing import Any

from shared.domain import forms
from shared.domain.json_value import JsonValue


def complete(direction: str, *, today: date, **changes: JsonValue) -> dict[str, JsonValue]:
    """Values that can be submitted on `today`; changes replace fields, and None leaves one out.

    The activity plan keeps to the dates unless it is changed too.
    """
    values = forms.example(forms.load(direction), today=today) | changes
    if "activity_plan" not in changes:
        values["activity_plan"] = plan(values.get("start_date"), values.get("start_date"))
    return {name: value for name, value in values.items() if value is not None}


def plan(first: JsonValue, last: JsonValue) -> list[JsonValue]:
    """An activity plan of one row."""
    shown: dict[str, JsonValue] = {
        "place": "Example",
        "activity": "Example activity",
        "responsible": "Leader",
    }
    return [{"from_date": first, "to_date": last, **shown}]


def at_risk(level: str) -> list[JsonValue]:
    """One place abroad with this official level."""
    return [{"country": "KE", "city": "Nairobi", "site": "Example site", "risk_level": level}]


def people(count: int) -> dict[str, Any]:
    """The answers of an exchange with so many people, two or more."""
    return {
        "headcount": count,
        "headcount_by_role": {"leader": 1, "volunteer": count - 1, "staff": 0, "interpreter": 0},
    }
