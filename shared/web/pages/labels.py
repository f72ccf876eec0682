"""What a case, its place and its parts are called on pages, from what a list or a case holds of it."""

from collections.abc import Collection, Iterable
from typing import NamedTuple, Protocol

from markupsafe import Markup

from shared.actions.queries.case_view import Abroad
from shared.domain import forms
from shared.domain.case import Case
from shared.domain.events import Event
from shared.domain.questions import Field
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions, states
from shared.web.pages.answer_html import answer_html

DIRECTION_NAMES = {"going_out": Words("Going out", "走出去"), "inviting_in": Words("Inviting in", "请进来")}
CHINA = Words("China", "中国")
TONES = {
    **dict.fromkeys(("approved", "returned", "closed", "ready_to_depart", "met", "complete"), " tag--good"),
    **dict.fromkeys(
        ("rejected", "closed_rejected", "withdrawn", "expired", "cancelled", "revoked"), " tag--done"
    ),
    **dict.fromkeys(("report_overdue", "late"), " tag--late"),
    **dict.fromkeys(("suspended", "active_uncleared", "danger"), " tag--danger"),
    **dict.fromkeys(("draft", "", "empty"), ""),
}
GIVEN = Words("Given; not shown here", "已填写，此处不显示")
ANSWERS = Words("Go through the answers", "逐项查看补正答复")
UNTITLED = Words("Without a title yet", "尚无名称")


class Named(Protocol):
    """What a case and a row of a list have in common."""

    @property
    def direction(self) -> str: ...
    @property
    def title_en(self) -> str: ...
    @property
    def title_zh(self) -> str: ...
    @property
    def partner_en(self) -> str: ...
    @property
    def partner_zh(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def state(self) -> str: ...


class Said(NamedTuple):
    """A text and the language it is in, empty when that is the language of the page."""

    text: str
    lang: str = ""


class Answers(NamedTuple):
    """The answers of one section as people read them: label, and text or a table."""

    title: str
    rows: list[tuple[str, Markup | str]]


def either(english: str, chinese: str, language: Language) -> Said:
    """The text in the page's language where there is one, else in the other."""
    own, other = (chinese, english) if language == "zh" else (english, chinese)
    if own or not other:
        return Said(own)
    return Said(other, "en" if language == "zh" else "zh-Hans-CN")


def title(case: Named, language: Language) -> Said:
    said = either(case.title_en, case.title_zh, language)
    return said if said.text else Said(UNTITLED.within(language))


def partner(case: Named, language: Language) -> Said:
    return either(case.partner_en, case.partner_zh, language)


def direction(name: str, language: Language) -> str:
    return DIRECTION_NAMES[name].within(language)


def place(case: Named, language: Language) -> str:
    """The countries and regions that an exchange goes to or invites from; China while nobody abroad is named."""
    codes = case.place.split()
    if case.direction == "inviting_in" and not codes:
        return CHINA.within(language)
    return joined(regions(codes, language), language)


def regions(codes: Iterable[str], language: Language) -> list[str]:
    """Names of countries and regions by their codes."""
    named = forms.labels("regions")
    return [named[code].within(language) if code in named else code for code in codes]


def abroad(parties: Abroad, language: Language) -> str:
    """The parties abroad with their countries or regions; empty when none is named."""
    return joined([*parties.names, *regions(parties.regions, language)], language)


def tone(state: str) -> str:
    """The class of a tag that shows a state, or what stands for one: met, late, empty."""
    return TONES.get(state, " tag--turn")


def state(case: Named, language: Language) -> str:
    """What the federation calls the state."""
    return states(case.direction)[case.state].label.within(language)


def event(happened: Event, language: Language) -> str:
    known = definitions()
    action, kind = known.actions.get(happened.action), known.events.get(happened.kind)
    words = action.label if action else kind.history if kind else None
    return words.within(language) if words else happened.action


def answers(case: Case, language: Language, withheld: Collection[str] = ()) -> list[Answers]:
    """What the applicant wrote, section by section, without questions that were not asked."""
    form = case.application.form
    found = []
    for section in form.sections:
        rows = [
            (field.label.within(language), _answer(case, field, language))
            for field in section.fields
            if field.id in case.values or field.id in withheld
        ]
        if rows:
            found.append(Answers(section.title.within(language), rows))
    return found


def _answer(case: Case, field: Field, language: Language) -> Markup | str:
    if field.id not in case.values:
        return GIVEN.within(language)
    return answer_html(field, case.values[field.id], language, case.application.id)


def joined(texts: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(texts)
