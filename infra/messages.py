"""`make messages`: collect the words that templates and code ask for, and compile both catalogues.

Babel works here, at development time, only. English is the source: its catalogue is written whole; the Chinese one
keeps what is translated, gains what is new (empty) and loses what nobody asks for.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LANGUAGE = ROOT / "shared" / "language"
KEYWORDS = DEFAULT_KEYWORDS | {"marked": None}
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
type_of = {".py": "python", ".html": "jinja2.ext:babel_extract"}


def sources() -> Iterator[Path]:
    """Every file that may ask for words."""
    for folder in ("functions", "shared"):
        yield from sorted(each for each in (ROOT / folder).rglob("*") if each.suffix in type_of)


def asked() -> Catalog:
    """The words that templates and code ask for."""
    wanted = Catalog(charset="utf-8")
    options = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}
    for path in sources():
        with path.open("rb") as text:
            for line, message, comments, context in extract(
                type_of[path.suffix], text, KEYWORDS, ("Translators:",), options
            ):
                place = (path.relative_to(ROOT).as_posix(), line)
                wanted.add(message, locations=[place], auto_comments=comments, context=context)
    return wanted


def stored(language: str) -> Catalog:
    """A catalogue as it is in the repository."""
    path = LANGUAGE / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as text:
        return read_po(text, locale=language, charset="utf-8")


def merged(language: str, wanted: Catalog) -> Catalog:
    """What is asked for, with the translations there are."""
    old = stored(language)
    new = Catalog(locale=language, charset="utf-8", project="exchange-registry", version="1",
                  creation_date=EPOCH, revision_date=EPOCH, fuzzy=False)  # fmt: skip
    for message in wanted:
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        string = message.id if language == "en" else known.string if known else None
        new.add(message.id, string or "", flags=message.flags, auto_comments=message.auto_comments)
    return new


def write(language: str, catalogue: Catalog) -> None:
    """Write one catalogue, as text for people and compiled for the run."""
    folder = LANGUAGE / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=110, no_location=True, sort_output=True)
    write_mo(compiled, catalogue)
    (folder / "messages.po").write_bytes(text.getvalue())
    (folder / "messages.mo").write_bytes(compiled.getvalue())


def main() -> None:
    wanted = asked()
    for language in ("en", "zh"):
        catalogue = merged(language, wanted)
        write(language, catalogue)
        empty = [each.id for each in catalogue if each.id and not all(_strings(each.string))]
        print(f"{language}: {len(catalogue)} messages, {len(empty)} without translation", *empty, sep="\n  ")


def _strings(string: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [string or ""] if isinstance(string, str | None) else list(string)


if __name__ == "__main__":
    main()
