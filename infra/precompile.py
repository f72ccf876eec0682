"""`python -m infra.precompile TARGET_DIR`: every template as a Python module in TARGET_DIR/shared/web/pages/compiled.

Without it each cold start would compile the templates it shows; tests and the embedded run read the sources.
"""

import sys
from pathlib import Path

from shared.web.pages import jinja_environment
from shared.web.pages.render import COMPILED

ROOT = Path(__file__).parents[1]


def precompile(target: Path) -> int:
    """Compile all templates under the artefact folder; answers how many."""
    folder = target / COMPILED.relative_to(ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    missing = folder / "none"
    environment = jinja_environment.build(
        missing, str, lambda one, many, count: one if count == 1 else many, {}
    )
    environment.compile_templates(folder, zip=None, extensions=["html"], ignore_errors=False)
    return len(list(folder.glob("tmpl_*.py")))


if __name__ == "__main__":
    print(f"{precompile(Path(sys.argv[1]))} templates compiled")
