"""Every word that templates, code and data ask for exists in both languages."""

import gettext
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from infra.messages import LANGUAGE, ROOT, asked, stored

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%%|</?\w+|\{\w+\}")
LANGUAGES = ("en", "zh")
Identity = str | tuple[str, ...]


@cache
def wanted() -> Catalog:
    return asked()


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def identity(message: Message) -> Identity:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    return (
        (message.string or "",) if isinstance(message.string, str | None) else tuple(map(str, message.string))
    )


def marks(text: str) -> set[str]:
    return {match.group() for match in PLACEHOLDER.finditer(text)}


def differing(message: Message) -> bool:
    source = (message.id,) if isinstance(message.id, str) else message.id
    allowed = set().union(*map(marks, source))
    return any(marks(text) - {"%(num)d"} != allowed - {"%(num)d"} for text in strings(message) if text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_what_is_asked_for_and_nothing_else(language: str) -> None:
    asked_for = {identity(message) for message in messages(wanted())}

    held = {identity(message) for message in messages(stored(language))}

    assert {"missing": asked_for - held, "stale": held - asked_for} == {"missing": set(), "stale": set()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    empty = [
        message.id for message in messages(stored(language)) if not all(strings(message)) or message.fuzzy
    ]

    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders(language: str) -> None:
    assert [message.id for message in messages(stored(language)) if differing(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    fresh = io.BytesIO()
    write_mo(fresh, stored(language))
    fresh.seek(0)

    with (LANGUAGE / language / "LC_MESSAGES" / "messages.mo").open("rb") as compiled:
        assert (
            vars(gettext.GNUTranslations(compiled))["_catalog"]
            == vars(gettext.GNUTranslations(fresh))["_catalog"]
        )


def test_the_english_catalogue_is_the_source() -> None:
    english = {identity(message): message.string for message in messages(stored("en"))}

    assert {
        key: value
        for key, value in english.items()
        if value not in {key, key if isinstance(key, str) else ()}
    } == {}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "shared" / "domain").rglob("*.json")), ids=lambda path: path.stem
)
def test_data_speaks_both_languages(path: Path) -> None:
    assert [words for words in bilingual(json.loads(path.read_text())) if not full(words)] == []


def bilingual(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for each in data:
            yield from bilingual(each)
    if isinstance(data, dict):
        if {"en", "zh"} & data.keys():
            yield data
        for each in data.values():
            yield from bilingual(each)


def full(words: dict[str, Any]) -> bool:
    texts = [words.get("en"), words.get("zh")]
    return all(isinstance(text, str) and text.strip() for text in texts)


def test_a_lost_placeholder_would_be_seen() -> None:
    assert differing(Message("Sent by %(name)s", "已发送"))
    assert not differing(Message("Sent by %(name)s", "%(name)s已发送"))
