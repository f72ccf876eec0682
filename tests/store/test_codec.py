"""What is written comes back the same, and what does not fit its dataclass is never taken for it."""

import base64
import json
import types
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.reviews import Review
from shared.store import (
    administration,
    case_parts,
    messages,
    organisations,
    people,
    programmes,
    sessions,
    tokens,
)
from shared.store.codec import WORDS, Codec, from_wire, pack, to_wire, unpack
from shared.store.json_types import Unreadable
from shared.store.keys import Key
from tests.builders import NOON, a_person, a_request, a_review, an_event

KEY = Key("CASE#1", "HEADER")
PLACES = (administration, case_parts, messages, organisations, people, programmes, sessions, tokens)
CODECS = {
    f"{place.__name__.rpartition('.')[2]}.{name}": each
    for place in PLACES
    for name, each in vars(place).items()
    if isinstance(each, Codec)
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JSON = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | TEXTS
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8))])
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**40), 2**40),
    bool: st.booleans(),
    datetime: st.datetimes(timezones=ZONES),
}
NAMES = {"Mapping": Mapping, "Sequence": Sequence, "JsonValue": object}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    name: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    one: Inner
    several: tuple[Inner, ...] = ()
    named: dict[str, Inner] | None = None
    kind: Literal["a", "b"] = "a"
    count: int = 0
    ready: bool = False


OUTER = Codec(Outer, ("count", "kind"))


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that an annotation allows."""
    origin, inner = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        hints = get_type_hints(hint, localns=NAMES)
        return st.builds(hint, **{each.name: anything(hints[each.name]) for each in fields(hint)})  # type: ignore[arg-type]
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(anything(inner[0]), max_size=3).map(tuple)
    if origin in (Mapping, dict):
        held = JSON | st.lists(JSON, max_size=2) if origin is Mapping else anything(inner[1])
        return st.dictionaries(TEXTS, held, max_size=3)
    if origin in (Union, types.UnionType):
        return st.one_of([st.none() if each is types.NoneType else anything(each) for each in inner])
    return SIMPLE[hint]


def _as_base64(content: bytes) -> str:
    """How DynamoDB's JSON holds bytes."""
    return base64.b64encode(content).decode()


def stored(codec: Codec[Any], value: object) -> dict[str, Any]:
    """The row as it comes back from the table."""
    sent = json.dumps(to_wire(codec.row(KEY, value)), ensure_ascii=False, default=_as_base64)
    wire = json.loads(sent)
    return from_wire(wire)


@pytest.mark.parametrize("name", CODECS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_a_dataclass_holds_comes_back_the_same(name: str, data: st.DataObject) -> None:
    value = data.draw(anything(CODECS[name]._kind))

    found = CODECS[name].value(stored(CODECS[name], value))

    assert found == value
    assert [type(getattr(found, each.name)) for each in fields(found)] == [
        type(getattr(value, each.name)) for each in fields(value)
    ]


def test_every_store_with_a_codec_is_tested_here() -> None:
    assert len(CODECS) >= 15


@pytest.mark.parametrize(
    ("codec", "value"),
    [
        (
            case_parts.EVENT,
            an_event(data={"items": [{"field": "title_en"}], "n": 3, "on": True, "off": None}),
        ),
        (case_parts.REQUEST, a_request("title_en", "title_zh", answered_at=NOON, changed=("title_en",))),
        (case_parts.REVIEW, a_review(status="submitted", scores={"need": 5}, recommendation="approve")),
        (people.PERSON, a_person("ann", "reviewer", "approver", expertise=("health",), active=False)),
        (
            OUTER,
            Outer(one=Inner(name="x", at=NOON), several=(Inner(name="y"),), named={"z": Inner(name="z")}),
        ),
    ],
)
def test_nested_values_come_back_as_what_they_were(codec: Codec[Any], value: object) -> None:
    assert codec.value(stored(codec, value)) == value


def test_columns_are_attributes_and_the_rest_is_one_text_without_defaults() -> None:
    row = OUTER.row(KEY, Outer(one=Inner(name="x"), count=3), ttl=9)

    assert row == {
        "PK": "CASE#1",
        "SK": "HEADER",
        "count": 3,
        "ttl": 9,
        "body": '{"one":{"name":"x"}}',
    }


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (NOON, "2026-11-23T12:00:00Z"),
        (NOON.replace(microsecond=1500), "2026-11-23T12:00:00.001500Z"),
        (NOON.astimezone(timezone(timedelta(hours=8))), "2026-11-23T20:00:00+08:00"),
    ],
)
def test_times_are_iso_texts_with_their_zone(at: datetime, text: str) -> None:
    row = OUTER.row(KEY, Outer(one=Inner(name="x", at=at)))

    assert json.loads(str(row["body"]))["one"]["at"] == text
    assert OUTER.value(row).one.at == at


