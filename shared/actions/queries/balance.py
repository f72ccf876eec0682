"""The balance of the exchange beside a case: what was approved both ways, this year, the year before, and in all."""

from dataclasses import dataclass

from shared.domain import balance
from shared.domain.agreements import Agreement
from shared.domain.balance import Amount, Amounts, Share, Subject
from shared.domain.case import Case
from shared.domain.programmes import DIRECTIONS
from shared.store.balances import Counted
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
    application = case.application
    share = balance.share_of(application, case.values)
    if share is None:
        return None
    own = stores.agreements.of(application.organisation_id) if case.values.get("agreement_ref") else []
    agreement = balance.named(own, case.values)
    subjects = [each for each in share.subjects if each.kind != "agreement" or agreement]
    found, counted = stores.balances.read(subjects, application.id)
    return Balance(
        year=share.year,
        share=share,
        lines=tuple(Line(subject=each, amounts=_besides(each, found[each], counted)) for each in subjects),
        agreement=agreement,
    )


def _besides(subject: Subject, amounts: Amounts, counted: Counted | None) -> Amounts:
    """What is counted besides the case itself, should it be approved already."""
    if counted is None or " ".join(subject) not in counted.subjects:
        return amounts
    place = (counted.direction, counted.year)
    return {**amounts, place: amounts.get(place, Amount()) + -counted.amount}
