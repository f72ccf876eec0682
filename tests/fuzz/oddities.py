"""What else of a request may be odd: headers, query, cookies, path, and members that an event leaves out."""

import random
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from tests.fuzz.texts import TEXTS

Event = dict[str, Any]
Oddity = Callable[[random.Random, Event], None]
HEADERS = (
    "if-match", "idempotency-key", "accept-language", "accept-encoding", "content-type", "content-length",
    "origin", "referer", "sec-fetch-site", "host", "x-forwarded-for", "x-forwarded-host", "cookie",
    "user-agent", "range", "transfer-encoding", "content-encoding", "x-http-method-override", "expect",
    "forwarded", "accept", "traceparent",
)  # fmt: skip
VALUES = (
    "", " ", "*", '"', '""', '"1"', "1", 'W/"1"', '"1", "2"', '"99999999999"', '"-1"', '"１"', "null",
    "chunked", "gzip", "gzip;q=0", "gzip;q=x", "*;q=0", "br, gzip;q=1.0000001", "identity", "en;q=",
    "zh;q=NaN", "x" * 8_000, "en," * 2_000, "a\tb", "é", "\x00", "\x7f", "\ud800", "=?utf-8?b?AAAA?=",
    "bytes=0-1", "bytes=-1,5-", "http://[::1", "//evil.example",
)  # fmt: skip
QUERIES = (
    "%", "%zz=1", "a=%ff", "%ff", "&&&&", "=", "?a=1", "a" * 8_000, "limit=1&" * 2_000, "done=" + "x" * 3_000,
    "limit=0", "limit=101", "limit=-1", "limit=１", "limit=1e2", "limit=", "limit=1&limit=2",
    "limit=" + "9" * 5_000, "cursor=", "cursor=x", "cursor=e30", "cursor=bnVsbA", "cursor=W10",
    "cursor=eyJQSyI6MX0=", "cursor=%00", "cursor=%ff", "cursor=" + "A" * 6_000, "cursor=eyJhIjp7IlMiOiJ4In19",
    "cursor=MQ", "after=-1", "after=999998", "after=1e9", "after=x", "since=", "since=x", "since=0",
    "since=2026-11-23", "since=2026-13-01T00:00:00Z", "since=0001-01-01T00:00:00%2B23:59",
    "since=9999-12-31T23:59:59-23:59", "since=2026-11-23T12:00:00.123456789Z", "since=%F0%9F%98%80",
    "since=20261123T1200Z", "direction=x", "direction=%00", "state=x&direction=going_out", "state=%ED%A0%80",
    "role=x", "role=", "role=%00", "typed=1", "to=xx", "to=zh&next=//x", "next=%0d%0aX:y", "ended=1",
    "state=" + "A" * 43, "state=x&code=y", "error=x", "iss=x", "done=submit", "filter=x", "tab=x", "show=%22",
    "seen=x", "lang=zh", "q=%F0", "status=x", "mine=x", "sort=x", "version=99", "from=1&to=2",
)  # fmt: skip
COOKIES = (
    "language=xx", "language=", "language=zh", "language=\x00", "language=" + "z" * 5_000, "=x", "x", "", ";",
    "a=b;c=d", "é=é", "__Host-session=", "__Host-session=x", "__Host-session=x.y",
    "__Host-session=" + "a" * 64 + "." + "b" * 43, "\ud800=\ud800", "__Host-session=..",
    "__Host-session=" + "x" * 4_100, "__Host-sign-in=x", "__Host-sign-in=" + "A" * 43, "$Version=1",
    "a=\r\nb",
)  # fmt: skip
CREDENTIALS = (
    "", "Bearer", "Bearer ", "bearer ert_", "Basic eDp5", "Bearer ert_x.y", "Bearer " + "x" * 7_000,
    "Bearer ert_é.é", "Bearer ert_" + "a" * 64 + "." + "b" * 43, "\ud800", "ert_a",
)  # fmt: skip
PIECES = (
    "%00", "%ff", "..", "%2e%2e", "%2F", "//", "%0d%0a", "%E6%B1%89", "%F0%9F%98%80", "a" * 300, "a" * 7_000,
    "%ED%A0%80", "%", "APPLICATION%23x", "%3Cscript%3E", "me", "null", "-1", "A" * 26, "a" * 26,
    "a" * 25 + "=", "{application_id}", "<x>", "a b", "organisation", "nonsense", "going_out", "site.css",
    "*", "$default", ";x=1", "~", "%C0%AF", "a" * 26 + "%20", "a" * 26 + "%0A",
)  # fmt: skip
GIVEN = (
    "body", "cookies", "headers", "isBase64Encoded", "pathParameters", "queryStringParameters",
    "rawQueryString",
)  # fmt: skip
HTTP = ("protocol", "sourceIp", "userAgent")
CONTEXT = (
    "accountId", "apiId", "domainName", "domainPrefix", "requestId", "time", "timeEpoch", "routeKey",
)  # fmt: skip


