"""Packages that import all they have, made to import a name when somebody asks for it (PEP 562).

Powertools brings every resolver and every kind of event with its first import, and the functions use one of each;
phonenumbers what finds numbers in texts and formats them while they are typed.
"""

import ast
from pathlib import Path

PACKAGES = (
    "aws_lambda_powertools",
    "aws_lambda_powertools/event_handler",
    "aws_lambda_powertools/utilities/data_classes",
    "phonenumbers",
)
GETTER = """

def __getattr__(name):
    if name not in _WAITING:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _WAITING[name]
    found = globals()[name] = getattr(import_module(module), attribute)
    return found
"""


def make_lazy(target: Path) -> None:
    """Rewrite the packages in this folder."""
    for package in PACKAGES:
        path = target / package / "__init__.py"
        modules = frozenset(each.stem for each in path.parent.iterdir())
        path.write_text(lazy(path.read_text("utf-8"), package.replace("/", "."), modules), "utf-8")


def lazy(source: str, package: str, modules: frozenset[str] = frozenset()) -> str:
    """The `__init__` of a package whose own names wait; what it needs itself is imported as before.

    Nor does a name wait that one of its `modules` has: that would be found in its place.
    """
    tree = ast.parse(source)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | modules
    waiting: dict[str, tuple[str, str]] = {}
    for node in list(tree.body):
        module = _within(node, package)
        if isinstance(node, ast.ImportFrom) and module:
            later = [each for each in node.names if (each.asname or each.name) not in used]
            waiting |= {each.asname or each.name: (module, each.name) for each in later}
            node.names = [each for each in node.names if each not in later]
            if not node.names:
                tree.body.remove(node)
    return f"{ast.unparse(tree)}\n\n_WAITING = {waiting!r}\n{GETTER}"


def _within(node: ast.stmt, package: str) -> str:
    """The module of this package that a statement imports from; empty for any other statement."""
    if not isinstance(node, ast.ImportFrom):
        return ""
    module = node.module or ""
    if node.level == 1 and module:
        return f"{package}.{module}"
    return module if not node.level and module.startswith(f"{package}.") else ""
