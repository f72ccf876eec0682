"""Answers as HTML: tables that can be read."""

from shared.domain import forms
from shared.web.pages.answer_html import answer_html


def test_days_and_figures_stay_on_one_line_of_a_table() -> None:
    form = forms.load("going_out")
    plan = answer_html(form.field("activity_plan"), [{"from_date": "2027-01-28", "place": "Nairobi"}], "en")
    risk = answer_html(form.field("risk_register"), [{"hazard": "Rain", "likelihood": 2}], "en")

    assert 'data-label="First day" class="number">28 January 2027</td>' in plan
    assert 'data-label="Place">Nairobi</td>' in plan
    assert 'data-label="Likelihood (1 to 5)" class="number">2</td>' in risk
