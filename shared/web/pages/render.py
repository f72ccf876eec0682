"""Pages: Jinja templates in the reader's language, strict about undefined names, compiled at build time.

A route makes its page like this (`functions/desk/pages.py`):

    text = page("desk/queue.html", {"rows": rows}, shell=shell)

and `functions/desk/templates/desk/queue.html` is:

    {% extends "base.html" %}
    {% from "macros/parts.html" import pagination %}
    {% from "macros/work.html" import work_table %}
    {% set title = _("Cases") %}
    {% set crumbs = [(_("Home"), "/")] %}
    {% block content %}
      {{ work_table(rows, _("Cases, due first")) }}
      {{ pagination(next_href=next_href) }}
    {% endblock %}

base.html writes the one h1 from `title` (block `heading` replaces it; `caption` stands above it), breadcrumbs from
`crumbs`, and where the context has `errors` (FieldErrors) the error summary and the title's prefix. A form:

    {% from "macros/fields.html" import form_field, csrf, button %}
    <form method="post" novalidate>{{ csrf(shell) }}
      {% for field in fields %}{{ form_field(field, typed, errors) }}{% endfor %}
      {{ button(_("Save and continue")) }}
    </form>

(`typed` as of shared/web/pages/form_input.py; `fields` are those asked now.)

Every template may use: `shell`, `language`, `_`, `ngettext`, `say(words)`, `day(date)`, `short_day`, `moment`,
`away(date, today=today)`, `left(due, today=today)`, `late(due, today=today)`, `number`, `money(minor, currency)`,
`span(start, end)`, `options(field)`, `asset(name)`. Wrap text of the other language in `<span lang="...">`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from shared.domain.words import Language, Words
from shared.language import formats
from shared.language.catalogue import translations
from shared.web.pages import format_answer, labels
from shared.web.pages.assets import address
from shared.web.pages.shell import Shell

if TYPE_CHECKING:
    from jinja2 import Environment

HERE: Final = Path(__file__).parent
COMPILED: Final = HERE / "compiled"
"""Where infra/precompile.py leaves templates in the artefact; absent in the source tree."""


def page(template: str, context: Mapping[str, Any], *, shell: Shell) -> str:
    """The HTML of a page; the first one of a process pays for importing Jinja."""
    return environment(shell.language).get_template(template).render(context, shell=shell)


@cache
def environment(language: Language) -> Environment:
    """One environment a language, so that macros know theirs without being told."""
    from shared.web.pages.jinja_environment import build  # noqa: PLC0415 -- Jinja loads with the first page only

    words = translations(language)
    return build(COMPILED, words.gettext, words.ngettext, spoken(language))


def spoken(language: Language) -> dict[str, object]:
    """What templates may call, bound to a language."""
    in_language: dict[str, Callable[..., object]] = {
        each.__name__: partial(each, language=language)
        for each in (formats.day, formats.short_day, formats.moment, formats.away, formats.left)
    }

    def say(words: Words) -> str:
        return words.within(language)

    return in_language | {
        "asset": address,
        "language": language,
        "late": formats.late,
        "money": partial(formats.money, language=language),
        "number": formats.number,
        "say": say,
        "span": partial(formats.span, language=language),
        "tone": labels.tone,
        "options": partial(format_answer.options, language=language),
        "other_language": "en" if language == "zh" else "zh-Hans-CN",
    }
