"""What the artefact makes of packages that import all they have: the same names, each when it is asked for."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra import sdk
from infra.artefact import ROOT, UNUSED
from infra.lazy import PACKAGES, lazy, make_lazy
from tests.infra.test_artefact import PROGRAM

LIBRARIES = ("aws_lambda_powertools", "boto3", "botocore", "phonenumbers", "s3transfer")
NOT_OURS = (
    "asyncio",
    "html.parser",
    "aws_lambda_powertools.utilities.data_classes.kafka_event",
    "boto3.docs",
)
"""What came with the libraries before, and no page needs."""
SAME = """
import importlib, sys, types
for package in sys.argv[1:]:
    module = importlib.import_module(package)
    for name in (*module._WAITING, *module.__all__):
        assert not isinstance(getattr(module, name), types.ModuleType), name
    try:
        module.nothing
    except AttributeError as error:
        assert str(error) == f"module {package!r} has no attribute 'nothing'"
    else:
        raise SystemExit("a name that there is not")
"""
LOADED = """
import sys
import functions.desk.app
print([name for name in sys.argv[1:] if name in sys.modules])
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The libraries as the artefact carries them, before those of this environment."""
    folder = tmp_path_factory.mktemp("site")
    for name in LIBRARIES:
        spec = importlib.util.find_spec(name)
        assert spec
        assert spec.origin
        shutil.copytree(Path(spec.origin).parent, folder / name, ignore=_others)
    sdk.prune(folder)
    make_lazy(folder)
    return folder


def _others(folder: str, names: list[str]) -> set[str]:
    """Descriptions of services that functions do not call, and what the artefact leaves out: most of the bytes."""
    services = Path(folder).parts[-2:] == ("botocore", "data")
    unused = {each.rpartition("/")[2] for each in UNUSED if each.startswith("phonenumbers/")}
    return {
        each
        for each in names
        if each in unused or (services and "." not in each and each not in sdk.OPERATIONS)
    }


def run(small: Path, program: str, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(small), str(ROOT)))}
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT, env=environment, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2_000:]
    return ran.stdout


def test_every_function_starts_with_the_smaller_libraries(small: Path) -> None:
    run(small, PROGRAM, "*")


def test_every_name_is_there_when_it_is_asked_for(small: Path) -> None:
    run(small, SAME, *(package.replace("/", ".") for package in PACKAGES))


def test_a_page_begins_without_what_it_does_not_use(small: Path) -> None:
    assert run(small, LOADED, *NOT_OURS).strip() == "[]"
    assert run(small, f"import asyncio\n{LOADED}", *NOT_OURS).strip() == "['asyncio']"


def test_what_the_package_uses_itself_and_names_of_modules_do_not_wait() -> None:
    source = "from .a import A, start\nfrom .b import b\nfrom os import path\nstart()\n__all__ = ['A', 'b']\n"

    found = lazy(source, "package", frozenset({"a", "b"}))

    assert "from .a import start" in found
    assert "from .b import b" in found
    assert "from os import path" in found
    assert "_WAITING = {'A': ('package.a', 'A')}" in found
