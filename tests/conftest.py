"""What tests share: a fresh table made from template.yaml, and the functions wired to it."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest

from infra.local.engines import ACCESS_KEY
from shared.store.stores import Stores
from shared.wiring import wiring
from tests.client import BASE_URL
from tests.engine import BUCKET, Opened, bucket_engine, table_engine
from tests.engine import definition as engine_definition
from tests.figures import figure
from tests.stage import Stage

__all__ = ["figure"]
NUMBERS = itertools.count(1)
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": ACCESS_KEY,
    "AWS_SECRET_ACCESS_KEY": ACCESS_KEY,
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "BASE_URL": BASE_URL,
    "TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:topic",
    "BUCKET_NAME": BUCKET,
    "MALWARE_SCANNER": "builtin",
    "PARKED_QUEUE_URL": "http://127.0.0.1:9/000000000000/parked",
    "EDGE_SECRET_ARN": "",
    "OIDC_ISSUER": "",
    "OIDC_CLIENT_ID": "registry",
    "OIDC_CLIENT_SECRET_ARN": "",
    "DECIDE_BY_TOKEN": "true",
    "SECOND_FACTOR": "provider",
    "OIDC_ACR_VALUES": "",
    "STEP_UP_MINUTES": "240",
    "MAIL_TRANSPORT": "none",
    "MAIL_FROM": "",
    "SMTP_SECRET_ARN": "",
    "MAIL_TOPIC_ARN": "",
    "POWERTOOLS_SERVICE_NAME": "test",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "LOG_LEVEL": "INFO",
}


@pytest.fixture(scope="session")
def engine() -> Iterator[str]:
    """The address of the table's engine; it runs once."""
    with table_engine() as address:
        yield address


@pytest.fixture(scope="session")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the bucket's engine; it runs once."""
    with bucket_engine(tmp_path_factory.mktemp("storage")) as address:
        yield address


@pytest.fixture(scope="session")
def definition() -> dict[str, Any]:
    """The table as the tests make it."""
    return engine_definition()


@pytest.fixture(scope="session")
def models() -> boto3.session.Session:
    """Reads the descriptions of services once for all tests, which is most of what a client costs."""
    return boto3.session.Session()


@pytest.fixture(scope="session")
def table(engine: str, storage: str, definition: dict[str, Any], models: boto3.session.Session) -> Opened:
    """Opens an empty table; functions called meanwhile use it too."""

    @contextmanager
    def opened() -> Iterator[Stores]:
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("AWS_")]:
                patch.delenv(name)
            for name, value in ENVIRONMENT.items():
                patch.setenv(name, value)
            patch.setenv("AWS_ENDPOINT_URL_S3", storage)
            if engine:
                patch.setenv("AWS_ENDPOINT_URL_DYNAMODB", engine)
            patch.setenv("TABLE_NAME", f"table-{os.getpid()}-{next(NUMBERS)}")
            wiring.cache_clear()
            vars(wiring())["_session"] = models
            stores = wiring().stores
            client: Any = stores.table.client
            client.create_table(**{**definition, "TableName": stores.table.name})
            yield stores
            client.delete_table(TableName=stores.table.name)
            wiring.cache_clear()

    return opened


@pytest.fixture
def stores(table: Opened) -> Iterator[Stores]:
    """An empty table of this test's own."""
    with table() as made:
        yield made


@pytest.fixture
def stage(stores: Stores) -> Stage:
    """A small federation in that table."""
    return Stage(stores).furnish()
