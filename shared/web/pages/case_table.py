"""Cases as lines of a list for people of the federation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from shared.domain.application import CaseSummary
from shared.domain.people import Person
from shared.domain.words import Language
from shared.language.catalogue import marked, translations
from shared.language.formats import away, late, left, short_day
from shared.store.stores import Stores
from shared.web.pages import labels
from shared.web.pages.labels import Said

SINCE = marked("since %(day)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case, in finished words: a list of 25 asks the catalogue for none again."""

    href: str
    number: str
    title: Said
    partner: Said
    direction: str
    place: str
    tone: str
    status: str
    since: str
    due: str
    left: str
    late: bool
    owner: str
    urgent: bool


def rows(
    stores: Stores,
    person: Person,
    items: Sequence[CaseSummary],
    language: Language,
    *,
    today: date,
    href: Callable[[CaseSummary], str],
) -> list[Row]:
    """The cases with the names of their officers, urgent ones on top, then what is due first."""
    others = sorted({item.officer for item in items} - {"", person.id})
    names = stores.people.names(others) | {person.id: person.name, "": ""}
    since = translations(language).gettext(SINCE)
    ordered = sorted(items, key=lambda item: (not item.urgent, item.due or "9"))
    return [_row(item, href(item), names[item.officer], since, language, today) for item in ordered]


def _row(item: CaseSummary, href: str, owner: str, since: str, language: Language, today: date) -> Row:
    day, ago = short_day(item.changed_at, language), away(item.changed_at, language, today=today)
    return Row(
        href=href,
        number=item.number,
        title=labels.title(item, language),
        partner=labels.partner(item, language),
        direction=labels.direction(item.direction, language),
        place=labels.place(item, language),
        tone=labels.tone(item.state),
        status=labels.state(item, language),
        since=since % {"day": day} + ("，" if language == "zh" else ", ") + ago,
        due=short_day(item.due, language),
        left=left(item.due, language, today=today) if item.due else "",
        late=late(item.due, today=today),
        owner=owner,
        urgent=item.urgent,
    )
