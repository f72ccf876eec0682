"""A person's program: reads a case over the JSON API and acts on what it has just read."""

from datetime import UTC, datetime
from typing import Any, Final

from shared.domain.workflow import definitions
from shared.identity import issue_token
from shared.store.stores import Stores
from shared.web.http.action_addresses import route_of
from tests.client import Client, Reply

ANOTHER_NEED: Final = "Another need than the one described before, and long enough to be taken for one. " * 3


class Program:
    """The API client of one person."""

    def __init__(self, stores: Stores, who: str) -> None:
        self.client = Client(token=issue_token(stores, who, at=datetime.now(UTC)))

    def read(self, application_id: str) -> Reply:
        return self.client.get(f"/api/v1/applications/{application_id}")

    def take(self, application_id: str, name: str, body: object = None, *, etag: str = "") -> Reply:
        """Take an action on the version that was read before, or on the present one."""
        target = route_of(application_id, definitions().actions[name])
        return self.client.call(
            "POST", target, body or {}, if_match=etag or self.read(application_id).headers["etag"]
        )

    def edit(self, application_id: str, **fields: object) -> None:
        etag = self.read(application_id).headers["etag"]
        target = f"/api/v1/applications/{application_id}"
        reply = self.client.call("PATCH", target, {"fields": fields}, if_match=etag)
        assert reply.status == 200, reply.text

    def review(self, application_id: str, **body: Any) -> Reply:
        """Hand in, replace or confirm one's review, without a conflict of interest."""
        target = f"/api/v1/applications/{application_id}/reviews/me"
        return self.client.call("PUT", target, {"conflict": False, **body})

    def history(self, application_id: str, query: str = "") -> Any:
        return self.client.get(f"/api/v1/applications/{application_id}/history{query}").json
