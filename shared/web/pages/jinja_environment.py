"""How Jinja is set up: escaping, strict about undefined names, words of one language."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from jinja2 import BaseLoader, Environment, FileSystemLoader, ModuleLoader, StrictUndefined

ROOT: Final = Path(__file__).parents[3]


def sources() -> BaseLoader:
    """Templates as written: the shared ones and those of each function."""
    return FileSystemLoader(
        [ROOT / "shared" / "web" / "pages" / "templates", *sorted(ROOT.glob("functions/*/templates"))]
    )


def build(
    compiled: Path,
    gettext: Callable[[str], str],
    ngettext: Callable[[str, str, int], str],
    known: dict[str, object],
) -> Environment:
    """An environment that reads precompiled templates where there are any."""
    environment = Environment(
        loader=ModuleLoader(compiled) if compiled.is_dir() else sources(),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # an extension adds it
    environment.globals.update(known)
    return environment
