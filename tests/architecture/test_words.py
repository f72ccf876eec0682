"""Names and sentences that say nothing are not used."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
EMPTY = {
    "base",
    "common",
    "handler",
    "handlers",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "service",
    "services",
    "util",
    "utils",
}
SOURCES = ("functions", "infra", "shared")
HOMES = re.compile(r"(?<![\w.])/(home|root|work|Users)/")  # a path of somebody's computer


def modules(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "node_modules" not in path.parts and path != Path(__file__)]


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_module_has_an_empty_name() -> None:
    names = {place(path): {path.stem, path.parent.name} for path in modules(*SOURCES)}

    assert {path for path, words in names.items() if words & EMPTY} == set()


def test_every_module_says_what_it_is() -> None:
    silent = {
        place(path)
        for path in modules(*SOURCES)
        if path.name != "__init__.py" and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    }

    assert silent == set()


def test_tests_replace_nothing_of_ours() -> None:
    replacing = re.compile(r"unittest\.mock|monkeypatch\.setattr|MagicMock|mocker\b")

    found = {place(path) for path in modules("tests") if replacing.search(path.read_text("utf-8"))}

    assert found == set()


def test_no_path_of_one_computer_is_written_down() -> None:
    found = {place(path) for path in modules(*SOURCES, "tests") if HOMES.search(path.read_text("utf-8"))}

    assert found == set()
