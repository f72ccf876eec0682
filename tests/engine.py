"""The table for tests: dynoxide for as long as the tests run, or moto's server where npm has no binary for the platform."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from moto.server import ThreadedMotoServer

from infra.local.engines import dynoxide_binary
from infra.local.leftovers import free_port

SECONDS = 20.0


@contextmanager
def table_engine() -> Iterator[str]:
    """The address of an empty engine in memory."""
    if (binary := dynoxide_binary()) is None:
        with _moto() as address:
            yield address
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
def _moto() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", free_port(0), verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


def _wait(port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError("dynoxide did not start")
