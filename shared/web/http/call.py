"""One request as a route sees it, and its body read within bounds."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs

from shared.domain.people import Person
from shared.domain.refusals import Malformed, PreconditionMissing, TooLarge, Unauthenticated
from shared.domain.words import Language
from shared.store.codec import Row
from shared.store.keys import Key

if TYPE_CHECKING:
    from pydantic import BaseModel

M = TypeVar("M", bound="BaseModel")
BODY_LIMIT = 262_144
"""Bytes of a request body; whoever pastes a longer table does it in two parts."""
CODE = re.compile(r"[!-~]{1,128}")
"""Every id, code and token that a form of ours carries is printable ASCII and shorter than this."""
VERSION = re.compile(r"[0-9]{1,9}")
MOST_TAGS = 20
"""Tags of an `If-Match` that are looked at."""
DEPTH = 12
"""Levels a JSON body may nest; ours need five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A signed-in person; `csrf` is the form token of their session and empty for API tokens.

    `conflicts` are the cases that do not exist for them: declared conflicts of interest.
    """

    person: Person
    unread: int = 0
    conflicts: frozenset[str] = frozenset()
    csrf: str = ""
    digest: str = ""
    seen_at: datetime | None = None
    started_at: datetime | None = None
    second_factor: bool = False


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
    rows: Mapping[Key, Row] = field(default_factory=dict)
    """What the route asked to be read besides, with the caller."""
    viewer: str = ""
    """Where the request came from as the edge saw it; empty unless the edge has proven itself."""

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

    @property
    def address(self) -> str:
        """Where the request came from, as edge or gateway saw it and not as a header may claim."""
        return self.viewer or str(self.event.get("requestContext", {}).get("http", {}).get("sourceIp", ""))

    @cached_property
    def query(self) -> Mapping[str, str]:
        """Query parameters; of one given twice the last counts."""
        raw = str(self.event.get("rawQueryString") or "")
        return {name: values[-1] for name, values in parse_qs(raw, keep_blank_values=True).items()}

    @cached_property
    def cookie_pairs(self) -> list[tuple[str, str]]:
        """Names and values in the order they came; API Gateway sends them apart, other gateways in one header."""
        pairs = self.event.get("cookies") or self.headers.get("cookie", "").split(";")
        split = (str(pair).strip().partition("=") for pair in pairs)
        return [(name.strip(), value) for name, _, value in split if name]

    @cached_property
    def cookies(self) -> Mapping[str, str]:
        """Cookies by name; of one that came twice the last counts."""
        return dict(self.cookie_pairs)

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

    def code(self, name: str) -> str:
        """One id or code of a form post; empty when it was not sent or cannot be one of ours. Texts: post_input."""
        return next(iter(self.codes(name)[-1:]), "")

    def codes(self, name: str) -> list[str]:
        """Every id or code that was chosen under one name, each once."""
        sent = (value.strip() for value in self.posted.get(name, ()))
        return list(dict.fromkeys(value for value in sent if CODE.fullmatch(value)))

    def written(self, prefix: str) -> list[str]:
        """What follows the prefix in the names of the inputs that are not empty."""
        return [
            name.removeprefix(prefix)
            for name, values in self.posted.items()
            if name.startswith(prefix) and values[-1].strip()
        ]

    def json(self, model: type[M]) -> M:
        """The JSON body as a model; raises Malformed, TooLarge or InvalidFields."""
        from shared.web.api.validation import validated  # noqa: PLC0415 -- pages need no pydantic

        return validated(model, bounded_json(self.body or b"{}"))

    @property
    def if_match(self) -> frozenset[int] | None:
        """The versions in `If-Match` (RFC 9110 13.1.1); None for `*` or when there is none.

        A proxy may have marked a tag as weak: it is still ours. What is no version of ours matches nothing.
        """
        given = self.headers.get("if-match", "*").strip()
        if given == "*":
            return None
        tags = (each.strip().removeprefix("W/").strip('"') for each in given.split(",")[:MOST_TAGS])
        return frozenset(int(tag) for tag in tags if VERSION.fullmatch(tag))

    @property
    def seen(self) -> frozenset[int] | None:
        """The versions this change may be based on, None for any; raises PreconditionMissing."""
        if "if-match" not in self.headers:
            raise PreconditionMissing
        return self.if_match


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
