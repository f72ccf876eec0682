"""Records of the table's stream as Lambda hands them over, and a client that dies in the middle."""

import copy
import inspect
import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.events import Event
from shared.store.codec import dense

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CANARY = "王秀英 canary@example.org"


def an_event(application_id: str = "a1", version: int = 2, **changes: Any) -> Event:
    fields: dict[str, Any] = {
        "application_id": application_id,
        "version": version,
        "kind": "submitted",
        "action": "submit",
        "state": "submitted",
        "previous_state": "draft",
        "at": NOON + timedelta(minutes=version),
        "by": "p1",
        "by_name": CANARY,
        "role": "partner_signatory",
        "direction": "going_out",
        "number": "GO-26-222222",
        "organisation_id": "o1",
        "programme_id": "g1",
        "regions": ("KE",),
        "data": {"reason": CANARY},
    }
    return Event(**{**fields, **changes})


def a_record(event: Event, sequence: int = 1, name: str = "INSERT") -> dict[str, Any]:
    """A stream record; keys of the table spelt out on purpose, as the stream is a contract of its own."""
    body = {**asdict(event), "at": event.at.isoformat().replace("+00:00", "Z")}
    key = {"PK": {"S": f"APPLICATION#{event.application_id}"}, "SK": {"S": f"EVENT#{event.version:06}"}}
    image = {**copy.deepcopy(key), "body": {"S": dense(body)}}
    return {
        "eventID": str(sequence),
        "eventName": name,
        "eventSource": "aws:dynamodb",
        "dynamodb": {"Keys": key, "NewImage": image, "SequenceNumber": number(sequence)},
    }


def number(sequence: int) -> str:
    return f"{sequence:021}"


class Killed(BaseException):
    """The process died; no `except Exception` may outlive it."""


class Dying:
    """A client that works until its n-th call, and dies before or after that one reached AWS."""

    def __init__(self, client: Any, calls: int, *, after: bool) -> None:
        self._client, self._left, self._after = client, calls, after

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._client, name)
        if not inspect.ismethod(real):
            return real

        def call(**arguments: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._after:
                raise Killed
            answer = real(**arguments)
            if self._left == 0:
                raise Killed
            return answer

        return call


class Taking:
    """A topic and a queue that take whatever is sent, without a server."""

    def __init__(self) -> None:
        self.published: list[dict[str, Any]] = []
        self.parked: list[dict[str, Any]] = []

    def publish_batch(self, **arguments: Any) -> dict[str, Any]:
        entries = arguments["PublishBatchRequestEntries"]
        self.published += [json.loads(entry["Message"]) for entry in entries]
        return {"Successful": [{"Id": entry["Id"]} for entry in entries]}

    def send_message(self, **arguments: Any) -> dict[str, Any]:
        self.parked.append(json.loads(arguments["MessageBody"]))
        return {}


class Counting:
    """A client that notes what is called."""

    def __init__(self, client: Any, calls: list[str]) -> None:
        self._client, self._calls = client, calls

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._client, name)
        if inspect.ismethod(real):
            self._calls.append(name)
        return real
