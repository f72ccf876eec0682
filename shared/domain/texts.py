"""Text as people send it: made clean, and checked for what no field can hold."""

import re
import unicodedata

NEW_LINES = re.compile("\r\n?|[\u2028\u2029]")
INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
"""Soft hyphens, zero-width and direction marks: pasted unseen, and able to disguise a name."""
SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f]")
CONTROL_BUT_LINES = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f]")
"""Unicode's category Cc, searched as one expression: a form is read twice in each submission."""

_NEVER = r"\u007f-\u009f\u00ad\u0300-\u036f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
LINE = rf"[^\u0000-\u001f{_NEVER}]"
LINES = rf"[^\u0000-\u0008\u000b-\u001f{_NEVER}]"
EDGE = rf"[^\s\u0000-\u001f{_NEVER}]"
"""Character classes for JSON Schema: what passes unchanged, so a length counted there is our length."""


def tidy(text: str) -> str:
    """Trimmed, NFC, with line feeds alone and without characters nobody can see."""
    text = NEW_LINES.sub("\n", text).translate(INVISIBLE)
    return unicodedata.normalize("NFC", text).strip()


def has_surrogate(text: str) -> bool:
    """Whether a half of a surrogate pair stands alone: it cannot be written as UTF-8."""
    return SURROGATE.search(text) is not None


def has_control(text: str, *, lines: bool) -> bool:
    """Whether a control character is left; line feeds and tabs are fine in long texts."""
    return (CONTROL_BUT_LINES if lines else CONTROL).search(text) is not None


def printable(name: str) -> str:
    """A name somebody else chose, short and safe to send back."""
    short = name[:60].encode("utf-8", "replace").decode("utf-8")
    return "".join(character if character.isprintable() else "?" for character in short)


def bounded(minimum: int, maximum: int, *, lines: bool) -> str:
    """The pattern of a trimmed text of so many characters; the lengths are in it for generators' sake."""
    inner = LINES if lines else LINE
    if minimum > 1:
        return f"^{EDGE}{inner}{{{minimum - 2},{maximum - 2}}}{EDGE}$"
    return f"^{EDGE}({inner}{{0,{maximum - 2}}}{EDGE})?$"
