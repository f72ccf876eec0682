"""Countries and regions have Babel's names, but for those that the federation signs off."""

import json

from infra.territories import HERE, LOCALES, names
from shared.domain.questions import labels


def test_every_name_is_of_babel_or_signed_off() -> None:
    assert {code: words._asdict() for code, words in labels("regions").items()} == {
        code: names(code) for code in labels("regions")
    }


def test_nothing_is_signed_off_that_babel_says_anyway() -> None:
    for code, words in json.loads((HERE / "territories.json").read_text("utf-8"))["names"].items():
        for language, name in words.items():
            assert LOCALES[language].territories[code] != name, code
