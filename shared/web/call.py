"""One request as a route sees it, and its body read within bounds."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import parse_qs

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.domain.refusals import (
    FieldError,
    InvalidFields,
    Malformed,
    PreconditionMissing,
    TooLarge,
    Unauthenticated,
)
from shared.domain.words import Language, Words
from shared.identity import Caller

M = TypeVar("M", bound=BaseModel)
BODY_LIMIT = 262_144
"""Bytes of a request body; the longest form, all fields at their limits, is about 60,000."""
VERSION = re.compile(r"[0-9]{1,9}")
DEPTH = 12
"""Levels a JSON body may nest; ours need five."""


class Body(BaseModel):
    """A JSON body: exact types, and members nobody asked for are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(slots=False)
class Call:
    """A request: who calls, in which language, at what time, and what was sent."""

    event: Mapping[str, Any]
    caller: Caller | None
    at: datetime
    language: Language
    route: str
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def who(self) -> Caller:
        """The caller of a route that is not public."""
        if self.caller is None:
            raise Unauthenticated
        return self.caller

    @property
    def path(self) -> str:
        return str(self.event.get("rawPath") or "/")

    @property
    def method(self) -> str:
        return str(self.event.get("requestContext", {}).get("http", {}).get("method", "GET"))

    @cached_property
    def query(self) -> Mapping[str, str]:
        """Query parameters; of one given twice the last counts."""
        raw = str(self.event.get("rawQueryString") or "")
        return {name: values[-1] for name, values in parse_qs(raw, keep_blank_values=True).items()}

    @cached_property
    def cookies(self) -> Mapping[str, str]:
        """Cookies by name; API Gateway sends them apart, other gateways in one header."""
        pairs = self.event.get("cookies") or self.headers.get("cookie", "").split(";")
        split = (str(pair).strip().partition("=") for pair in pairs)
        return {name: value for name, _, value in split if name}

    @cached_property
    def body(self) -> bytes:
        """The bytes that were sent; raises TooLarge, or Malformed when they only claim to be base64."""
        raw = self.event.get("body") or ""
        if len(raw) > BODY_LIMIT * 4 // 3 + 4:
            raise TooLarge(BODY_LIMIT)
        encoded = self.event.get("isBase64Encoded")
        try:
            data = base64.b64decode(raw, validate=True) if encoded else raw.encode("utf-8", "surrogatepass")
        except ValueError as error:
            raise Malformed from error
        if len(data) > BODY_LIMIT:
            raise TooLarge(BODY_LIMIT)
        return data

    @cached_property
    def posted(self) -> Mapping[str, list[str]]:
        """The fields of a form post; raises Malformed when they are not UTF-8 text."""
        try:
            return parse_qs(self.body.decode(), keep_blank_values=True, errors="strict", max_num_fields=2_000)
        except ValueError as error:
            raise Malformed from error

    def sent(self, name: str) -> str:
        """One field of a form post, trimmed; empty when it was not sent."""
        return self.posted.get(name, [""])[-1].strip()

    def json(self, model: type[M]) -> M:
        """The JSON body as a model; raises Malformed, TooLarge or InvalidFields."""
        try:
            return model.model_validate(bounded_json(self.body or b"{}"))
        except ValidationError as error:
            raise InvalidFields(_field_errors(error)) from error

    @property
    def if_match(self) -> int | None:
        """The version in `If-Match`; None when there is none, -1 when it is no version of ours."""
        given = self.headers.get("if-match")
        if given is None:
            return None
        digits = given.strip().removeprefix("W/").strip('"')
        return int(digits) if VERSION.fullmatch(digits) else -1

    @property
    def seen(self) -> int:
        """The version this change is based on; raises PreconditionMissing."""
        if (version := self.if_match) is None:
            raise PreconditionMissing
        return version


def bounded_json(data: bytes) -> object:
    """JSON that is UTF-8, finite, an object and not absurdly deep; anything else is Malformed."""
    try:
        value = json.loads(data.decode(), parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(value, dict) or _depth(value) > DEPTH:
        raise Malformed
    return value


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _depth(value: object) -> int:
    level, depth = [value], 0
    while level:
        depth += 1
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return depth


WRONG: Mapping[str, Words] = {
    "missing": Words("This member is missing.", "缺少此项。"),
    "extra_forbidden": Words("There is no such member here.", "此处没有这一项。"),
    "string_type": Words("Give a text.", "请填写文字。"),
    "int_type": Words("Give a whole number.", "请填写整数。"),
    "bool_type": Words("Give true or false.", "请填写 true 或 false。"),
    "literal_error": Words("This is none of the values allowed here.", "不是允许的值。"),
    "greater_than_equal": Words("This number is too small.", "数值过小。"),
    "less_than_equal": Words("This number is too large.", "数值过大。"),
    "list_type": Words("Give a list.", "请填写列表。"),
    "dict_type": Words("Give an object.", "请填写对象。"),
    "model_type": Words("Give an object.", "请填写对象。"),
    "string_too_long": Words("This text is too long.", "文字过长。"),
    "string_too_short": Words("This text is too short.", "文字过短。"),
    "string_pattern_mismatch": Words("This text has the wrong form.", "文字格式不正确。"),
    "too_long": Words("There are too many entries.", "条目过多。"),
}
OTHERWISE = Words("This value is not valid here.", "此处的值无效。")


def _field_errors(error: ValidationError) -> tuple[FieldError, ...]:
    return tuple(
        FieldError(
            field=".".join(str(part)[:60] for part in each["loc"]) or "body",
            code=each["type"],
            message=WRONG.get(each["type"], OTHERWISE),
        )
        for each in error.errors(include_url=False, include_input=False, include_context=False)[:50]
    )
