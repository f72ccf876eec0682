"""A client of the table that fails once, at a call and in a way chosen beforehand."""

from functools import partial
from typing import Any, Literal

from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError

from shared.store.stores import Stores
from shared.store.table import Table

Fault = Literal["unsent", "answer lost", "throttled", "conflict", "killed before", "killed after"]
FAULTS: tuple[Fault, ...] = (
    "unsent",
    "answer lost",
    "throttled",
    "conflict",
    "killed before",
    "killed after",
)
WRITE = "transact_write_items"
ADDRESS = "https://table.example"


class Killed(BaseException):
    """The process is gone; nothing in it may catch this."""


class Client:
    """Counts its calls by name, and lets the one at `strikes` fail; it sits above the SDK's own retries."""

    def __init__(self, inner: Any, fault: Fault | None = None, strikes: int = -1) -> None:
        self._inner, self._fault, self._strikes = inner, fault, strikes
        self.exceptions = inner.exceptions
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return partial(self._called, name)

    def _called(self, name: str, **arguments: Any) -> Any:
        self.calls.append(name)
        send = partial(getattr(self._inner, name), **arguments)
        if len(self.calls) - 1 != self._strikes:
            return send()
        return self._struck(name, send)

    def _struck(self, name: str, send: Any) -> Any:
        match self._fault:
            case "unsent":
                raise EndpointConnectionError(endpoint_url=ADDRESS)
            case "throttled":
                raise self._throttled(name)
            case "conflict":
                raise self._cancelled("TransactionConflict")
            case "killed before":
                raise Killed
        send()
        raise Killed if self._fault == "killed after" else ConnectionClosedError(endpoint_url=ADDRESS)

    def _throttled(self, name: str) -> ClientError:
        if name == WRITE:
            return self._cancelled("ProvisionedThroughputExceeded")
        error: Any = {"Error": {"Code": "ThrottlingException", "Message": ""}}
        return ClientError(error, name)

    def _cancelled(self, code: str) -> ClientError:
        answer = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": [{"Code": code}]}
        made: ClientError = self.exceptions.TransactionCanceledException(answer, WRITE)
        return made


def behind(stores: Stores, client: Client) -> Stores:
    """Stores as a process that just started has them, over this client."""
    table: Any = client
    return Stores(Table(table, stores.table.name))
