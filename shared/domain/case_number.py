"""Case numbers: short, easy to say on the telephone, and with a check character."""

import re
from collections.abc import Mapping

from shared.domain.texts import half_width

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 characters that are not mistaken for each other on the telephone; 31 is prime, see `check_character`."""
PREFIX: Mapping[str, str] = {"going_out": "GO", "inviting_in": "IN"}
LENGTH = 10
"""Characters of a case number without its dashes."""
_NUMBER = re.compile(rf"(?:GO|IN)-[0-9]{{2}}-[{ALPHABET}]{{6}}")
_VALUES = "01" + ALPHABET
"""A character's value is its place; Y and Z share theirs (modulo 31) with 0 and 1, which only years have."""


def number(direction: str, year: int, digits: str) -> str:
    """A case number like GO-26-7K3MQU: five random characters and a check character."""
    body = f"{PREFIX[direction]}-{year % 100:02}-{digits}"
    return body + check_character(body)


def check_character(body: str) -> str:
    """Weighted sum modulo 31: finds every single wrong character and every swap of two neighbours."""
    values = [_VALUES.find(character) for character in body if character.isalnum()]
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    return ALPHABET[total % 31]


def case_number(typed: str) -> str:
    """A number as it is written: upper case, with its dashes, whatever was typed between the characters."""
    kept = "".join(each for each in half_width(typed)[:80].upper() if each.isascii() and each.isalnum())
    parts = (kept[:2], kept[2:4], kept[4:])
    return "-".join(parts) if len(kept) == LENGTH else kept


def is_number(text: str) -> bool:
    """Whether this can be a case number at all; saves a look-up for what was misheard."""
    return bool(_NUMBER.fullmatch(text)) and check_character(text[:-1]) == text[-1]
