"""What happened to a case: one event for each change, which is its history, its audit trail and its outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.json_value import JsonValue

SOURCE = "/exchange-registry"
TYPE_PREFIX = "exchange.application."


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact; `data` holds what only the history shows (reasons, attestations, names of fields).

    `public_version` numbers it for the partner, who may not count what happens inside; `told_partner`: it is one of
    those the partner is shown (unknown of events stored before this was recorded).
    Its identity is `<application id>:<version>`, the idempotency key of every consumer.
    """

    application_id: str
    version: int
    kind: str
    action: str
    state: str
    previous_state: str | None
    at: datetime
    by: str
    by_name: str
    role: str
    direction: str
    number: str
    organisation_id: str
    programme_id: str
    regions: tuple[str, ...] = ()
    data: Mapping[str, JsonValue] = field(default_factory=dict)
    public_version: int = 0
    told_partner: bool | None = None

    @property
    def id(self) -> str:
        return f"{self.application_id}:{self.version}"


def cloud_event(event: Event) -> dict[str, JsonValue]:
    """The public form (CloudEvents 1.0): ids and states only, never a name, a reason or an answer."""
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": SOURCE,
        "type": TYPE_PREFIX + event.kind,
        "subject": event.application_id,
        "time": event.at.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {
            "direction": event.direction,
            "state": event.state,
            "previous_state": event.previous_state,
            "version": event.version,
            "organisation_id": event.organisation_id,
            "programme_id": event.programme_id,
            "country_regions": list(event.regions),
        },
    }
