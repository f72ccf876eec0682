"""A stranger who knows nothing but the schema can write an application that passes."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from shared.domain import forms, texts, uscc
from shared.domain.patterns import PATTERNS

TODAY = date(2026, 11, 23)
SCHEMAS = {direction: forms.schema(forms.load(direction)) for direction in ("going_out", "inviting_in")}
WRITTEN = {"en": "a", "zh": "中"}
KNOWN = {
    PATTERNS["phone"]: ("+861055500100", "+254202000000", "+442079460018"),
    PATTERNS["email"]: ("name@example.org", "志愿者@例子.中国"),
    PATTERNS["url"]: ("https://example.org/a?b=c", "http://example.org:8080/"),
    PATTERNS["reference"]: ("GO-26-23456F",),
    PATTERNS["amount"]: ("0", "12", "1200.00"),
    PATTERNS["decimal"]: ("7.1", "0.05512345"),
    PATTERNS["division"]: ("430102",),
}
"""Codes whose whole rule is in the description: a numbering plan, a check character, the decimals of a currency."""
CHECKED = {
    direction: Draft202012Validator(schema, validate_formats=True) for direction, schema in SCHEMAS.items()
}


def draw(data: st.DataObject, schema: dict[str, Any]) -> Any:
    """Any value of the schema's own keywords; conditions are left to `completed`."""
    if "enum" in schema:
        return data.draw(st.sampled_from(schema["enum"]))
    if schema["type"] == "object":
        names = [*schema["required"], *(groups["anyOf"][0]["required"][0] for groups in any_of(schema))]
        return completed(data, schema, {name: draw(data, schema["properties"][name]) for name in names})
    if schema["type"] == "array":
        size = data.draw(
            st.integers(max(1, schema["minItems"]), min(schema["maxItems"], max(4, schema["minItems"])))
        )
        if schema["items"]["type"] == "object":
            return [draw(data, schema["items"]) for _ in range(size)]
        return data.draw(st.permutations(schema["items"]["enum"]))[:size]
    return data.draw(scalar(schema))


def scalar(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if schema["type"] in ("integer", "boolean"):
        whole = schema["type"] == "integer"
        return st.integers(schema["minimum"], schema["maximum"]) if whole else st.booleans()
    if schema.get("format") == "date":
        return st.dates(TODAY + timedelta(days=50), TODAY + timedelta(days=60)).map(date.isoformat)
    if "x-language" in schema:
        return st.just(WRITTEN[schema["x-language"]] * schema["minLength"])
    if known := KNOWN.get(schema["pattern"]):
        return st.sampled_from(known)
    if "minLength" not in schema:
        return st.from_regex(schema["pattern"], fullmatch=True).filter(texts.is_visible)
    least, most = schema["minLength"], schema["maxLength"]
    tail = st.text(alphabet="aZ中é7 \n-．", max_size=min(most - least, 4))
    return tail.map(("a" * least).__add__).filter(re.compile(schema["pattern"]).fullmatch)


def any_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in schema.get("allOf", []) if "anyOf" in each]


def completed(data: st.DataObject, schema: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Add what the conditions ask for, given the values so far."""
    for rule in schema.get("allOf", []):
        if "if" in rule and Draft202012Validator(rule["if"]).is_valid(values):
            missing = [name for name in rule["then"].get("required", []) if name not in values]
            values |= {name: draw(data, schema["properties"][name]) for name in missing}
    return values


@pytest.mark.parametrize("direction", SCHEMAS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_an_application_made_from_the_schema_alone_can_be_submitted(
    direction: str, data: st.DataObject
) -> None:
    values = draw(data, SCHEMAS[direction])
    assume(CHECKED[direction].is_valid(values))

    roles = values["headcount_by_role"] = {"leader": 1, "volunteer": 8, "staff": 0, "interpreter": 1}
    people = {
        "headcount": sum(roles.values()),
        "minors_count": 2,
        "under14_count": 1 if "pia_ref" in values else 0,
    }
    days = {"start_date": "2027-02-01", "end_date": "2027-02-20"}
    code = values["uscc"][:17]
    values |= people | days | {"uscc": code + uscc.check_character(code)}
    for row in values["activity_plan"]:
        row |= {"from_date": "2027-02-01", "to_date": "2027-02-02"}
    for row in values["risk_register"]:
        row["residual"] = row["likelihood"] * row["severity"]
    values["budget_lines"] = [{**row, "amount": "10", "currency": "CNY"} for row in values["budget_lines"]]
    total = str(10 * len(values["budget_lines"]))
    values["funding_sources"] = [{**values["funding_sources"][0], "amount": total, "currency": "CNY"}]
    if "risk_source" in values:
        values["risk_source"]["checked_at"] = TODAY.isoformat()

    assert forms.check_complete(forms.load(direction), values, today=TODAY) == ()
