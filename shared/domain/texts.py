"""Text as people send it: made clean, and checked for what no field can hold."""

import re
import unicodedata
from collections.abc import Mapping

from shared.domain.words import Language

NEW_LINES = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")
"""Every line break of Unicode (UAX 14, class BK and NL): Word and old mainframes write some of them."""
INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
"""Soft hyphens, zero-width and direction marks: pasted unseen, and able to disguise a name."""
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Letters and symbols by their category that nobody sees: fillers, the blank of Braille, the null notehead."""
SHARES: Mapping[Language, float] = {"en": 0.5, "zh": 0.1}
INVISIBLE_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"))
"""Marks, joiners and spaces alone. What this Unicode does not know yet, or is private use, may be a rare name."""
HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x202F: 0x20,
}
SCRIPTS: Mapping[Language, re.Pattern[str]] = {"en": LATIN, "zh": HAN}
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
    text = NEW_LINES.sub("\n", text)
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text.translate(INVISIBLE)).strip()


def is_visible(text: str) -> bool:
    """Whether at least one character of it can be seen; joiners and marks alone cannot."""
    return any(unicodedata.category(each) not in INVISIBLE_CATEGORIES and each not in BLANK for each in text)


def is_written_in(text: str, language: Language) -> bool:
    """Whether a text is in the script of the language: names of the other script may stand in it.

    A tenth of the letters of a Chinese text are Han characters, half of an English one Latin letters. Of plain ASCII
    all letters are Latin.
    """
    if text.isascii():
        return language == "en" and LATIN.search(text) is not None
    letters = sum(each.isalpha() for each in text)
    written = len(SCRIPTS[language].findall(text))
    return 0 < written >= letters * SHARES[language]


def folded(text: str) -> str:
    """A text as it is compared: letters and digits alone, in one width and case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in plain if each.isalnum() and each not in BLANK)


def half_width(text: str) -> str:
    """Codes are often typed with an input method that makes ＋８６ of +86; ① and ² stay what they are."""
    return text.translate(HALF_WIDTH).strip()


def has_surrogate(text: str) -> bool:
    """Whether a half of a surrogate pair stands alone: it cannot be written as UTF-8."""
    return not text.isascii() and SURROGATE.search(text) is not None


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
