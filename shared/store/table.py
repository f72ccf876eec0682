"""The one seam to DynamoDB: reads and all-or-nothing writes of plain rows."""

import json
import random
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.domain.refusals import Conflict, TooMany
from shared.store.codec import Plain, Row, from_wire, to_wire
from shared.store.keys import Key, last_part

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ATTEMPTS = 6
"""Tries when a transaction only met another one in flight; its own conditions were never refused."""


AT_ONCE = 100
"""Items that one call reads (a limit of DynamoDB)."""
IN_FLIGHT = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
"""Why a transaction was cancelled though nothing refused it."""
THROTTLED = frozenset(
    {"ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"}
)
"""What the table answers when it is asked too much; botocore has tried again already."""


class Taken(Conflict):
    """A condition of the transaction failed; `index` says which write it belonged to."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


@dataclass(frozen=True, slots=True)
class Write:
    """One write of a transaction, as DynamoDB names it: Put, Update, Delete or ConditionCheck."""

    kind: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one query and the key to go on from, or None at the end."""

    rows: list[Row]
    after: Row | None


READ_AS_SENT = ("BatchGetItem", "Query", "TransactWriteItems")
"""The calls whose answers are DynamoDB's JSON as it came."""


class Table:
    """The registry's single table."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self.client, self.name = client, name

    def get(self, keys: Sequence[Key], *, consistent: bool = True) -> dict[Key, Row]:
        """Items by key, 100 in one call; those that do not exist are left out. Raises TooMany when throttled."""
        every = [to_wire(_key(key)) for key in dict.fromkeys(keys)]
        found: dict[Key, Row] = {}
        for start in range(0, len(every), AT_ONCE):
            for row in self._got({"Keys": every[start : start + AT_ONCE], "ConsistentRead": consistent}):
                found[Key(str(row["PK"]), str(row["SK"]))] = row
        return found

    def _got(self, request: Mapping[str, Any]) -> Iterator[Row]:
        """Every item of one call; what was left unread is asked for again and never taken for missing."""
        wanted: Any = {self.name: request}
        for attempt in range(ATTEMPTS):
            with _too_many_when_throttled():
                answer = self.client.batch_get_item(RequestItems=wanted)
            yield from map(from_wire, answer["Responses"].get(self.name, []))
            wanted = answer.get("UnprocessedKeys") or {}
            if not wanted:
                return
            time.sleep(0.02 * 2**attempt)
        raise TooMany(1)

    def query(
        self,
        key: Key,
        *,
        index: str | None = None,
        low: str | None = None,
        high: str | None = None,
        limit: int = 100,
        after: Mapping[str, Plain] | None = None,
        newest_first: bool = False,
        consistent: bool = False,
    ) -> Page:
        """One page of a partition: sort keys that begin with `key.sort`, or lie between `low` and `high`.

        Raises TooMany when throttled.
        """
        names = {
            None: ("PK", "SK"),
            "by-party": ("PARTY_PK", "PARTY_SK"),
            "by-state": ("STATE_PK", "STATE_SK"),
        }
        partition, sort = names[index]
        condition, values = _range(sort, key.sort, low, high)
        options: dict[str, Any] = {"IndexName": index} if index else {"ConsistentRead": consistent}
        if after:
            options["ExclusiveStartKey"] = to_wire(after)
        with _too_many_when_throttled():
            answer = self.client.query(
                TableName=self.name,
                KeyConditionExpression=f"{partition} = :partition{condition}",
                ExpressionAttributeValues=to_wire({":partition": key.partition, **values}),
                ScanIndexForward=not newest_first,
                Limit=limit,
                **options,
            )
        last = answer.get("LastEvaluatedKey")
        return Page([from_wire(item) for item in answer["Items"]], from_wire(last) if last else None)

    def listed(
        self, partition: str, limit: int, after: str | None = None, begins: str = ""
    ) -> tuple[list[Row], str | None]:
        """One page of a list that is a partition: its rows, and the sort key to go on from."""
        start: Row | None = {"PK": partition, "SK": after} if after else None
        page = self.query(Key(partition, begins), limit=limit, after=start, consistent=True)
        return page.rows, str(page.after["SK"]) if page.after else None

    def last_parts(self, partition: str, first: str, last: str, most: int | None = None) -> list[str]:
        """What the rows of a list lead to whose sort keys begin with a day (ISO date) from `first` to `last`."""
        found: list[str] = []
        after: Row | None = None
        while True:
            page = self.query(
                Key(partition, ""),
                low=first,
                high=f"{last}~",
                limit=most or 200,
                after=after,
                consistent=True,
            )
            found += [last_part(str(row["SK"])) for row in page.rows]
            after = page.after
            if after is None or most:
                return found

    def commit(self, writes: Iterable[Write]) -> None:
        """Write all or nothing.

        Raises Taken when a condition fails, Conflict when it never got a turn, TooMany when throttled. The
        tries share one token: if an earlier one went through after all, the next is told so.
        """
        items: Any = [{write.kind: {"TableName": self.name, **write.arguments}} for write in writes]
        token = str(uuid.uuid4())
        refusal: Conflict | TooMany = Conflict()
        for attempt in range(ATTEMPTS):
            try:
                with _too_many_when_throttled():
                    self.client.transact_write_items(TransactItems=items, ClientRequestToken=token)
            except self.client.exceptions.TransactionCanceledException as cancelled:
                refusal = _refusal(cancelled)
            except self.client.exceptions.TransactionInProgressException:
                refusal = Conflict()
            else:
                return
            time.sleep(random.uniform(0.5, 1) * 0.02 * 2**attempt)  # noqa: S311 -- jitter, not a secret
        raise refusal


def read_as_sent(client: "DynamoDBClient") -> "DynamoDBClient":
    """The same client, whose answers are DynamoDB's JSON: a table reads both that and what botocore makes of it."""
    for call in READ_AS_SENT:
        client.meta.events.register(f"before-parse.dynamodb.{call}", _as_sent)
    return client


