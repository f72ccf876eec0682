from itertools import combinations_with_replacement

import pytest

from shared.domain.case import Case
from shared.domain.refusals import NotAvailable, Stale
from tests.races.racing import racer
from tests.races.turns import Picture, Turns, every_order
from tests.stage import Stage

WRITES = {
    "draft": (("submit", "north-signatory"), ("edit", "north-editor"), ("discard", "north-editor")),
    "submitted": (("claim", "officer"), ("claim", "officer-2"), ("withdraw", "north-signatory")),
    "screening": (
        ("request_info", "officer"),
        ("propose_ineligible", "officer"),
        ("accept_for_review", "officer"),
        ("withdraw", "north-signatory"),
    ),
    "info_requested_intake": (("resubmit", "north-signatory"), ("withdraw", "north-signatory")),
    "ineligible_proposed": (("confirm_ineligible", "approver"), ("send_back", "approver-2")),
    "under_review": (("review", "reviewer-1"), ("request_info", "officer"), ("withdraw", "north-signatory")),
    "compliance_check": (("clear_compliance", "compliance"), ("request_info", "compliance")),
    "decision_pending": (("approve", "approver"), ("reject", "approver-2"), ("escalate", "approver")),
    "escalated": (("approve_final", "senior"), ("reject", "senior"), ("send_back", "senior")),
}
PAIRS = [
    (state, *pair) for state, writes in WRITES.items() for pair in combinations_with_replacement(writes, 2)
]
Racer = tuple[str, str]


def check_every_order(stage: Stage, state: str, *pair: Racer) -> None:
    """One of the two has its way, and the table is as if the other had never been sent."""
    case = stage.case(state)
    before = Picture(stage.stores)
    alone = []
    for name, who in pair:
        racer(stage, name, who, case, seen=case.application.version)()
        alone.append(before.now())
        before.restore()

    def run(turns: Turns) -> list[object]:
        return turns.run(
            [
                racer(stage, name, who, case, turns.around(place), seen=case.application.version)
                for place, (name, who) in enumerate(pair)
            ]
        )

    for told in every_order(run):
        won = [place for place, each in enumerate(told) if isinstance(each, Case)]
        refused = [each for each in told if isinstance(each, NotAvailable | Stale)]
        assert (len(won), len(refused)) == (1, 1)
        assert before.now() == alone[won[0]]
        assert stage.now(case).application.version == refused[0].version == case.application.version + 1
        before.restore()


@pytest.mark.parametrize(("state", "first", "second"), PAIRS)
def test_every_two_writes_end_as_one_of_them(stage: Stage, state: str, first: Racer, second: Racer) -> None:
    check_every_order(stage, state, first, second)
