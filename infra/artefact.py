"""Builds the artefact that every function runs from: our code, its locked dependencies, nothing else.

`make` builds it once; `copy` gives a function its copy, without what only another one needs.
"""

import argparse
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra import sdk
from infra.lazy import make_lazy

ROOT = Path(__file__).parents[1]
PLATFORMS = {"arm64": "aarch64", "x86_64": "x86_64"}
GLIBC = ("2014", "_2_17", "_2_28", "_2_34")  # python3.13 runs on Amazon Linux 2023, glibc 2.34
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
    "boto3/data",  # of resources; we use clients
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
NOT_READ = ("*.pyi", "RECORD")
"""Types for tools, and lists of what pip installed."""
OURS = ("functions", "shared")


OTHERS: Mapping[str, tuple[str, ...]] = {
    "PeopleFunction": ("_cffi_backend*", "cffi*", "cryptography*", "joserfc*", "pycparser*"),
}
"""What one function alone needs, and is most of the artefact: who signs in shows a signed token."""


def install(target: Path, *, architecture: str, python: str) -> None:
    """Install the locked dependencies as wheels of the function's platform, whatever computer this is."""
    platforms = [f"--platform=manylinux{version}_{PLATFORMS[architecture]}" for version in GLIBC]
    options = ["--only-binary=:all:", f"--python-version={python}", "--implementation=cp", *platforms]
    lock = ROOT / "requirements.lock"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-compile"]
    subprocess.run([*pip, "--require-hashes", f"--target={target}", *options, "-r", lock], check=True)


def prune(target: Path) -> None:
    """Drop what no function needs at run time, and most of the SDK."""
    sdk.prune(target)
    for name in UNUSED:
        shutil.rmtree(target / name, ignore_errors=True)
    for pattern in NOT_READ:
        for path in target.rglob(pattern):
            path.unlink()
    make_lazy(target)


def copy_code(target: Path) -> None:
    for package in OURS:
        unwanted = shutil.ignore_patterns("__pycache__", "*.pot", "*.po", "*.scss", "*.md")
        shutil.copytree(ROOT / package, target / package, ignore=unwanted)


def compile_code(target: Path, *, python: str) -> None:
    """Compile with the functions' own Python; unchecked hashes survive the zip's dates.

    Without it the build stops: functions that compile themselves start cold 2.5 times slower. Of libraries only what
    is compiled is kept, which is half of their bytes.
    """
    names = (sys.executable, f"python{python}")
    interpreter = next((name for name in names if version_of(name) == python), None)
    if interpreter is None:
        raise SystemExit(
            f"The functions run on python{python}, which is not installed here. Install it, then build again."
        )
    every = sorted(target.iterdir())
    _compile(interpreter, target, [each for each in every if each.name in OURS])
    _compile(interpreter, target, [each for each in every if each.name not in OURS], "-b")
    for source in target.rglob("*.py"):
        if source.relative_to(target).parts[0] not in OURS and source.with_suffix(".pyc").exists():
            source.unlink()


def _compile(interpreter: str, target: Path, sources: Sequence[Path], *options: str) -> None:
    """Compile these; with `-b`, in place of the source that is imported."""
    how = ["-q", "-j0", "--invalidation-mode", "unchecked-hash", *options]
    if sources:
        subprocess.run([interpreter, "-m", "compileall", *how, "-s", target, *sources], check=True)


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


def make(target: Path, *, architecture: str, python: str) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    install(target, architecture=architecture, python=python)
    prune(target)
    copy_code(target)
    precompile_templates(target)
    compile_code(target, python=python)


def copy(source: Path, function: str, target: Path) -> None:
    """The artefact for one function."""
    patterns = [each for other, names in OTHERS.items() if other != function for each in names]
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("built", *patterns), dirs_exist_ok=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    commands = arguments.add_subparsers(dest="command", required=True)
    made = commands.add_parser("make")
    made.add_argument("--architecture", choices=sorted(PLATFORMS), required=True)
    made.add_argument("--python", required=True)
    made.add_argument("target", type=Path)
    copied = commands.add_parser("copy")
    copied.add_argument("source", type=Path)
    copied.add_argument("function")
    copied.add_argument("target", type=Path)
    chosen = arguments.parse_args()
    if chosen.command == "make":
        make(chosen.target.resolve(), architecture=chosen.architecture, python=chosen.python)
    else:
        copy(chosen.source, chosen.function, chosen.target)


if __name__ == "__main__":
    main()
