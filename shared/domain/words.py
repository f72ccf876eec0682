"""A short text in the two languages of the registry."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Language = Literal["en", "zh"]


class Words(NamedTuple):
    """The same words in English and in Simplified Chinese."""

    en: str
    zh: str

    def within(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "Words":
        """Read the `{"en": ..., "zh": ...}` form that data files and bodies carry."""
        return cls(data["en"], data["zh"])
