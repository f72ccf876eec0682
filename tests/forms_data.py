"""Complete, recognisably made-up answers to the forms, for tests that need a case and not its details."""

from datetime import date

from shared.domain import forms
from shared.domain.json_value import JsonValue


def complete(direction: str, *, today: date, **changes: JsonValue) -> dict[str, JsonValue]:
    """Values that can be submitted on `today`; changes replace fields, and None leaves one out."""
    values = forms.example(forms.load(direction), today=today) | changes
    return {name: value for name, value in values.items() if value is not None}