def odd_header(chance: random.Random, event: Event) -> None:
    for name in chance.sample(HEADERS, chance.randrange(1, 4)):
        event["headers"][name] = chance.choice((*VALUES, *TEXTS))


def odd_credentials(chance: random.Random, event: Event) -> None:
    event["headers"]["authorization"] = chance.choice(CREDENTIALS)


def no_headers(chance: random.Random, event: Event) -> None:
    kept = {name: value for name, value in event["headers"].items() if chance.random() < 0.5}
    event["headers"] = chance.choice(
        (kept, {}, None, {**kept, "": ""}, {name.upper(): value for name, value in kept.items()})
    )


def odd_query(chance: random.Random, event: Event) -> None:
    event["rawQueryString"] = "&".join(chance.sample(QUERIES, chance.randrange(1, 4)))
    event["queryStringParameters"] = {"limit": "1,2"}


def odd_cookies(chance: random.Random, event: Event) -> None:
    own = event.get("cookies") or []
    odd = chance.sample(COOKIES, chance.randrange(1, 5))
    event["cookies"] = chance.choice(([*odd, *own], [*own, *odd], odd * 50, [*own, *own]))


def odd_path(chance: random.Random, event: Event) -> None:
    """One piece of the path replaced, or more pieces at its end; `rawPath` is decoded, as API Gateway does."""
    pieces = event["requestContext"]["http"]["path"].split("/")
    place = chance.randrange(1, len(pieces))
    ways = (
        [*pieces[:place], chance.choice(PIECES), *pieces[place + 1 :]],
        [*pieces, *chance.sample(PIECES, 2)],
        [*pieces, ""],
    )
    event["path"] = quote("/".join(chance.choice(ways)), safe="/%", errors="replace")


def odd_method(chance: random.Random, event: Event) -> None:
    event["requestContext"]["http"]["method"] = chance.choice(
        ("GET", "HEAD", "OPTIONS", "DELETE", "PATCH", "PUT", "POST")
    )


def left_out(chance: random.Random, event: Event) -> None:
    """Members that are absent or null when there is nothing to say, and those of the context nobody needs."""
    for holder, names in (
        (event, GIVEN),
        (event["requestContext"]["http"], HTTP),
        (event["requestContext"], CONTEXT),
    ):
        for name in chance.sample(names, chance.randrange(3)):
            if chance.random() < 0.5:
                holder.pop(name, None)
            else:
                holder[name] = None


def nothing_odd(_chance: random.Random, _event: Event) -> None:
    """The body alone is odd."""


KNOWN = (
    odd_header, odd_credentials, no_headers, odd_query, odd_cookies, odd_path, odd_method, left_out, nothing_odd,
)  # fmt: skip
ODDITIES: Mapping[str, Oddity] = {odd.__name__: odd for odd in KNOWN}
