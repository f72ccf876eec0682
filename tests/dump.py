"""Everything the table holds, as DynamoDB names it."""

from collections.abc import Iterator
from typing import Any

from shared.store.table import Table


def scanned(table: Table) -> Iterator[dict[str, Any]]:
    """Every item, whatever number of pages they fill."""
    asked: dict[str, Any] = {"TableName": table.name, "ConsistentRead": True}
    while True:
        page = table.client.call("Scan", **asked)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]
