"""Limits that are reached without doing anything so often."""

from datetime import datetime

from shared.store.limits import Limit
from shared.store.stores import Stores


def used_up(stores: Stores, limit: Limit, scope: str, at: datetime) -> None:
    """As if all that is allowed had been done already."""
    one = stores.limits.one_more(limit, scope, at)
    stores.table.commit([one])
    stores.table.client.update_item(
        TableName=stores.table.name,
        Key=one.arguments["Key"],
        UpdateExpression="SET done = :most",
        ExpressionAttributeValues={":most": {"N": str(limit.most)}},
    )
