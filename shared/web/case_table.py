"""Cases as lines of a list for people of the federation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.application import CaseSummary
from shared.domain.people import Person
from shared.domain.words import Language
from shared.store.stores import Stores
from shared.web import labels
from shared.web.labels import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case; `since` is when it came to its state."""

    href: str
    number: str
    title: Said
    partner: Said
    direction: str
    place: str
    state: str
    status: str
    since: datetime
    due: str
    owner: str
    urgent: bool


def rows(
    stores: Stores,
    person: Person,
    items: Sequence[CaseSummary],
    language: Language,
    *,
    href: Callable[[CaseSummary], str],
) -> list[Row]:
    """The cases with the names of their officers, urgent ones on top, then what is due first."""
    others = sorted({item.officer for item in items} - {"", person.id})
    names = {each.id: each.name for each in stores.people.get(others).values()} if others else {}
    names[person.id] = person.name
    ordered = sorted(items, key=lambda item: (not item.urgent, item.due or "9"))
    return [_row(item, href(item), names.get(item.officer, ""), language) for item in ordered]


def _row(item: CaseSummary, href: str, owner: str, language: Language) -> Row:
    return Row(
        href=href,
        number=item.number,
        title=labels.title(item, language),
        partner=labels.partner(item, language),
        direction=labels.direction(item.direction, language),
        place=labels.place(item, language),
        state=item.state,
        status=labels.state(item, language),
        since=item.changed_at,
        due=item.due,
        owner=owner,
        urgent=item.urgent,
    )
