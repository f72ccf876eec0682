"""What a test of the battery did, in figures: kept beside its result, and read from there by infra/battery."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest

FIGURE = "figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How often something was asked for and done; `asked` is 0 where it is everything that there is."""

    id: str
    what: str
    asked: int
    ran: int
    seed: int | None = None
    note: str = ""


Report = Callable[..., None]


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Report:
    """Report a figure: `figure(id, what, asked, ran)`, with `seed` and `note` if there is something to say."""

    def report(id_: str, what: str, asked: int, ran: int, *, seed: int | None = None, note: str = "") -> None:
        found = Figure(id=id_, what=what, asked=asked, ran=ran, seed=seed, note=note)
        record_property(FIGURE, asdict(found))

    return report
