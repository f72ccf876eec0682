"""Numbers in the query of a list: how many, and from where."""

import re

from shared.domain.readers import Wrong, read_text
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.web.http.call import Call

MOST = 100
LONGEST_NAME = 80
NUMBER = re.compile(r"[0-9]{1,8}", re.ASCII)
BAD_NUMBER = Words("Give a whole number from {low} to {high}.", "请填写{low}至{high}的整数。")


def limit_of(call: Call) -> int:
    """How many items of a list are wanted, 25 when nothing is said; raises InvalidFields."""
    return number_of(call, "limit", 25, 1, MOST)


def number_of(call: Call, name: str, otherwise: int, low: int, high: int) -> int:
    """A whole number of the query; raises InvalidFields."""
    given = call.query.get(name)
    if given is None:
        return otherwise
    if not (NUMBER.fullmatch(given) and low <= int(given) <= high):
        words = Words(*(each.format(low=low, high=high) for each in BAD_NUMBER))
        raise InvalidFields((FieldError(field=name, code="number", message=words),))
    return int(given)


def sought(call: Call) -> str:
    """What the names of a list are to begin with, `q` of the query; raises InvalidFields."""
    try:
        return read_text(call.query.get("q", ""), most=LONGEST_NAME, lines=False)
    except Wrong as wrong:
        error = FieldError(field="q", code=wrong.code, message=wrong.said(Words("q", "q")))
        raise InvalidFields((error,)) from wrong
