"""shared/store/README.md against the code: every key has its row, every function named there exists."""

import ast
import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from shared.store import keys
from shared.store.stores import Stores
from shared.store.table import Table

ROOT = Path(__file__).parents[2]
README = ROOT / "shared/store/README.md"
NAME = re.compile(r"`([^`]+)`")
KEY_LITERAL = re.compile(r"^[A-Z][A-Z_]*#")
NO_KEY = {"kind", "instant", "last_part", "state_of"}
"""Functions of keys.py that take keys apart."""
ROWS = [
    tuple(tuple(NAME.findall(cell)) for cell in line.strip("|").split("|")[1:])
    for line in README.read_text().splitlines()
    if line.startswith("| ") and "`" in line
]
STORES = {
    type(store).__name__: type(store)
    for name, store in vars(Stores(Table(object(), ""))).items()  # type: ignore[arg-type]
    if name != "table"
}
BY_OPERATORS = {"Sessions.know", "Organisations.save", "Programmes.save"}
"""What only commands of operators ask for."""
BESIDE = {"Organisations.name_of", "People.speak"}
"""What asks as another row does."""


def key_functions() -> set[str]:
    found = inspect.getmembers(keys, inspect.isfunction)
    return {name for name, each in found if each.__module__ == keys.__name__} - NO_KEY


def module_of(name: str) -> tuple[ModuleType, str]:
    """A dotted name as the module and what is in it; short names begin in `shared`."""
    path, _, last = name.rpartition(".")
    top = path.split(".")[0]
    return importlib.import_module(path if top in ("functions", "infra") else f"shared.{path}"), last


def key_literals(path: Path) -> list[str]:
    """Strings that look like a key, documentation apart."""
    tree = ast.parse(path.read_text())
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        if KEY_LITERAL.match(node.value)
    ]


def test_every_key_has_a_row_and_every_row_a_key() -> None:
    named = {name for cells in ROWS for name in cells[0]} - {"by-party", "by-state"}

    assert named == key_functions()


@pytest.mark.parametrize("cells", ROWS, ids=[cells[1][0] for cells in ROWS])
def test_the_functions_of_a_row_exist(cells: tuple[tuple[str, ...], ...]) -> None:
    _, asked, users = cells
    methods = {name: getattr(STORES[name.split(".")[0]], name.split(".")[1]) for name in asked}
    modules = [module_of(name) for name in users]

    assert all(callable(method) for method in methods.values())
    assert [name for (module, name) in modules if not hasattr(module, name)] == []
    assert users


@pytest.mark.parametrize("store", sorted(STORES))
def test_whatever_a_store_is_asked_for_is_in_the_table(store: str) -> None:
    named = {name for cells in ROWS for name in cells[1]}
    functions = {
        name
        for name, each in vars(STORES[store]).items()
        if inspect.isfunction(each) and not name.startswith("_")
    }

    found = {f"{store}.{name}" for name in functions}

    assert found - named - BY_OPERATORS - BESIDE == set()


def test_no_key_is_spelled_out_anywhere_else() -> None:
    """The references that the benchmark measures have tables of their own."""
    sources = [
        path
        for folder in ("shared", "functions", "infra")
        for path in (ROOT / folder).rglob("*.py")
        if path != ROOT / "shared/store/keys.py" and not path.is_relative_to(ROOT / "infra/bench")
        if "node_modules" not in path.parts
    ]

    assert [found for path in sources for found in key_literals(path)] == []
