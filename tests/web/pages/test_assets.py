import gzip
import re
from hashlib import sha256

import pytest

from shared.web.pages.assets import FOLDER, address, find

NAMES = sorted(path.name for path in FOLDER.iterdir())
TOO_MUCH = 45_000


@pytest.mark.parametrize("name", NAMES)
def test_the_address_names_the_content(name: str) -> None:
    asset = find(address(name).removeprefix("/static/"))

    assert asset is not None
    assert asset.current
    assert address(name).split("/")[2] == sha256(asset.content).hexdigest()[:12]


def test_an_old_address_still_finds_the_file_but_says_so() -> None:
    asset = find("0123456789ab/site.css")

    assert asset is not None
    assert not asset.current


@pytest.mark.parametrize(
    "path", ["", "site.css", "x/../assets.py", "x/%2e%2e/assets.py", "x/y/site.css", "x/.DS_Store"]
)
def test_nothing_outside_the_folder_is_served(path: str) -> None:
    assert find(path) is None


def test_style_and_script_of_every_page_stay_small() -> None:
    first_visit = sum(len(gzip.compress((FOLDER / name).read_bytes())) for name in ("site.css", "site.js"))

    assert first_visit < TOO_MUCH / 2


def test_the_style_sheet_loads_nothing_and_borrows_no_brand() -> None:
    css = (FOLDER / "site.css").read_text()

    assert re.findall(r"url\(|@import|@font-face|GDS Transport|crown|#1d70b8", css, re.IGNORECASE) == []
