"""How many decimals a sum may have: ISO 4217, whatever is usual in cash."""

import pytest
from babel.numbers import get_currency_precision

from shared.domain.numbers import decimals_of
from shared.domain.questions import labels

CASH = {"LAK": 2, "MMK": 2, "RSD": 2}
"""Where Babel says what is in use, not what the currency has."""


@pytest.mark.parametrize(
    ("decimals", "codes"),
    [
        (0, "CLP JPY KRW RWF UGX VND XAF XOF"),
        (2, "CNY EUR GBP KES LAK MMK RSD USD"),
        (3, "BHD JOD KWD OMR TND"),
    ],
)
def test_currencies_have_the_decimals_of_the_standard(decimals: int, codes: str) -> None:
    assert {decimals_of(code) for code in codes.split()} == {decimals}


def test_all_others_offered_agree_with_what_is_in_use() -> None:
    offered = labels("currencies")

    assert {code: decimals_of(code) for code in offered} == {
        code: CASH.get(code, get_currency_precision(code)) for code in offered
    }
