"""The three calls of DynamoDB that the registry makes, over connections kept open; decision 0012 says why not the SDK's."""

import json
import random
import ssl
import time
import uuid
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from shared.store.signature import Signer

VERSION = "DynamoDB_20120810"
ATTEMPTS = 4
CONNECT, ANSWER = 2.0, 8.0
"""Seconds to wait for a connection, and for an answer."""
PAUSE = 0.05
"""Seconds before the second attempt, at most; each further one may wait twice as long."""
PASSING = frozenset(
    {
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)
"""What DynamoDB answers when the very same call may succeed a moment later."""
GOOD = 200
SERVER = 500


class Failed(Exception):
    """DynamoDB refused a call: its code, and all it said. The text holds the code alone, for it may be logged."""

    def __init__(self, operation: str, code: str, answer: dict[str, Any]) -> None:
        super().__init__(f"{operation}: {code}")
        self.code, self.answer = code, answer


class Dynamo:
    """A client that is safe in threads; it takes and answers what botocore's does, bytes as base64."""

    def __init__(self, endpoint: str, signer: Signer, *, bundle: str | None = None) -> None:
        self._idle: list[HTTPConnection] = []
        address = urlsplit(endpoint)
        self._host, self._signer = address.netloc, signer
        self._context = ssl.create_default_context(cafile=bundle) if address.scheme == "https" else None
        self.opened = 0
        """Connections opened so far."""

    def batch_get_item(self, **arguments: Any) -> dict[str, Any]:
        return self.call("BatchGetItem", **arguments)

    def query(self, **arguments: Any) -> dict[str, Any]:
        return self.call("Query", **arguments)

    def transact_write_items(self, **arguments: Any) -> dict[str, Any]:
        """Its token makes the attempts of one call one transaction, whichever of their answers was lost."""
        return self.call("TransactWriteItems", ClientRequestToken=str(uuid.uuid4()), **arguments)

    def call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """Any operation by its name. Raises Failed, or OSError and HTTPException when nothing answers."""
        body = json.dumps(arguments, separators=(",", ":"), ensure_ascii=False).encode()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                status, answer = self._sent(operation, body)
            except (OSError, HTTPException):
                self.close()
                if attempt == ATTEMPTS:
                    raise
            else:
                if status == GOOD:
                    return answer
                code = str(answer.get("__type", status)).rpartition("#")[2]
                if attempt == ATTEMPTS or not (status >= SERVER or code in PASSING):
                    raise Failed(operation, code, answer)
            time.sleep(random.uniform(0, PAUSE * 2 ** (attempt - 1)))  # noqa: S311 -- jitter, not a secret
        raise AssertionError(operation)

    def close(self) -> None:
        """Close what is idle: after a thaw of the function, connections may be dead together."""
        while self._idle:
            self._idle.pop().close()

    def __del__(self) -> None:
        self.close()

    def _sent(self, operation: str, body: bytes) -> tuple[int, dict[str, Any]]:
        """One attempt; a connection goes back only when its answer was read to the end."""
        headers = self._signer.headers(self._host, f"{VERSION}.{operation}", body, datetime.now(UTC))
        connection = self._connection()
        try:
            connection.request("POST", "/", body, headers)
            response = connection.getresponse()
            content = response.read()
        except BaseException:
            connection.close()
            raise
        if not response.will_close:
            self._idle.append(connection)
        try:
            answer = json.loads(content)
        except ValueError:
            answer = {}
        return response.status, answer if isinstance(answer, dict) else {}

    def _connection(self) -> HTTPConnection:
        try:
            return self._idle.pop()
        except IndexError:
            pass
        context = self._context
        made = (
            HTTPSConnection(self._host, timeout=CONNECT, context=context)
            if context
            else HTTPConnection(self._host, timeout=CONNECT)
        )
        made.connect()
        made.sock.settimeout(ANSWER)
        self.opened += 1
        return made
