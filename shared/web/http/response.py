"""What a route answers, before it is made a response of API Gateway."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Response:
    """What a route answers: a body with its type, or a place to go to."""

    body: str | bytes = ""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] | None = None
    cookies: tuple[str, ...] = ()

    @classmethod
    def see(cls, location: str, *, cookies: tuple[str, ...] = ()) -> "Response":
        """Go on elsewhere with GET: after every form post that did something."""
        return cls(status=303, content_type=HTML, headers={"Location": location}, cookies=cookies)

    @classmethod
    def of(cls, view: "BaseModel", *, status: int = 200, **headers: str) -> "Response":
        """A public model as JSON; header names are written with underscores."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        return cls(view.model_dump_json(exclude_none=True), status, headers=named)

    @classmethod
    def of_plain(cls, value: object) -> "Response":
        """Plain data of our own as JSON."""
        return cls(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    @classmethod
    def page(cls, html: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> "Response":
        return cls(html, status, HTML, headers)
