"""What was published stays as it was: cases go on under it. Words may be corrected; what is asked and allowed may not.

The next version is a file of its own; enter what `python -m tests.domain.test_released` prints for it.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from shared.domain.questions import CURRENT
from shared.domain.workflow import NEWEST

DOMAIN = Path(__file__).parents[2] / "shared" / "domain"
WORDS = {"en", "zh"}
RELEASED = {
    "questionnaires/going_out.1.json": "9aad637bbe80d169",
    "questionnaires/going_out.2.json": "9d71b3f4cd8c051c",
    "questionnaires/going_out.3.json": "90186cae651735f8",
    "questionnaires/going_out.4.json": "18b441eb4c049785",
    "questionnaires/inviting_in.1.json": "4ad5f4da7dc1992d",
    "questionnaires/inviting_in.2.json": "85a1a6296b3d9535",
    "questionnaires/inviting_in.3.json": "a5998f84cb8eee50",
    "questionnaires/inviting_in.4.json": "6465a53c404c186e",
    "workflows/going_out.1.json": "ea6a4691553e220b",
    "workflows/going_out.2.json": "288f5b6dc67507ec",
    "workflows/inviting_in.1.json": "9fb89d95fc8e8dff",
    "workflows/inviting_in.2.json": "ccceb96a0a5871c7",
}


def meaning(data: Any) -> Any:
    """The same without its words, in either language."""
    if isinstance(data, dict):
        return {name: meaning(each) for name, each in data.items() if name not in WORDS}
    return [meaning(each) for each in data] if isinstance(data, list) else data


def digest(path: Path) -> str:
    text = json.dumps(meaning(json.loads(path.read_text("utf-8"))), sort_keys=True)
    return sha256(text.encode()).hexdigest()[:16]


def files() -> Iterator[str]:
    for folder, newest in (("questionnaires", CURRENT), ("workflows", NEWEST)):
        for direction, last in newest.items():
            yield from (f"{folder}/{direction}.{version}.json" for version in range(1, last + 1))


def test_every_version_there_is_was_released() -> None:
    there = {
        path.relative_to(DOMAIN).as_posix()
        for folder in ("questionnaires", "workflows")
        for path in DOMAIN.glob(f"{folder}/*.json")
    }

    assert there == set(files()) == set(RELEASED)


@pytest.mark.parametrize("file", list(files()))
def test_a_released_version_means_what_it_meant(file: str) -> None:
    assert digest(DOMAIN / file) == RELEASED.get(file), (
        f"{file} was published: make a version of its own instead"
    )


if __name__ == "__main__":
    for name in files():
        print(f'    "{name}": "{digest(DOMAIN / name)}",')  # noqa: T201
