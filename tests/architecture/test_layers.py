"""Imports go one way: functions, actions, store, domain."""

import ast
import sys
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWN = {"functions", "infra", "shared", "tests"}

# What a part may import of ours; of others' libraries, the domain may use those that know a standard and ask nobody.
PURE = {"email_validator", "idna", "phonenumbers"}
BELOW_WEB = {
    *(
        f"shared.{name}"
        for name in (
            "domain",
            "store",
            "files",
            "actions",
            "language",
            "identity",
            "log",
            "metrics",
            "wiring",
        )
    )
}
ALLOWED = {
    "shared/domain": {"shared.domain"},
    "shared/store": {"shared.domain", "shared.store"},
    "shared/files": {"shared.domain", "shared.files"},
    "shared/actions": {"shared.domain", "shared.store", "shared.actions"},
    "shared/language": {"shared.domain", "shared.language"},
    "shared/web": {"shared"},
    # A program's answer needs no page, and a page no model; what the app loads late of either is named here.
    "shared/web/http": {
        *BELOW_WEB,
        "shared.web.http",
        "shared.web.pages.error_page",
        "shared.web.api.validation",
    },
    "shared/web/pages": {*BELOW_WEB, "shared.web.http", "shared.web.pages"},
    "shared/web/api": {*BELOW_WEB, "shared.web.http", "shared.web.api"},
    "shared": {"shared"},
    "infra": {"functions", "infra", "shared"},
    # The benchmark counts calls and bytes with the client and the recorder of the tests: one way to count.
    "infra/bench": {"functions", "infra", "shared", "tests"},
}
# Who may make AWS clients; what AWS answers (botocore.exceptions) may be told apart anywhere above the domain.
AWS = {"boto3", "botocore"}
AWS_USERS = {"shared/wiring.py", "shared/store/codec.py"}
ANSWERS = "botocore.exceptions"


def sources(folder: str) -> list[Path]:
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "node_modules" not in path.parts]


def imports(source: str) -> set[str]:
    """The modules that a source imports, those for types alone among them."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {
        "." * node.level + (node.module or "") for node in nodes if isinstance(node, ast.ImportFrom)
    }


def allowed(path: str) -> set[str]:
    """Our packages that a file may import."""
    if path.startswith("functions/"):
        return {"shared", ".".join(Path(path).parts[:2])}
    part = max((part for part in ALLOWED if path.startswith(f"{part}/")), key=len)
    return ALLOWED[part]


def breaches(path: str, source: str) -> list[str]:
    """What a file imports and may not, in the form of a complaint."""
    wrong = []
    for module in sorted(imports(source)):
        top = module.partition(".")[0]
        own = any(module == package or module.startswith(f"{package}.") for package in allowed(path))
        foreign = top not in OWN and top not in sys.stdlib_module_names
        if (
            (top in OWN and not own)
            or top == ""
            or (foreign and top not in PURE and path.startswith("shared/domain/"))
            or (top in AWS and module != ANSWERS and path not in AWS_USERS and not path.startswith("infra/"))
        ):
            wrong.append(f"{path}: {module}")
    return wrong


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def at_run_time(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that is no import for types alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        yield node
        yield from at_run_time(node)


def imported_by(source: str, known: AbstractSet[str]) -> set[str]:
    """The modules of ours that a source imports, at its top or within a function."""
    found = set[str]()
    for node in at_run_time(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found & known


def test_no_module_needs_itself_in_a_circle() -> None:
    files = {module_of(path): path for folder in ("functions", "infra", "shared") for path in sources(folder)}
    graph = {
        name: imported_by(path.read_text("utf-8"), files.keys()) - {name} for name, path in files.items()
    }

    order = TopologicalSorter(graph)

    order.prepare()


def test_a_circle_is_found_through_a_late_import() -> None:
    late = "def f():\n    from shared.b import x\n"
    types = "if TYPE_CHECKING:\n    from shared.b import x\n"

    assert imported_by(late, {"shared.b"}) == {"shared.b"}
    assert imported_by(types, {"shared.b"}) == set()


def test_imports_go_one_way() -> None:
    files = [path for folder in ("functions", "infra", "shared") for path in sources(folder)]

    wrong = [
        each
        for path in files
        for each in breaches(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("shared/domain/cases.py", "import boto3"),
        ("shared/domain/cases.py", "from pydantic import BaseModel"),
        ("shared/domain/cases.py", "from shared.store import keys"),
        ("shared/domain/cases.py", "from .words import Words"),
        ("shared/store/cases.py", "from shared.actions import drafting"),
        ("shared/actions/drafting.py", "from shared.web.http import app"),
        ("shared/actions/drafting.py", "import shared.wiring"),
        ("shared/web/http/app.py", "from functions.desk import app"),
        ("shared/web/http/app.py", "import boto3"),
        ("functions/desk/app.py", "from functions.reviews import api"),
        ("functions/desk/app.py", "from infra.local import pump"),
        ("functions/desk/app.py", "def late() -> None:\n    from functions.reviews import api"),
    ],
)
def test_a_wrong_import_is_named(path: str, source: str) -> None:
    assert len(breaches(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("shared/domain/cases.py", "import json\nfrom shared.domain.words import Words"),
        ("shared/store/cases.py", "from shared.domain import cases\nfrom pydantic import TypeAdapter"),
        ("shared/store/table.py", "from botocore.exceptions import ClientError"),
        ("functions/desk/app.py", "from functions.desk import api\nfrom shared.actions import screening"),
    ],
)
def test_a_right_import_is_not(path: str, source: str) -> None:
    assert breaches(path, source) == []
