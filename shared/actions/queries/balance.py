"""The balance of the exchange beside a case: what was approved both ways, this year, the year before, and in all."""

from dataclasses import dataclass

from shared.domain import balance
from shared.domain.agreements import Agreement
from shared.domain.balance import Amount, Amounts, Share, Subject
from shared.domain.case import Case
from shared.domain.programmes import DIRECTIONS
from shared.store.stores import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was approved for one country or region, organisation or agreement, without the case itself."""

    subject: Subject
    amounts: Amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """`year` is that of the case's first day; `share` is what the case would count; `agreement` is the one it names."""

    year: int
    share: Share
    lines: tuple[Line, ...]
    agreement: Agreement | None

    @property
    def places_used(self) -> int:
        """People who travel in the year of the case under its agreement, either way."""
        used = next((each.amounts for each in self.lines if each.subject.kind == "agreement"), {})
        return sum(balance.total(used, direction, self.year).people for direction in DIRECTIONS)


def balance_beside(stores: Stores, case: Case) -> Balance | None:
    """What approvers weigh a case against; None for one whose days or people are not known."""
    application, values = case.application, case.values
    share = balance.share_of(application, values)
    if share is None:
        return None
    agreement = balance.named(stores.agreements.of(application.organisation_id), values)
    subjects = [
        each
        for each in balance.subjects_of(application, values, application.organisation_id)
        if each.kind != "agreement" or agreement
    ]
    found = stores.balances.of(subjects)
    return Balance(
        year=share.year,
        share=share,
        lines=tuple(Line(subject=each, amounts=_without(case, share, found[each])) for each in subjects),
        agreement=agreement,
    )


def _without(case: Case, share: Share, amounts: Amounts) -> Amounts:
    """What is counted besides the case itself, should it be approved already."""
    if case.application.state != "approved":
        return amounts
    place = (share.direction, share.year)
    return {**amounts, place: amounts.get(place, Amount()) + -share.amount}
