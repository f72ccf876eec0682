"""Partner agreements as anybody may read them: a partner their own, people of the federation all."""

from dataclasses import dataclass
from datetime import date

from shared.actions.cursors import after_of, cursor_of
from shared.domain.agreements import Agreement
from shared.domain.people import Organisation, Person
from shared.domain.refusals import NotFound
from shared.store.stores import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An agreement beside both parties; one that is gone from the registry is None."""

    agreement: Agreement
    organisation: Organisation | None
    partner: Organisation | None


def page(
    stores: Stores, person: Person, *, limit: int, cursor: str | None = None
) -> tuple[list[Listed], str | None]:
    """Agreements, soonest to end first; raises InvalidFields for a cursor that is none.

    A partner's own come at once: they are few.
    """
    after = after_of(cursor)
    if person.organisation_id is not None:
        own = [agreement for each in person.organisations for agreement in stores.agreements.of(each)]
        return _beside(stores, own), None
    found, following = stores.agreements.page(limit, after)
    return _beside(stores, found), cursor_of(following)


def one(stores: Stores, person: Person, agreement_id: str) -> Listed:
    """One agreement; raises NotFound for what is not there, or not theirs to read."""
    found = stores.agreements.get([agreement_id])
    if not found or not _may_read(person, found[0]):
        raise NotFound
    return _beside(stores, found)[0]


def of(stores: Stores, person: Person, organisation_id: str) -> list[Listed]:
    """The agreements of an organisation that this person may read, soonest to end first."""
    found = stores.agreements.of(organisation_id)
    return _beside(stores, [each for each in found if _may_read(person, each)])


def _may_read(person: Person, agreement: Agreement) -> bool:
    return person.organisation_id is None or person.belongs_to(agreement.parties)


def named(stores: Stores, organisation_id: str, direction: str, today: date) -> list[Agreement]:
    """What an application of this organisation and direction may name on this day."""
    return [each for each in stores.agreements.of(organisation_id) if each.holds(direction, today)]


def _beside(stores: Stores, found: list[Agreement]) -> list[Listed]:
    known = stores.organisations.get(sorted({party for each in found for party in each.parties}))
    return [
        Listed(
            agreement=each,
            organisation=known.get(each.organisation_id),
            partner=known.get(each.partner_id),
        )
        for each in found
    ]
