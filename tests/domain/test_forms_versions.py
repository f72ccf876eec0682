"""A case goes on under the version of the form that it was begun under, whatever is published later."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.actions.perform import perform
from shared.domain import forms
from shared.domain.application import content_hash
from shared.domain.case import Case
from shared.domain.case_number import is_number
from shared.domain.change import record
from shared.domain.commands import EditCommand
from shared.domain.forms import Field
from shared.domain.guards import Facts, unmet
from shared.domain.programmes import DIRECTIONS, Direction
from shared.domain.questions import CURRENT
from shared.domain.refusals import InvalidFields
from shared.domain.workflow import Transition
from shared.store.case_parts import Writes
from tests.builders import NOON, a_case, an_application
from tests.stage import Stage

TODAY = NOON.date()
VERSIONS = [(direction, version) for direction in DIRECTIONS for version in range(1, CURRENT[direction] + 1)]
every_version = pytest.mark.parametrize(("direction", "version"), VERSIONS)
REACHING = {"phone", "email"}


def example(direction: str, version: int) -> dict[str, Any]:
    return dict(forms.example(forms.load(direction, version), today=TODAY))


def begun(stage: Stage, direction: Direction, version: int) -> Case:
    """An empty draft of the north organisation as it was made while this version was current."""
    blank = an_application(
        direction,
        id=f"begun-under-{version}",
        state="draft",
        version=0,
        form_version=version,
        snapshot_version=0,
        snapshot_hash="",
        submitted_on="",
    )
    by = stage.people["north-editor"]
    change = record(blank, "created", by=by.id, by_name=by.name, role="partner_editor", at=stage.at, data={})
    stage.stores.cases.commit(change, Writes(draft={}))
    return stage.now(a_case(change.after))


def edited(stage: Stage, case: Case, **values: Any) -> Case:
    return perform(stage.attempt("north-editor", "edit", case), EditCommand(values=values))


@every_version
def test_the_answers_of_a_version_are_complete_under_it(direction: str, version: int) -> None:
    form = forms.load(direction, version)

    assert form.version == version
    assert forms.check_complete(form, example(direction, version), today=TODAY) == ()


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_first_version_keeps_its_questions_and_its_special_words(direction: str) -> None:
    form = forms.load(direction, 1)
    changed = example(direction, 1) | {"supervising_body": "没有"}

    [error] = forms.check_complete(form, changed, today=TODAY)

    assert (error.field, error.code) == ("supervising_body_reason", "required")
    assert "has_supervising_body" not in form.index


def test_survey_and_mapping_became_two_choices() -> None:
    earlier, later = (forms.load("inviting_in", version).field("sensitive_activity") for version in (1, 2))

    assert earlier.values - later.values == {"survey_mapping"}
    assert later.values - earlier.values == {"social_survey", "surveying_mapping"}
    assert later.maximum == len(later.options)


@every_version
def test_a_person_is_never_named_below_class_3(direction: str, version: int) -> None:
    reaching = {each.id for each in forms.load(direction, version).fields if set(kinds(each)) & REACHING}
    named = {"contact_name", "signatory_name", "leader_name"}

    assert reaching >= {"contact_phone", "leader_phone", "report_channel"}
    below = {name for name in reaching | named if forms.load(direction, version).field(name).sensitivity < 3}
    assert below == set()


def kinds(field: Field) -> Iterator[str]:
    yield field.kind
    yield from (part.kind for part in field.parts)


@every_version
def test_an_example_number_is_a_number(direction: str, version: int) -> None:
    said = forms.load(direction, version).field("reciprocal_of").help
    assert said is not None

    for text in said:
        assert is_number(text.partition("-26-")[0][-2:] + "-26-" + text.partition("-26-")[2][:6])


@every_version
def test_the_lead_time_is_that_of_the_case(direction: Direction, version: int) -> None:
    days = forms.load(direction, version).lead_days
    case = an_application(direction, form_version=version)
    step = Transition("draft", "submit", "submitted", "partner_signatory", ("lead_time_or_urgent_reason",))

    def refused(start: int) -> list[Mapping[str, str]]:
        values = {"start_date": (TODAY + timedelta(days=start)).isoformat()}
        found = unmet(step, Facts(case=case, actor=None, today=TODAY, values=values))
        return [each.message._asdict() for each in found]

    assert refused(days) == []
    [words] = refused(days - 1)
    assert str(days) in words["en"]


@every_version
def test_a_draft_is_sent_with_every_section_of_its_version(
    stage: Stage, direction: Direction, version: int
) -> None:
    case = begun(stage, direction, version)

    case = edited(stage, case, **example(direction, version) | {"title_zh": "改过的名称"})
    stage.do("submit", "north-signatory", case)

    sent = stage.now(case)
    answers = example(direction, version) | {"title_zh": "改过的名称"}
    assert sent.application.state == "submitted"
    assert sent.application.form_version == version
    assert sent.values == answers
    assert sent.application.snapshot_hash == content_hash(sent.application, answers)


def test_a_draft_of_the_first_version_is_frozen_as_that_version_asks(stage: Stage) -> None:
    case = begun(stage, "going_out", 1)
    reason = {"supervising_body": "没有", "supervising_body_reason": "直接登记，无业务主管单位。"}

    case = edited(stage, case, **example("going_out", 1) | reason)
    stage.do("submit", "north-signatory", case)

    sent = stage.now(case)
    assert {name: sent.values[name] for name in reason} == reason
    assert sent.application.snapshot_hash == content_hash(
        replace(sent.application, form_version=1), example("going_out", 1) | reason
    )


def test_a_draft_of_the_first_version_has_no_questions_of_the_second(stage: Stage) -> None:
    case = begun(stage, "going_out", 1)

    with pytest.raises(InvalidFields) as refused:
        edited(stage, case, has_supervising_body=True)

    assert [error.code for error in refused.value.errors] == ["unknown_field"]
