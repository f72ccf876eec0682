"""Builds the one artefact that every function runs from: our code, its locked dependencies, nothing else."""

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PLATFORMS = {"arm64": "aarch64", "x86_64": "x86_64"}
GLIBC = ("2014", "_2_17", "_2_28", "_2_34")  # python3.13 runs on Amazon Linux 2023, glibc 2.34
AWS_SERVICES = {"dynamodb", "secretsmanager", "sesv2", "sns", "sqs", "sts"}
ENDPOINTS = AWS_SERVICES | {"email"}  # where SES is described
POWERTOOLS = (
    "auth_alpha",
    "batch",
    "circuit_breaker",
    "data_masking",
    "feature_flags",
    "idempotency",
    "kafka",
    "parameters",
    "parser",
    "streaming",
)
UNUSED = (
    "bin",
    "boto3/examples",
    "cffi",
    "dns",  # addresses are read, never asked for
    "phonenumbers/carrierdata",
    "phonenumbers/geodata",
    "phonenumbers/tzdata",
    "dateutil/zoneinfo",  # time zones come with the standard library
    "pycparser",
    "pydantic/v1",
    "urllib3/contrib/emscripten",
    "tests",  # some package installs its tests beside itself
    "aws_lambda_powertools/event_handler/openapi/swagger_ui",  # our own page shows the API
    *(f"aws_lambda_powertools/utilities/{name}" for name in POWERTOOLS),
)
"""What nothing imports at run time: tests/infra/test_artefact.py starts every function without it."""


def install(target: Path, *, architecture: str, python: str) -> None:
    """Install the locked dependencies as wheels of the function's platform, whatever computer this is."""
    platforms = [f"--platform=manylinux{version}_{PLATFORMS[architecture]}" for version in GLIBC]
    options = ["--only-binary=:all:", f"--python-version={python}", "--implementation=cp", *platforms]
    lock = ROOT / "requirements.lock"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-compile"]
    subprocess.run([*pip, "--require-hashes", f"--target={target}", *options, "-r", lock], check=True)


def prune(target: Path) -> None:
    """Drop the descriptions of AWS services that no function calls: most of botocore's size."""
    for service in (target / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in AWS_SERVICES:
            shutil.rmtree(service)
    endpoints = target / "botocore" / "data" / "endpoints.json"
    endpoints.write_text(json.dumps(trimmed(json.loads(endpoints.read_text())), separators=(",", ":")))
    for name in UNUSED:
        shutil.rmtree(target / name, ignore_errors=True)


def trimmed(endpoints: dict[str, Any]) -> dict[str, Any]:
    """The endpoints of the services we call; all 1.2 MB are read whenever a client is made."""
    partitions = [
        {
            **partition,
            "services": {name: each for name, each in partition["services"].items() if name in ENDPOINTS},
        }
        for partition in endpoints["partitions"]
    ]
    return {**endpoints, "partitions": partitions}


def copy_code(target: Path) -> None:
    for package in ("functions", "shared"):
        unwanted = shutil.ignore_patterns("__pycache__", "*.pot", "*.po", "*.scss", "*.md")
        shutil.copytree(ROOT / package, target / package, ignore=unwanted)


def compile_code(target: Path, *, python: str) -> None:
    """Compile with the functions' own Python; unchecked hashes survive the zip's dates.

    Without it the build stops: functions that compile themselves start cold 2.5 times slower.
    """
    names = (sys.executable, f"python{python}")
    interpreter = next((name for name in names if version_of(name) == python), None)
    if interpreter is None:
        raise SystemExit(
            f"The functions run on python{python}, which is not installed here. Install it, then build again."
        )
    compiler = [interpreter, "-m", "compileall", "-q", "-j0", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([*compiler, "-s", target, target], check=True)


def version_of(interpreter: str) -> str | None:
    """The minor version of an interpreter, None when there is none by this name."""
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        found = subprocess.run([interpreter, "-c", program], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return found.stdout.strip() if found.returncode == 0 else None


def precompile_templates(target: Path) -> None:
    if importlib.util.find_spec("infra.precompile"):
        subprocess.run([sys.executable, "-m", "infra.precompile", target], check=True, cwd=ROOT)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--architecture", choices=sorted(PLATFORMS), required=True)
    arguments.add_argument("--python", required=True)
    arguments.add_argument("target", type=Path)
    chosen = arguments.parse_args()
    target = chosen.target.resolve()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    install(target, architecture=chosen.architecture, python=chosen.python)
    prune(target)
    copy_code(target)
    precompile_templates(target)
    compile_code(target, python=chosen.python)


if __name__ == "__main__":
    main()
