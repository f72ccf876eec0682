"""The expressions of texts.py against what Unicode itself says of every character."""

import sys
import unicodedata

import pytest

from shared.domain.texts import has_control, has_surrogate

EVERY = [chr(number) for number in range(sys.maxunicode + 1)]


@pytest.mark.parametrize(("lines", "fine"), [(False, ""), (True, "\n\t")])
def test_control_characters_are_those_of_unicode(lines: bool, fine: str) -> None:
    found = [each for each in EVERY if has_control(f"a{each}b", lines=lines)]

    assert found == [each for each in EVERY if unicodedata.category(each) == "Cc" and each not in fine]


def test_halves_of_surrogate_pairs_are_found_wherever_they_stand() -> None:
    found = [each for each in EVERY if has_surrogate(f"志{each}")]

    assert found == [each for each in EVERY if unicodedata.category(each) == "Cs"]
