"""What every request of a function needs, loaded while Lambda gives a start its full processor (performance C5).

Nothing is called and no connection opened: only modules, catalogues and templates are read, and the client made.
"""

from shared.domain.workflow import definitions
from shared.language.catalogue import translations
from shared.web.pages.render import environment
from shared.wiring import wiring

FRAME = ("base.html", "macros/parts.html", "macros/fields.html")
"""What nearly every page is made of."""


def warm(*templates: str) -> None:
    """Called by app.py once its routes are known; without the environment of a function there is no client to make."""
    definitions()
    for language in ("en", "zh"):
        translations(language)
        if templates:
            pages = environment(language)
            for name in (*FRAME, *templates):
                pages.get_template(name)
    wiring().warm()
