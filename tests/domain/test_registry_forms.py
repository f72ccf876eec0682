"""What organisations, people and programmes are described by: whole, in both languages, with examples that fit."""

import json
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from jsonschema_rs import meta

from shared.domain import forms
from shared.domain.people import PARTNER, Role, clash
from shared.domain.questions import Field, registry_form
from shared.domain.schema import schema

FOLDER = Path(forms.__file__).with_name("registry")
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
TODAY = date(2026, 11, 23)


def fields(name: str) -> tuple[Field, ...]:
    return registry_form(name).fields


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_help_a_purpose_and_an_example_that_fits(name: str) -> None:
    form = registry_form(name)
    examples = {each.id: each.example for each in fields(name) if each.example is not None}

    assert [each.id for each in fields(name) if each.help is None or not each.purpose.zh] == []
    assert set(examples) == {each.id for each in fields(name)}
    assert forms.check_complete(form, examples, today=TODAY) == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_sound_and_agrees_with_the_form(name: str) -> None:
    described = json.loads(json.dumps(schema(registry_form(name))))
    needed = {each.id for each in fields(name) if each.required and each.when is None}

    assert meta.is_valid(described)
    assert set(described["required"]) == needed
    assert set(described["properties"]) == {each.id for each in fields(name)}


def test_every_role_can_be_given_and_no_other() -> None:
    (roles,) = [each for each in fields("person") if each.id == "roles"]

    assert roles.values == frozenset(get_args(Role))


@pytest.mark.parametrize("role", get_args(Role))
def test_each_role_alone_is_sound_where_it_belongs(role: Role) -> None:
    partner = role in PARTNER

    assert clash([role], "north" if partner else None) is None
    assert clash([role], None if partner else "north") is not None
