"""A letter to one person, and what every way of sending it has in common."""

import re
from dataclasses import dataclass
from typing import Protocol

from shared.domain.words import Language

ADDRESS = re.compile(r"[!-~\u00a1-\U0010ffff]{1,64}@[!-~\u00a1-\U0010ffff]{1,255}")
UNSAFE = frozenset('<>()[],;:\\"')


class Unsent(Exception):
    """The letter certainly did not leave; later it may."""


class Refused(Exception):
    """The letter did not leave and never will: the address or the letter is not accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Plain text for one address; `person_id` serves transports that know people, not addresses."""

    to: str
    subject: str
    text: str
    language: Language
    person_id: str = ""

    def __post_init__(self) -> None:
        """No text may end a header line and begin another (CR, LF and their Unicode relatives)."""
        if not ADDRESS.fullmatch(self.to) or not UNSAFE.isdisjoint(self.to) or not self.to.isprintable():
            raise Refused
        object.__setattr__(self, "subject", one_line(self.subject))


class Transport(Protocol):
    """A way of sending letters."""

    def send(self, letter: Letter) -> None:
        """Send once. Raises Unsent or Refused when it is certain that nothing left, anything else when it is not."""


def one_line(text: str) -> str:
    """The text on one line, without characters that do not print."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())
