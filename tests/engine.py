"""The table for tests: dynoxide for as long as the tests run, or moto where npm has no binary for the platform."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from moto import mock_aws

from infra.local.engines import dynoxide_binary
from infra.local.leftovers import free_port
from shared.store.stores import Stores

SECONDS = 20.0
Opened = Callable[[], AbstractContextManager[Stores]]
"""Opens an empty table of the engine."""


@contextmanager
def table_engine() -> Iterator[str]:
    """The address of an empty engine in memory; empty where moto answers inside this process."""
    if (binary := dynoxide_binary()) is None:
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


def _wait(port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError("dynoxide did not start")
