"""Compressed bodies for API Gateway, which carries bytes as base64."""

import base64
import gzip
from typing import Final

WORTHWHILE: Final = 1024
"""Bytes below which compressing saves nothing."""


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether the client takes gzip (RFC 9110 12.5.3); `gzip;q=0` says no."""
    for part in (accept_encoding or "").lower().split(","):
        coding, _, parameters = part.strip().partition(";")
        if coding.strip() in {"gzip", "*"}:
            weight = parameters.replace(" ", "").removeprefix("q=")
            return weight.strip("0.") != "" or weight == ""
    return False


def gzipped(body: str | bytes) -> bytes:
    """The same input always gives the same bytes."""
    raw = body.encode() if isinstance(body, str) else body
    return gzip.compress(raw, compresslevel=6, mtime=0)


def packed(body: str | bytes, accept_encoding: str | None) -> tuple[str, bool, dict[str, str]]:
    """Body, `isBase64Encoded` and extra headers of an API Gateway answer."""
    raw = body.encode() if isinstance(body, str) else body
    if len(raw) >= WORTHWHILE and accepts_gzip(accept_encoding):
        return base64.b64encode(gzipped(raw)).decode(), True, {"Content-Encoding": "gzip"}
    if isinstance(body, str):
        return body, False, {}
    return base64.b64encode(raw).decode(), True, {}
