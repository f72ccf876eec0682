"""A stage outside pytest: a table of its own on an engine of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3

from infra.local.template import table_definition
from shared.store.stores import Stores
from shared.store.table import Table
from tests.engine import table_engine
from tests.stage import Stage


@contextmanager
def staged() -> Iterator[Stage]:
    """A small federation; gone with its engine afterwards."""
    with table_engine() as address:
        client: Any = boto3.client(
            "dynamodb",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        client.create_table(**{**table_definition(), "TableName": "staged"})
        yield Stage(Stores(Table(client, "staged"))).furnish()
