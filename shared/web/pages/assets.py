"""Style sheet, scripts and pictures: kept by browsers for a year, under a name that changes with their content."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).parent / "static"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}


class Asset(NamedTuple):
    """A static file; `current` says whether it was asked for by the hash of what it holds now."""

    content: bytes
    content_type: str
    current: bool


def address(name: str) -> str:
    """`/static/<hash>/<name>` for a file of the static folder."""
    return f"/static/{_read(name)[1]}/{name}"


def find(path: str) -> Asset | None:
    """The file for what follows `/static/`, or None; only files of this folder exist."""
    hashed, _, name = path.partition("/")
    if name not in _names():
        return None
    content, current = _read(name)
    return Asset(content, TYPES[Path(name).suffix], hashed == current)


@cache
def _names() -> frozenset[str]:
    return frozenset(each.name for each in FOLDER.iterdir() if each.suffix in TYPES)


@cache
def _read(name: str) -> tuple[bytes, str]:
    content = (FOLDER / name).read_bytes()
    return content, sha256(content).hexdigest()[:12]
