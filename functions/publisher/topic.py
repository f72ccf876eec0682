"""The topic: takes up to ten notices in one call and says which it did not take, and whether it ever will."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from functions.publisher.records import LARGEST, Notice

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sns.type_defs import PublishBatchRequestEntryTypeDef

NEVER = frozenset(
    {
        "BatchRequestTooLong",
        "InvalidParameter",
        "InvalidParameterValue",
        "ParameterValueInvalid",
        "ValidationException",
    }
)
"""Codes that blame the message itself; a missing topic, right or key is ours to mend and is tried again."""
AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Result:
    """Positions the topic will never take, and those it did not take this time."""

    refused: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)


class Topic:
    """Publishes to one SNS topic."""

    def __init__(self, client: "SNSClient", arn: str) -> None:
        self._client, self._arn = client, arn

    def send(self, notices: Mapping[int, Notice]) -> Result:
        """Publish in order, stopping after the call in which something failed."""
        total = Result()
        for batch in _calls(notices):
            outcome = self._call(batch)
            total.refused.update(outcome.refused)
            if outcome.failed:
                total.failed.update(outcome.failed)
                break
        return total

    def _call(self, batch: Mapping[int, Notice]) -> Result:
        entries = [_entry(position, notice) for position, notice in batch.items()]
        try:
            answer = self._client.publish_batch(TopicArn=self._arn, PublishBatchRequestEntries=entries)
        except ClientError as error:
            if error.response["Error"]["Code"] not in NEVER:
                return Result(failed=set(batch))
            return self._one_by_one(batch) if len(batch) > 1 else Result(refused=set(batch))
        except BotoCoreError:
            return Result(failed=set(batch))
        taken = {int(entry["Id"]) for entry in answer.get("Successful", [])}
        refused = {int(entry["Id"]) for entry in answer.get("Failed", []) if entry["Code"] in NEVER}
        return Result(refused, set(batch) - taken - refused)

    def _one_by_one(self, batch: Mapping[int, Notice]) -> Result:
        """SNS refused the whole call for the sake of one entry: find it, still in order."""
        total = Result()
        for position, notice in batch.items():
            outcome = self._call({position: notice})
            total.refused.update(outcome.refused)
            if outcome.failed:
                return Result(total.refused, outcome.failed)
        return total


def _calls(notices: Mapping[int, Notice]) -> Iterator[dict[int, Notice]]:
    """Cut where a call would hold more than ten notices or more bytes than SNS takes."""
    batch: dict[int, Notice] = {}
    size = 0
    for position, notice in notices.items():
        if len(batch) == AT_ONCE or size + notice.size > LARGEST:
            yield batch
            batch, size = {}, 0
        batch[position] = notice
        size += notice.size
    if batch:
        yield batch


def _entry(position: int, notice: Notice) -> "PublishBatchRequestEntryTypeDef":
    return {
        "Id": str(position),
        "Message": notice.message,
        "MessageAttributes": {
            name: {"DataType": "String", "StringValue": value} for name, value in notice.attributes.items()
        },
    }
