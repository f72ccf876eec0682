"""The Chinese texts keep to the glossary: one word for one thing."""

import ast
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from infra.messages import ROOT, stored

Texts = Iterator[tuple[str, str]]
"""Where a Chinese text stands, and the text."""
GLOSSARY = json.loads((ROOT / "shared/language/glossary.json").read_text("utf-8"))
DOMAIN = ROOT / "shared" / "domain"


def definitions() -> Texts:
    for path in (DOMAIN / "actions.json", *sorted(DOMAIN.glob("*/*.json"))):
        yield from ((path.name, text) for text in chinese(json.loads(path.read_text("utf-8"))))


def chinese(data: Any) -> Iterator[str]:
    """The Chinese half of every text, however deep."""
    if isinstance(data, Mapping):
        own = data.get("zh")
        if isinstance(own, str):
            yield own
        for each in data.values():
            yield from chinese(each)
    elif isinstance(data, list):
        for each in data:
            yield from chinese(each)


def catalogue() -> Texts:
    for message in stored("zh"):
        strings = (message.string,) if isinstance(message.string, str) else (message.string or ())
        yield from (("messages.po", str(text)) for text in strings if message.id)


def sources() -> Texts:
    """The second half of every `Words(...)` that code spells out."""
    for folder in ("functions", "infra", "shared"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield from ((path.relative_to(ROOT).as_posix(), text) for text in spelt(path))


def spelt(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words":
            parts = [each for argument in node.args[1:] for each in ast.walk(argument)]
            yield "".join(
                each.value for each in parts if isinstance(each, ast.Constant) and str is type(each.value)
            )


TEXTS: Mapping[str, Callable[[], Texts]] = {
    "definitions": definitions,
    "catalogue": catalogue,
    "sources": sources,
}


def strayed(texts: Texts) -> set[tuple[str, str, str]]:
    """Where a word stands that the glossary forbids, the word and the text."""
    return {
        (place, word, text)
        for place, text in texts
        for entry in GLOSSARY
        for word in entry["never"]
        if word in text.replace(entry["zh"], "")
    }


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_uses_a_word_that_the_glossary_forbids(name: str) -> None:
    assert strayed(TEXTS[name]()) == set()


@pytest.mark.parametrize("name", TEXTS)
def test_there_are_texts_to_look_at(name: str) -> None:
    assert sum(1 for _ in TEXTS[name]()) > 100


@pytest.mark.parametrize("entry", GLOSSARY, ids=[entry["term"] for entry in GLOSSARY])
def test_an_entry_says_what_is_said_where_and_what_is_not(entry: dict[str, Any]) -> None:
    assert set(entry) == {"term", "en", "zh", "where", "never"}
    assert all(entry[name] for name in ("term", "en", "zh", "where"))
    assert strayed(iter([("glossary", entry["zh"])])) == set()
