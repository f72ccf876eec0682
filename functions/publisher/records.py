"""What a record of the table's stream says: an event to publish, one that never can be, or nothing for us."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from shared.domain.events import Event, cloud_event
from shared.store import keys

LARGEST = 262_144
"""Bytes that SNS takes in one call, message and attributes together."""

KNOWN = frozenset(field.name for field in fields(Event))
TOKEN = re.compile(r"[!-~]{1,256}")
"""Every id and code we make; anything else is not ours and may not reach a subscriber."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An event as the topic takes it; empty attributes are left out, for SNS refuses them."""

    message: str
    attributes: dict[str, str]

    @property
    def size(self) -> int:
        attributes = sum(len(name) + len("String") + len(value) for name, value in self.attributes.items())
        return len(self.message) + attributes


@dataclass(frozen=True, slots=True)
class Poison:
    """A record that can never be published, and why: `undecodable`, `unknown_schema`, `oversize` or `refused`."""

    reason: str


def read(record: object) -> Notice | Poison | None:
    """The notice of an inserted event; None for every other change of the table."""
    if not isinstance(record, Mapping):
        return Poison("undecodable")
    if record.get("eventName") in ("MODIFY", "REMOVE"):  # a tuple: what came may not be hashable
        return None
    try:
        sort = record["dynamodb"]["Keys"]["SK"]["S"]
        if not sort.startswith(keys.FIRST_EVENT):
            return None
        body = json.loads(record["dynamodb"]["NewImage"]["body"]["S"])
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return Poison("undecodable")
    try:
        notice = _notice(_event(body))
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        return Poison("unknown_schema")
    return notice if notice.size <= LARGEST else Poison("oversize")


def sequence_number(record: Any) -> str:
    """Where the stream resumes; empty when the record does not say, which Lambda reads as the whole batch."""
    try:
        found = record["dynamodb"]["SequenceNumber"]
    except (KeyError, TypeError):
        return ""
    return found if isinstance(found, str) else ""


def _event(body: dict[str, Any]) -> Event:
    """The event, without pydantic, which would double this function's start; raises what a wrong shape raises."""
    known: dict[str, Any] = {name: value for name, value in body.items() if name in KNOWN}
    event = Event(
        **known | {"at": datetime.fromisoformat(body["at"]), "regions": tuple(body.get("regions", ()))}
    )
    codes = [event.application_id, event.kind, event.state, event.direction, *event.regions]
    codes += [code for code in (event.organisation_id, event.programme_id, event.previous_state) if code]
    if None in map(TOKEN.fullmatch, codes):
        raise ValueError
    if type(event.version) is not int or event.version < 1 or event.at.utcoffset() is None:
        raise ValueError
    return event


def _notice(event: Event) -> Notice:
    public = cloud_event(event)
    attributes = {
        "type": str(public["type"]),
        "direction": event.direction,
        "state": event.state,
        "organisation_id": event.organisation_id,
    }
    return Notice(
        json.dumps(public, separators=(",", ":")),
        {name: value for name, value in attributes.items() if value},
    )
