"""The table for tests: dynoxide for as long as the tests run, or moto where npm has no binary for the platform."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import boto3

from infra.local.engines import ACCESS_KEY, dynoxide_binary, launch_ministack
from infra.local.leftovers import free_port
from infra.local.template import table_definition
from shared.store.stores import Stores
from shared.store.table import read_as_sent
from shared.wiring import PATIENCE

SECONDS = 20.0
BUCKET = "bucket"
Opened = Callable[[], AbstractContextManager[Stores]]
"""Opens an empty table of the engine."""


def table_client(address: str) -> Any:
    """A client of the engine's table as functions have it, whatever the environment says."""
    return read_as_sent(
        boto3.client(
            "dynamodb",
            endpoint_url=address or None,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=PATIENCE,
        )
    )


def definition() -> dict[str, Any]:
    """The table as template.yaml declares it, without its stream: nobody here reads it, and the engine
    takes longer over every write the more records its streams hold."""
    return {name: value for name, value in table_definition().items() if name != "StreamSpecification"}


@contextmanager
def table_engine() -> Iterator[str]:
    """The address of an empty engine in memory; empty where moto answers inside this process."""
    if (binary := dynoxide_binary()) is None:
        from moto import mock_aws  # noqa: PLC0415 -- many programs of the tests use an engine, few this one

        with mock_aws():
            yield ""
        return
    port = free_port(0)
    command = [str(binary), "serve", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@contextmanager
def bucket_engine(folder: Path) -> Iterator[str]:
    """The address of an emulator of S3, with one empty bucket that all tests share: no two documents have one id."""
    (folder / "ministack").mkdir(parents=True)
    engine = launch_ministack(free_port(0), folder)
    try:
        engine.wait_until_ready()
        client = boto3.client(
            "s3",
            endpoint_url=engine.url,
            region_name="us-east-1",
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=ACCESS_KEY,
        )
        client.create_bucket(Bucket=BUCKET)
        client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        yield engine.url
    finally:
        engine.stop()


def _wait(port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError("dynoxide did not start")
