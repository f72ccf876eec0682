"""What the pages of a partner say of a case beyond its names: its status in public words, its number spelled."""

from collections.abc import Mapping

from shared.domain.words import Language
from shared.domain.workflow import State, states
from shared.web.pages.labels import Named, Said

SPELLED: Mapping[Language, Mapping[str, str]] = {
    "en": dict(
        zip(
            "ABCDEFGHJKLMNOPQRSTUVWXYZ23456789-I",
            (
                "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "Juliett", "Kilo", "Lima",
                "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor",
                "Whiskey", "X-ray", "Yankee", "Zulu", "two", "three", "four", "five", "six", "seven", "eight",
                "nine", "dash", "India",
            ),
            strict=True,
        )
    ),
    "zh": dict(zip("23456789-", "二三四五六七八九杠", strict=True)),
}  # fmt: skip


def other_title(case: Named, language: Language) -> Said | None:
    """The title in the other language, when both are there."""
    if not (case.title_en and case.title_zh):
        return None
    return Said(case.title_en, "en") if language == "zh" else Said(case.title_zh, "zh-Hans-CN")


def state_of(direction: str, state: str) -> State:
    return states(direction)[state]


def status_of(direction: str, state: str, language: Language, *, public: bool) -> str:
    known = state_of(direction, state)
    return (known.public if public else known.label).within(language)


def spelled(number: str, language: Language) -> str:
    """A case number as one says it on the telephone."""
    known = SPELLED[language]
    return ("、" if language == "zh" else " ").join(known.get(each, each) for each in number)
