"""Starts and stops the two loopback-only engines of the embedded run: dynoxide (table, stream) and MiniStack (the rest)."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import platform
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.leftovers import HOST, ROOT, end_left_overs, free_port, read_record

ACCESS_KEY = "local"
"""The engines take any key; one nobody could mistake for a real one."""
MINISTACK_PYTHON = ROOT / ".venv-ministack" / "bin" / "python"
_START_SECONDS = 20.0
_STOP_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


class StartError(Exception):
    """The embedded run cannot start; the message is one sentence for the person at the keyboard."""


def dynoxide_binary() -> Path | None:
    """The binary npm installed for this platform, or none where npm has none."""
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(
        platform.machine().lower(), platform.machine()
    )
    package = f"{sys.platform}-{machine}"
    binary = ROOT / "infra" / "node_modules" / "@dynoxide" / package / "dynoxide"
    return binary if binary.is_file() else None


@dataclass
class Engine:
    """One running engine process."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def wait_until_ready(self) -> None:
        """Waits for any HTTP answer; raises `StartError` with the end of the log if the process gives up."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if _answers(f"{self.url}/_ministack/health"):
                return
            time.sleep(0.02)
        last = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        raise StartError(
            f"{self.name} did not start: {' '.join(last) or 'no output'} (see {self.log}; `make reset` forgets the data)."
        )

    def stop(self) -> None:
        """Asks for a graceful stop, so that MiniStack writes its state, and insists after a while."""
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        else:
            self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def launch_ministack(port: int, state: Path) -> Engine:
    """Everything but the table, with what it keeps and its log below this folder; its end of the pipe ends it."""
    folder = state / "ministack"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
        "GATEWAY_PORT": str(port),
        # Who signs links here: it looks at the signature of these alone.
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": ACCESS_KEY,
        "BIND_HOST": HOST,
        "MINISTACK_HOST": "localhost",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(folder / "s3"),
        "TMPDIR": str(state),
        "LOG_LEVEL": "WARNING",
    }
    log = state / "ministack.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(MINISTACK_PYTHON), str(Path(__file__).with_name("ministack_start.py"))],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Engine("ministack", port, process, log)


@dataclass
class Engines:
    """Both engines over one state folder; where dynoxide has no binary, MiniStack serves the table too."""

    state: Path
    running: list[Engine] = field(default_factory=list)
    state_was_lost: bool = False
    """MiniStack was killed last time, so what it did since its start is gone."""

    def start(self) -> None:
        """Starts both and waits until they answer."""
        self.launch()
        for engine in self.running:
            engine.wait_until_ready()

    def launch(self) -> None:
        """Starts both from the main thread, because the kernel ends dynoxide with the thread that started it."""
        self.state.mkdir(parents=True, exist_ok=True)
        record = self.state / "engines.json"
        end_left_overs(record)
        known = read_record(record).get("ports", {})
        ports = {name: free_port(known.get(name, 0)) for name in ("dynoxide", "ministack")}
        self.state_was_lost = (self.state / "ministack" / "running").exists()
        if not MINISTACK_PYTHON.exists():
            raise StartError("MiniStack is not installed: run `make install`.")
        if (binary := dynoxide_binary()) is not None:
            self.running.append(self._launch_dynoxide(binary, ports["dynoxide"]))
        self.running.append(launch_ministack(ports["ministack"], self.state))
        pids = {engine.name: engine.process.pid for engine in self.running}
        record.write_text(json.dumps({"ports": ports, "pids": pids}), encoding="utf-8")

    @property
    def endpoint_url(self) -> str:
        """Where everything but the table is served."""
        return self.running[-1].url

    @property
    def table_url(self) -> str:
        """Where the table and its stream are served."""
        return self.running[0].url

    @property
    def table_is_durable(self) -> bool:
        return len(self.running) > 1

    def stop(self) -> None:
        for engine in reversed(self.running):
            engine.stop()

    def dead(self) -> str | None:
        """The name of an engine that has ended by itself."""
        return next((engine.name for engine in self.running if engine.process.poll() is not None), None)

    def _launch_dynoxide(self, binary: Path, port: int) -> Engine:
        command = [
            str(binary),
            "serve",
            "--host",
            HOST,
            "--port",
            str(port),
            "--db-path",
            str(self.state / "table.db"),
        ]
        log = self.state / "dynoxide.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 -- no threads yet
            )
        return Engine("dynoxide", port, process, log)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310 -- a loopback address made above
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _die_with_parent() -> None:
    """Runs in the child before it becomes the engine: the kernel ends it when the embedded run ends, even by SIGKILL."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
