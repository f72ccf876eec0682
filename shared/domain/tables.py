"""What the rows of tables must meet: dates inside the exchange, scores that fit, money that adds up."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from math import prod

from shared.domain.conditions import rows_of
from shared.domain.json_value import Values
from shared.domain.questions import Form, Rule
from shared.domain.refusals import FieldError
from shared.domain.words import Words

HOME = "CNY"
"""What budgets are added up in; rates say how much of it one unit of another currency is."""
TOLERANCE = Decimal("0.01")
"""How far two totals in CNY may differ for all that was rounded on the way."""
Places = Iterator[tuple[int, str]]
"""Rows (from 0) and the columns in which they are wrong."""


def broken_rows(form: Form, rule: Rule, values: Values) -> Iterator[FieldError]:
    """An error for each row that breaks the rule, at its cell and with the name of the row."""
    table, said = form.index[rule["field"]], Words.of(rule["message"])
    for place, part in ROW_CHECKS[rule["check"]](rule, values):
        row = table.called(place)
        words = Words(f"{row.en}: {said.en}", f"{row.zh}：{said.zh}")
        yield FieldError(field=f"{table.id}.{place}.{part}", code=rule["code"], message=words)


def totals(values: Values, table: str) -> dict[str, Decimal]:
    """What the rows of a table of money come to, by currency."""
    found: dict[str, Decimal] = {}
    for row in rows_of(values.get(table)):
        if "amount" in row:
            currency = str(row.get("currency", ""))
            found[currency] = found.get(currency, Decimal(0)) + Decimal(str(row["amount"]))
    return found


def in_home(values: Values, table: str, rates: str = "exchange_rates") -> Decimal | None:
    """What a table of money comes to in CNY, to the cent; None while a rate is missing."""
    known = _rates(values, rates)
    found = totals(values, table)
    if not found.keys() <= known.keys():
        return None
    return sum((amount * known[currency] for currency, amount in found.items()), Decimal(0)).quantize(
        TOLERANCE
    )


def rates_given(rule: Rule, values: Values, _today: date) -> bool:
    """Whether every currency that is used has a rate."""
    used = {currency for table in rule["tables"] for currency in totals(values, table)}
    return used <= _rates(values, rule["field"]).keys()


def same_total(rule: Rule, values: Values, _today: date) -> bool:
    """Whether two tables of money come to the same in CNY; nothing is said before all rates are known."""
    one, other = (in_home(values, table, rule["rates"]) for table in (rule["field"], rule["other"]))
    return one is None or other is None or abs(one - other) <= TOLERANCE


def _rates(values: Values, table: str) -> dict[str, Decimal]:
    rows = rows_of(values.get(table))
    return {HOME: Decimal(1)} | {
        str(row["currency"]): Decimal(str(row["rate"])) for row in rows if "currency" in row and "rate" in row
    }


def _inside(rule: Rule, values: Values) -> Places:
    first, last = (str(values.get(name) or "") for name in (rule["other"], rule["until"]))
    if first and last and last < first:  # these are to be put right first
        return
    for place, row in enumerate(rows_of(values.get(rule["field"]))):
        for part in rule["parts"]:
            day = str(row.get(part) or "")
            if day and ((first and day < first) or (last and day > last)):
                yield place, part


def _in_order(rule: Rule, values: Values) -> Places:
    earlier, later = rule["parts"]
    for place, row in enumerate(rows_of(values.get(rule["field"]))):
        if earlier in row and later in row and str(row[later]) < str(row[earlier]):
            yield place, later


def _at_most_product(rule: Rule, values: Values) -> Places:
    for place, row in enumerate(rows_of(values.get(rule["field"]))):
        score, *factors = (row.get(name) for name in (rule["part"], *rule["parts"]))
        known = [each for each in factors if isinstance(each, int)]
        if isinstance(score, int) and len(known) == len(factors) and score > prod(known):
            yield place, rule["part"]


def _distinct(rule: Rule, values: Values) -> Places:
    seen: set[object] = set()
    for place, row in enumerate(rows_of(values.get(rule["field"]))):
        value = row.get(rule["part"])
        if value is not None and value in seen:
            yield place, rule["part"]
        seen.add(value)


ROW_CHECKS: Mapping[str, Callable[[Rule, Values], Places]] = {
    "rows_inside": _inside,
    "rows_in_order": _in_order,
    "rows_at_most_product": _at_most_product,
    "rows_distinct": _distinct,
}
