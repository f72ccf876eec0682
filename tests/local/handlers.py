"""Tiny functions the embedded run's own tests put behind routes."""

from __future__ import annotations

import base64
import os
import time
from typing import Any

ANSWERS: dict[str, Any] = {
    "cookies": {
        "statusCode": 303,
        "headers": {"Location": "/"},
        "cookies": ["a=1; Path=/", "b=2"],
        "body": "",
    },
    "bytes": {"statusCode": 200, "isBase64Encoded": True, "body": base64.b64encode(b"\x89PNG\x00").decode()},
    "splits": {"statusCode": 200, "headers": {"x": "a\r\nset-cookie: evil=1"}, "body": ""},
    "huge": {"statusCode": 200, "body": "x" * (6 * 1024 * 1024 + 1)},
    "nothing": {"statusCode": 204},
}


def echo(event: dict[str, Any], context: Any) -> Any:
    """Answers with the event; a path ending in the name of a trick plays it."""
    trick = event["rawPath"].rpartition("/")[2]
    if trick == "fails":
        raise RuntimeError("a bug")
    if trick == "process":
        time.sleep(0.5)
        return {"process": os.getpid()}
    if trick == "dies":
        os._exit(1)
    if trick == "environment":
        return {"environment": dict(os.environ)}
    seen = {"function": context.function_name, "milliseconds": context.get_remaining_time_in_millis()}
    return ANSWERS.get(trick, {**event, **seen})


def other(event: dict[str, Any], context: Any) -> Any:
    return {"statusCode": 404, "headers": {"content-type": "text/plain"}, "body": "nobody is here"}
