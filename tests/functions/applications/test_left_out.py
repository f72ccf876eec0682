"""Sections that a programme does not ask: not shown, not required, not handed in, and not lost."""

from collections.abc import Mapping
from typing import Any

import pytest

from shared.actions.perform import perform
from shared.domain import forms
from shared.domain.commands import ProgrammeCommand
from shared.domain.conditions import fields_of
from shared.domain.refusals import InvalidFields
from shared.identity import issue_token
from tests.builders import a_programme
from tests.client import Client
from tests.functions.pages import Browser
from tests.stage import Stage

SETTLED = ("money", "plan")
MONEY = ("budget_lines", "funding_sources", "exchange_rates", "participant_fee")
PLAN = ("activity_plan", "outcomes")


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.stores.programmes.save(
        a_programme(id="event", title_en="An event", details={"left_out": list(SETTLED)})
    )
    return stage


def bare(stage: Stage, **values: Any) -> Any:
    none: dict[str, Any] = dict.fromkeys((*MONEY, *PLAN))
    return stage.draft(programme_id="event", **none, **values)


@pytest.mark.parametrize("direction", ["going_out", "inviting_in"])
@pytest.mark.parametrize("left_out", [("plan",), ("money",), SETTLED])
def test_what_is_left_of_a_form_stands_by_itself(
    direction: str, left_out: tuple[str, ...], stage: Stage
) -> None:
    form = forms.load(direction, left_out=frozenset(left_out))
    whole: Mapping[str, Any] = forms.example(forms.load(direction), today=stage.at.date())
    values = {name: value for name, value in whole.items() if name in form.index}

    assert {section.id for section in form.sections}.isdisjoint(left_out)
    assert len(values) < len(whole)
    assert forms.check_complete(form, values, today=stage.at.date()) == ()
    for field in form.fields:
        assert fields_of(field.when) <= form.index.keys() if field.when else True
        assert forms.coupled(form, [field.id]) <= form.index.keys()


def test_only_optional_sections_can_be_left_out() -> None:
    form = forms.load("going_out")

    assert form.without(frozenset({"people", "safety"})).sections == form.sections


def test_a_case_is_handed_in_without_them(stage: Stage) -> None:
    case = bare(stage)
    page = Browser(stage.stores, "north-signatory").open(f"/applications/{case.application.id}")
    sent = stage.do("submit", "north-signatory", case)

    assert "Money" not in page.text
    assert "10 of 10 sections completed" in page.text
    assert sent.application.state == "submitted"
    assert sent.application.left_out == SETTLED
    for who, path in (("officer", "/applications/"), ("north-editor", "/applications/")):
        assert "Budget lines" not in Browser(stage.stores, who).open(path + sent.application.id).text


def test_what_is_not_asked_is_refused_by_name(stage: Stage) -> None:
    with pytest.raises(InvalidFields) as refused:
        stage.draft(programme_id="event")

    assert {each.code for each in refused.value.errors} == {"unknown_field"}
    assert {each.field for each in refused.value.errors} >= {"budget_lines", "activity_plan"}


def test_a_draft_that_goes_over_keeps_its_answers_and_hands_in_what_is_asked(stage: Stage) -> None:
    case = stage.draft()

    def go(programme: str) -> Any:
        now = stage.stores.cases.load_for_partner(case.application.id)
        attempt = stage.attempt("north-editor", "change_programme", now)
        return perform(attempt, ProgrammeCommand(programme_id=programme))

    there = go("event")
    back = go("going-out")
    again = go("event")
    sent = stage.do("submit", "north-signatory", again)

    assert (there.application.left_out, back.application.left_out) == (SETTLED, ())
    assert back.values["budget_lines"] == case.values["budget_lines"]
    assert sent.values.keys().isdisjoint({*MONEY, *PLAN})


def test_what_a_program_reads_of_such_a_draft_it_can_write_back(stage: Stage) -> None:
    case = stage.draft()
    attempt = stage.attempt("north-editor", "change_programme", case)
    perform(attempt, ProgrammeCommand(programme_id="event"))
    client = Client(token=issue_token(stage.stores, "north-editor", at=stage.at))
    address = f"/api/v1/applications/{case.application.id}"

    read = client.get(address)
    written = client.call("PATCH", address, {"fields": read.json["fields"]}, if_match=read.headers["etag"])

    assert read.json["left_out"] == list(SETTLED)
    assert "budget_lines" not in read.json["fields"]
    assert written.status == 200


def test_programs_are_told_which_form_a_programme_asks(stage: Stage) -> None:
    stage.stores.programmes.all(fresh=True)
    client = Client(token=issue_token(stage.stores, "north-editor", at=stage.at))

    whole = client.get("/api/v1/forms/going_out").json
    asked = client.get("/api/v1/forms/going_out?programme=event").json
    (listed,) = [each for each in client.get("/api/v1/programmes").json["items"] if each["id"] == "event"]

    optional = {each["id"] for each in whole["sections"] if each["optional"]}
    assert optional == set(SETTLED)
    assert {each["id"] for each in whole["sections"]} - {each["id"] for each in asked["sections"]} == optional
    assert "budget_lines" not in asked["schema"]["properties"]
    assert listed["left_out"] == list(SETTLED)
    assert client.get("/api/v1/forms/inviting_in?programme=event").status == 404
    assert client.get("/api/v1/forms/going_out?programme=nothing").status == 404
