"""Answers as text: choices in a row, sentences on lines of their own."""

import pytest

from shared.domain import forms
from shared.domain.words import Language
from shared.web.pages.format_answer import show


@pytest.mark.parametrize("language", ["en", "zh"])
def test_declarations_are_sentences_each_on_its_line(language: Language) -> None:
    field = forms.load("going_out").field("declarations")

    lines = show(field, ["truthful", "no_harm"], language).split("\n")

    assert [line[-1] for line in lines] == [".", "."] if language == "en" else ["。", "。"]


@pytest.mark.parametrize(("language", "between"), [("en", ", "), ("zh", "、")])
def test_other_choices_stand_in_a_row(language: Language, between: str) -> None:
    field = forms.load("going_out").field("service_fields")

    assert len(show(field, ["education", "health"], language).split(between)) == 2
