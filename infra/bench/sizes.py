"""The artefact as `make` builds it for this computer (C6)."""

import platform
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.artefact import copy
from infra.bench.rows import Row
from infra.local.template import TEMPLATE

ROOT = TEMPLATE.parent
MB = 1_000_000


def built() -> Path:
    """The folder that every function runs from; compiled, because it is for this interpreter."""
    architecture = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = ROOT / ".aws-sam" / f"artefact-{architecture}-{python}"
    settings = [f"ARCHITECTURE={architecture}", f"LAMBDA_PYTHON={python}"]
    subprocess.run(["make", *settings, f".aws-sam/{folder.name}/built"], cwd=ROOT, check=True)
    return folder


def copied(folder: Path, function: str, place: Path) -> Path:
    """The artefact as one function gets it."""
    target = place / function
    copy(folder, function, target)
    return target


def sizes(folder: Path) -> tuple[float, float]:
    """MB zipped and unzipped."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    with TemporaryDirectory() as place:
        target = Path(place) / "artefact.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files:
                archive.write(path, path.relative_to(folder))
        return target.stat().st_size / MB, sum(path.stat().st_size for path in files) / MB


def size_rows(folder: Path) -> list[Row]:
    with TemporaryDirectory() as place:
        zipped, unzipped = sizes(copied(folder, "DeskFunction", Path(place)))
        signing, _ = sizes(copied(folder, "PeopleFunction", Path(place)))
    return [
        Row(key="C6", what="artefact, zip", ours=zipped, must=14, goal=8, unit="MB"),
        Row(key="C6", what="artefact, unzipped, .pyc in", ours=unzipped, must=40, goal=24, unit="MB"),
        Row(
            key="C6",
            what="artefact of people, which checks signatures, zip",
            ours=signing,
            must=14,
            goal=8,
            unit="MB",
        ),
    ]
