"""The balance of the exchange beside a case, in words: one table for each country or region, organisation and agreement."""

from dataclasses import dataclass

from shared.actions.queries.balance import Balance, Line, balance_beside
from shared.domain.balance import Amount, one_sided, total
from shared.domain.case import Case
from shared.domain.programmes import DIRECTIONS
from shared.domain.words import Language, Words
from shared.web.pages import labels
from shared.wiring import wiring

ALL = Words("All years", "历年合计")
WITH = Words("{year} with this case", "{year}年（含本申请）")
YEAR = Words("{year}", "{year}年")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What was approved in a time, going out and inviting in."""

    label: str
    out: Amount
    back: Amount
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One table; `one_sided` when one way is far ahead, this case counted with it."""

    name: str
    periods: tuple[Period, ...]
    one_sided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Places that an agreement names for a year, and those used: 0 of `places` where it names none."""

    reference: str
    year: int
    places: int
    used: int
    with_case: int

    @property
    def over(self) -> bool:
        return 0 < self.places < self.with_case


def sides(found: Balance | None, case: Case, language: Language) -> list[Side]:
    return (
        [_side(found, each, _name(found, each, case, language), language) for each in found.lines]
        if found
        else []
    )


def agreed(found: Balance | None) -> Agreed | None:
    """The agreement of the case, if the registry has it."""
    if found is None or found.agreement is None:
        return None
    used, people = found.places_used, found.share.amount.people
    places = found.agreement.places_a_year
    return Agreed(
        reference=found.agreement.reference,
        year=found.year,
        places=places,
        used=used,
        with_case=used + people,
    )


def read(case: Case) -> Balance | None:
    return balance_beside(wiring().stores, case)


def _name(found: Balance, line: Line, case: Case, language: Language) -> str:
    if line.subject.kind == "region":
        return labels.regions([line.subject.id], language)[0]
    if line.subject.kind == "organisation":
        return labels.partner(case.application, language).text
    return found.agreement.reference if found.agreement else ""


def _side(found: Balance, line: Line, name: str, language: Language) -> Side:
    year, share = found.year, found.share
    own = {share.direction: share.amount}
    held = {way: total(line.amounts, way, year) + own.get(way, Amount()) for way in DIRECTIONS}
    ever = {way: total(line.amounts, way) for way in DIRECTIONS}
    whole = {way: ever[way] + own.get(way, Amount()) for way in DIRECTIONS}
    return Side(
        name=name,
        periods=(
            _period(line, YEAR, year, language),
            Period(
                label=WITH.within(language).format(year=year),
                out=held["going_out"],
                back=held["inviting_in"],
                own=True,
            ),
            _period(line, YEAR, year - 1, language),
            Period(label=ALL.within(language), out=ever["going_out"], back=ever["inviting_in"]),
        ),
        one_sided=one_sided(whole["going_out"], whole["inviting_in"]),
    )


def _period(line: Line, words: Words, year: int, language: Language) -> Period:
    return Period(
        label=words.within(language).format(year=year),
        out=total(line.amounts, "going_out", year),
        back=total(line.amounts, "inviting_in", year),
    )
