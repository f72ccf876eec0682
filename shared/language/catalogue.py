"""The words of pages and letters in both languages, read with the standard library's gettext.

How to add words: write English in the template (`{{ _("Send") }}`, `{{ _("Sent by %(name)s", name=person) }}`,
`{{ ngettext("%(num)d case", "%(num)d cases", count) }}`, `{% trans %}...{% endtrans %}`) or in Python
(`_ = translations(language).gettext`, then `_("Send")`; `marked("Send")` where the words are looked up later);
a literal per cent sign is written `%%` in templates.
Run `make messages`, which adds the new ones to zh/LC_MESSAGES/messages.po and drops those nobody asks for, write the
Chinese into `msgstr` there, run `make messages` again to compile, and commit both .po and .mo files.
tests/architecture/test_language.py fails while any word is missing in a language.
"""

from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from shared.domain.words import Language

FOLDER = Path(__file__).parent


@cache
def translations(language: Language) -> GNUTranslations:
    """The catalogue of one language; it answers with the English source where it has no entry."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.mo").open("rb") as compiled:
        return GNUTranslations(compiled)


def marked(message: str) -> str:
    """The same text: tells `make messages` about words that are looked up elsewhere."""
    return message
