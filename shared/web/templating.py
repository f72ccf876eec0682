"""How Jinja is set up: strict for our templates, lenient for the design system's macros."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    ModuleLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    Undefined,
)

DESIGN_SYSTEM: Final = "govuk_frontend_jinja"
ROOT: Final = Path(__file__).parents[2]


_Environment = TypeVar("_Environment", bound=Environment)


class RegistryEnvironment(Environment):
    """Hands the design system's templates to a lenient twin, because they read optional parameters freely."""

    lenient: Environment

    def _load_template(self, name: str, globals: object) -> Template:  # noqa: A002
        if name.startswith(DESIGN_SYSTEM):
            return self.lenient.get_template(name)
        return super()._load_template(name, globals)  # type: ignore[arg-type]


def sources() -> BaseLoader:
    """Templates as written: shared ones, those of each function, and the design system's."""
    folders = [ROOT / "shared" / "web" / "templates", *sorted(ROOT.glob("functions/*/templates"))]
    return ChoiceLoader(
        [
            PrefixLoader({DESIGN_SYSTEM: PackageLoader(DESIGN_SYSTEM)}),
            FileSystemLoader(folders),
        ]
    )


def build(
    compiled: Path,
    gettext: Callable[[str], str],
    ngettext: Callable[[str, str, int], str],
    known: dict[str, object],
) -> Environment:
    """Our environment, reading precompiled templates where there are any."""
    loader = ModuleLoader(compiled) if compiled.is_dir() else sources()
    strict = _made(RegistryEnvironment, loader, StrictUndefined)
    strict.lenient = _made(Environment, loader, Undefined)
    strict.add_extension("jinja2.ext.i18n")
    strict.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    strict.globals.update(known)
    # The same globals in both, or Jinja would build the imported macros anew on every use.
    strict.lenient.globals = strict.globals
    return strict


def _made(kind: type[_Environment], loader: BaseLoader, undefined: type[Undefined]) -> _Environment:
    return kind(
        loader=loader,
        undefined=undefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
