"""Numbers as people type them: read as they were meant, or not at all."""

import re

from shared.domain.texts import half_width

_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}((,[0-9]{3})+|( [0-9]{3})+)(\.[0-9]+)?")
"""A comma or a space goes only where groups of three follow: 12,50 is not 1250."""
WITHOUT_CENTS = frozenset({"CLP", "JPY", "KRW", "RWF", "UGX", "VND", "XAF", "XOF"})
THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def typed_number(text: str) -> str | None:
    """Digits, and a point before decimals, of a number in half or full width; None when it could mean another."""
    plain = half_width(text)
    if _PLAIN.fullmatch(plain):
        return plain
    return re.sub("[ ,]", "", plain) if _GROUPED.fullmatch(plain) else None


def decimals_of(currency: str) -> int:
    """Digits after the point that a currency has (the exponent of ISO 4217)."""
    if currency in WITHOUT_CENTS:
        return 0
    return 3 if currency in THOUSANDTHS else 2
