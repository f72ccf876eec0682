"""Builds what would be deployed and deploys it, with the real tools, to an emulator of its own."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3

from infra.deploy.sam import BUILD_OPTIONS, CAPABILITIES
from infra.local.cloudformation import load
from infra.local.leftovers import HOST, ROOT, free_port
from infra.sdk import OPERATIONS

NAME = "rehearsal"
REGION = "us-east-1"
SAM = ROOT / ".venv-sam" / "bin" / "sam"
EMULATOR = ROOT / ".venv-rehearsal" / "bin" / "python"
BUILD = ROOT / ".aws-sam" / "rehearsal"
API_ID = "e0000001"
"""MiniStack takes eight hexadecimal digits."""
START_SECONDS = 30.0
MACHINE = "arm64" if os.uname().machine in {"aarch64", "arm64"} else "x86_64"


def lead_to(endpoint_url: str) -> None:
    """Leads the tools to the emulator and away from any account of the person's."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "SAM_"))]:
        del os.environ[name]
    os.environ |= leading_to(endpoint_url)


def leading_to(endpoint_url: str) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "SAM_CLI_TELEMETRY": "0",
        "NO_PROXY": f"{HOST},localhost",
    }


def build() -> None:
    """`sam build` for this computer, on which the emulator will run the functions."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    wanted = {"ARCHITECTURE": MACHINE, "LAMBDA_PYTHON": version, "SAM_CLI_TELEMETRY": "0"}
    run([SAM, "build", *BUILD_OPTIONS, "--build-dir", BUILD], os.environ | wanted)


def prove_complete() -> None:
    """Import every handler and make every client with nothing but its artefact: the emulator would lend a missing library its own."""
    clients = f"import boto3; [boto3.client(name, region_name={REGION!r}) for name in {sorted(OPERATIONS)}]"
    for handler in handlers():
        module, _, name = handler.rpartition(".")
        artefact = BUILD / f"{module.split('.')[1].capitalize()}Function"
        program = (
            f"import sys; sys.path.insert(0, {str(artefact)!r}); import {module} as m; m.{name}; {clients}"
        )
        run([sys.executable, "-I", "-S", "-W", "error", "-c", program], dict(os.environ))


def handlers() -> list[str]:
    functions = load(ROOT / "template.yaml")["Resources"].values()
    return [
        each["Properties"]["Handler"] for each in functions if each["Type"] == "AWS::Serverless::Function"
    ]


@contextlib.contextmanager
def emulator(state: Path, port: int = 0) -> Iterator[str]:
    """An empty MiniStack on loopback, gone with everything in it afterwards; gives its address."""
    port = free_port(port)
    settings = {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": HOST,
        "MINISTACK_HOST": "localhost",
        "API_ID": API_ID,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "TMPDIR": str(state),
        "STATE_DIR": str(state / "ministack"),
        "PATH": os.environ["PATH"],
        "LOG_LEVEL": "WARNING",
    }
    with (
        (state / "emulator.log").open("wb") as log,
        subprocess.Popen(
            [EMULATOR, ROOT / "infra" / "local" / "ministack_start.py"],
            env=settings,
            cwd=state,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            wait(f"http://{HOST}:{port}/_ministack/health")
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()


def wait(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 -- loopback, made above
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def deploy(endpoint_url: str, *, issuer: str, client_id: str) -> dict[str, str]:
    """`sam deploy` to where the environment leads; gives the stack's outputs."""
    options = ["--stack-name", NAME, "--resolve-s3", "--no-confirm-changeset", "--no-progressbar"]
    values = [
        f"Architecture={MACHINE}",
        "MailTransport=none",
        "DecideByToken=true",
        "SecondFactor=provider",
        f"BaseUrl={endpoint_url}",
        f"OidcIssuer={issuer}",
        f"OidcClientId={client_id}",
    ]
    template = BUILD / "template.yaml"
    run(
        [
            SAM,
            "deploy",
            "--template-file",
            template,
            *options,
            "--capabilities",
            *CAPABILITIES,
            "--parameter-overrides",
            *values,
        ],
        dict(os.environ),
    )
    client: Any = boto3.client("cloudformation")
    (stack,) = client.describe_stacks(StackName=NAME)["Stacks"]
    return {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}


def run(command: list[str | Path], settings: dict[str, str]) -> None:
    """Run a tool quietly; when it fails, what it said is the error."""
    done = subprocess.run(command, env=settings, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(
            f"{Path(command[0]).name} {command[1]} failed:\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
        )