def _as_sent(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_others: object
) -> None:
    """Take an answer as it came: botocore would go through it by its description, which is half the cost of a call."""
    if response_dict["status_code"] < 300:  # noqa: PLR2004 -- refusals are read by botocore
        customized_response_dict.update(json.loads(response_dict["body"] or "{}"))
        response_dict["body"] = b"{}"


@contextmanager
def _too_many_when_throttled() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in THROTTLED:
            raise TooMany(1) from error
        raise


def put(row: Mapping[str, Plain], *, new: bool = False, version: int | None = None) -> Write:
    """Write a whole item: only a `new` one, or only over the `version` that was read."""
    arguments: dict[str, Any] = {"Item": to_wire(row)}
    if new:
        arguments["ConditionExpression"] = "attribute_not_exists(PK)"
    if version is not None:
        arguments["ConditionExpression"] = "version = :seen"
        if version == 1:  # what was never changed has no version of its own yet
            arguments["ConditionExpression"] += " OR (attribute_exists(PK) AND attribute_not_exists(version))"
        arguments["ExpressionAttributeValues"] = to_wire({":seen": version})
    return Write("Put", arguments)


def update(key: Key, expression: str, condition: str | None = None, **values: Plain) -> Write:
    """Change an item in place; values are named `:name` in the expressions."""
    arguments: dict[str, Any] = {
        "Key": to_wire(_key(key)),
        "UpdateExpression": expression,
        "ExpressionAttributeValues": to_wire({f":{name}": value for name, value in values.items()}),
    }
    if condition:
        arguments["ConditionExpression"] = condition
    return Write("Update", arguments)


def delete(key: Key) -> Write:
    return Write("Delete", {"Key": to_wire(_key(key))})


def _key(key: Key) -> Row:
    return {"PK": key.partition, "SK": key.sort}


def _range(sort: str, prefix: str, low: str | None, high: str | None) -> tuple[str, Row]:
    if low is not None and high is not None:
        return f" AND {sort} BETWEEN :low AND :high", {":low": low, ":high": high}
    if low is not None:
        return f" AND {sort} >= :low", {":low": low}
    return (f" AND begins_with({sort}, :prefix)", {":prefix": prefix}) if prefix else ("", {})


def _refusal(cancelled: Any) -> Conflict | TooMany:
    """What to say if it stays so; a failed condition is final, and what is none of these is a bug."""
    codes = [reason.get("Code") for reason in cancelled.response.get("CancellationReasons", [])]
    for index, code in enumerate(codes):
        if code == "ConditionalCheckFailed":
            raise Taken(index)
    if not IN_FLIGHT.intersection(codes):
        raise cancelled
    return Conflict() if "TransactionConflict" in codes else TooMany(1)
