"""Cells of a file for spreadsheets: never a formula, and nothing lost by that."""

import csv
import io

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.web.http.spreadsheet import COLUMNS, FORMULA, spreadsheet

DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
CELLS = st.builds(
    "".join,
    st.tuples(
        st.text("' \u3000\u00a0", max_size=3),
        st.sampled_from(("", *DANGEROUS)),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30),
    ),
)


def read_back(content: bytes) -> list[str]:
    """The cells of the only row, each without the apostrophe that stands before what begins like a formula."""
    _, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell for cell in row]


@settings(max_examples=2_000, deadline=None)
@given(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)))
@example(["=1+1", "'=1+1", "''=1+1", " =1+1", "'\t", "\u3000＝1", "-1", "'", "", "'x", "x=1"])
def test_no_cell_is_a_formula_and_every_cell_comes_back(cells: list[str]) -> None:
    reply = spreadsheet("history.csv", [dict(zip(COLUMNS, cells, strict=True))], "en")

    assert isinstance(reply.body, bytes)
    _, row = csv.reader(io.StringIO(reply.body.decode("utf-8-sig"), newline=""))
    assert not [cell for cell in row if cell.startswith(DANGEROUS) or cell.lstrip().startswith(DANGEROUS)]
    assert read_back(reply.body) == cells
