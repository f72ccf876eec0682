"""The answer to what should never happen, and what the log says of it: where it broke, never what somebody sent."""

import json
import traceback
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, TypeVar

from shared.domain.words import Language, Words
from shared.language.choice import COOKIE, choose
from shared.log import logger
from shared.metrics import count
from shared.web.http.headers import TAGS, page_headers
from shared.wiring import wiring

T = TypeVar("T")
TITLE = Words("Something went wrong here", "系统出错")
DETAIL = Words(
    "The fault is ours and has been reported. What you sent was either saved whole or not at all: look at the case, "
    "and send it again if it is not there.",
    "这是系统故障，已自动报告。您提交的内容要么已完整保存，要么完全没有保存：请先查看申请，如未保存请再次提交。",
)
NUMBER = Words(
    "If it happens again, tell the programme office this number: {id}",
    "如再次出现，请将此编号告知项目办公室：{id}",
)
START = Words("Go to the start page", "返回首页")
PAGE = (
    '<!DOCTYPE html><html lang="{tag}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>'
    '<body><main><h1>{title}</h1><p>{detail}</p><p>{number}</p><p><a href="/">{start}</a></p></main></body></html>'
)
"""Without templates, styles and a look at who calls: one of them may be what is broken."""


def last_resort(event: Mapping[str, Any], error: Exception, *, page: bool) -> dict[str, Any]:
    """500 in the reader's language with the request's id, as API Gateway takes it; counted, and logged once."""
    identity = str((event.get("requestContext") or {}).get("requestId") or "")
    report("unexpected", error, request_id=identity)
    language = _language(event)
    title, detail = TITLE.within(language), DETAIL.within(language)
    number = NUMBER.within(language).format(id=identity)
    if page:
        body = PAGE.format(
            tag=TAGS[language],
            title=escape(title),
            detail=escape(detail),
            number=escape(number),
            start=escape(START.within(language)),
        )
    else:
        kind = "urn:exchange-registry:problem:unexpected"
        said = {
            "type": kind,
            "title": title,
            "status": 500,
            "code": "unexpected",
            "detail": detail,
            "instance": identity,
        }
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    content_type = "text/html; charset=utf-8" if page else "application/problem+json"
    headers = {**page_headers(language), "Content-Type": content_type, "X-Request-Id": identity}
    return {"statusCode": 500, "headers": headers, "body": body, "isBase64Encoded": False, "cookies": []}


def part(name: str, make: Callable[[], T], otherwise: Any, broken: list[str]) -> T:
    """One part of a page: what stored data cannot be shown is reported and named in `broken`, and the rest is shown."""
    try:
        return make()
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        report("part", error, part=name)
        broken.append(name)
        fallback: T = otherwise
        return fallback


def report(message: str, error: Exception, **known: str) -> None:
    """The frames and the kinds of the error and its causes; their texts may hold what somebody typed."""
    count("Faults", 1, wiring().service_name)
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__
    frames = [
        f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(error.__traceback__)
    ]
    logger.error(message, extra={"error": kinds, "traceback": frames, **known})


def _language(event: Mapping[str, Any]) -> Language:
    """As for every other answer, but for the account, which may be what cannot be read."""
    headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    cookies = event.get("cookies") or headers.get("cookie", "").split(";")
    chosen = [
        str(each).strip().partition("=")[2] for each in cookies if str(each).strip().startswith(f"{COOKIE}=")
    ]
    return choose(cookie=next(iter(chosen), None), accept=headers.get("accept-language"))