WRONG: list[tuple[str, object]] = [
    ("one", "text"),
    ("one", {"name": 7}),
    ("one", {}),
    ("one", {"name": "x", "at": "yesterday"}),
    ("one", {"name": "x", "at": 1_700_000_000}),
    ("several", {"name": "x"}),
    ("several", "abc"),
    ("several", [{"name": None}]),
    ("named", [["z", {"name": "z"}]]),
    ("kind", "c"),
    ("kind", ["a"]),
    ("count", "3"),
    ("count", True),
    ("count", 3.0),
    ("count", None),
    ("ready", 1),
    ("ready", "true"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_does_not_fit_its_field_fails_and_says_where_but_not_what(name: str, value: object) -> None:
    body = {"one": {"name": "x"}} | {name: value}

    with pytest.raises(Unreadable, match=f"Outer.{name}"):
        OUTER.value({"body": json.dumps(body)})


@pytest.mark.parametrize("body", ["[]", "7", '"text"', "null", "{}", '{"several":[]}', "not JSON"])
def test_a_body_that_is_not_the_dataclass_fails(body: str) -> None:
    with pytest.raises((Unreadable, TypeError, ValueError)):
        OUTER.value({"body": body})


def test_the_message_of_a_failure_holds_no_value() -> None:
    secret = "王秀英"

    with pytest.raises(Unreadable) as failure:
        OUTER.value({"body": json.dumps({"one": {"name": "x"}, "kind": secret})})

    assert secret not in f"{failure.value!r} {failure.value.__cause__!r}"


def test_a_column_of_the_wrong_kind_fails() -> None:
    row = OUTER.row(KEY, Outer(one=Inner(name="x"), count=3))

    with pytest.raises(Unreadable, match=r"Outer\.count"):
        OUTER.value({**row, "count": "3"})


def test_a_member_that_a_later_release_wrote_is_left_out() -> None:
    review = a_review()
    row = case_parts.REVIEW.row(KEY, review)
    body = json.loads(str(row["body"])) | {"invented_later": [1]}

    assert case_parts.REVIEW.value({**row, "body": json.dumps(body)}) == review


def test_a_field_that_an_earlier_release_did_not_write_has_its_default() -> None:
    review: Review = replace(a_review(), comment="Fine")
    row = case_parts.REVIEW.row(KEY, review)
    body = {name: each for name, each in json.loads(str(row["body"])).items() if name != "comment"}

    assert case_parts.REVIEW.value({**row, "body": json.dumps(body)}) == replace(review, comment="")


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"x", object()])
def test_what_json_cannot_carry_is_not_written(value: object) -> None:
    with pytest.raises(TypeError):
        case_parts.EVENT.row(KEY, an_event(data={"value": value}))


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(TEXTS, JSON, max_size=4))
def test_packed_contents_come_back(value: dict[str, Any]) -> None:
    assert unpack(pack(value)) == value


@pytest.mark.parametrize("value", ["text", "", 0, -7, 2**53, True, False, b"", b"\x00\xff"])
def test_attributes_come_back_as_what_they_were(value: Any) -> None:
    back = from_wire(to_wire({"value": value}))["value"]

    assert (back, type(back)) == (value, type(value))


def test_what_was_packed_without_known_words_can_be_read_and_with_them_is_smaller() -> None:
    content = {"host_registration": {"country": "KE", "registry": "Example", "number": "1"}, "sdg_goals": [4]}
    before = zlib.compress(json.dumps(content).encode(), 6)

    packed = pack(content)

    assert unpack(before) == unpack(packed) == content
    assert len(packed) < len(before) * 0.7


def test_the_words_that_contents_were_packed_with_never_change() -> None:
    assert zlib.adler32(WORDS) == int.from_bytes(pack({})[2:6])
    assert hex(zlib.adler32(WORDS)) == "0x8efdd761"
