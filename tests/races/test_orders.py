from collections.abc import Sequence
from itertools import combinations_with_replacement

import pytest

from shared.actions.engine import known_to
from shared.domain.case import Case
from shared.domain.refusals import NotAvailable, Stale
from tests.races.racing import racer
from tests.races.turns import Picture, Turns, every_order
from tests.sizes import PAIR_STEP
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
    "compliance_check": (
        ("sign_risk", "safety"),
        ("check_compliance", "compliance"),
        ("request_info", "compliance"),
    ),
    "decision_pending": (("approve", "approver"), ("reject", "approver-2"), ("escalate", "approver")),
    "escalated": (("approve_final", "senior"), ("reject", "senior"), ("send_back", "senior")),
}
PAIRS = [
    (state, *pair) for state, writes in WRITES.items() for pair in combinations_with_replacement(writes, 2)
]
Racer = tuple[str, str]


def in_turn(stage: Stage, case: Case, pair: Sequence[Racer], before: Picture) -> list[str]:
    """The tables where one follows the other: what a partner does holds beside work that a partner may not see."""
    found = []
    for order in (pair, pair[::-1]):
        told = [racer(stage, name, who, case, seen=stage.seen(who, case))() for name, who in order]
        if all(isinstance(each, Case) for each in told):
            found.append(before.now())
        before.restore()
    return found


def check_every_order(stage: Stage, state: str, *pair: Racer) -> None:
    """One of the two has its way, and the table is as if the other had never been sent; or both, as in turn."""
    case = stage.case(state)
    before = Picture(stage.stores)
    alone = []
    for name, who in pair:
        racer(stage, name, who, case, seen=stage.seen(who, case))()
        alone.append(before.now())
        before.restore()

    def run(turns: Turns) -> list[object]:
        return turns.run(
            [
                racer(stage, name, who, case, turns.around(place), seen=stage.seen(who, case))
                for place, (name, who) in enumerate(pair)
            ]
        )

    both = in_turn(stage, case, pair, before)
    for told in every_order(run):
        won = [place for place, each in enumerate(told) if isinstance(each, Case)]
        refused = [each for each in told if isinstance(each, NotAvailable | Stale)]
        if len(won) == len(pair):
            assert before.now() in both
            before.restore()
            continue
        assert (len(won), len(refused)) == (1, 1)
        assert before.now() == alone[won[0]]
        now = stage.now(case)
        assert now.application.version == case.application.version + 1
        assert refused[0].version in {known_to(stage.people[who], now.application).version for _, who in pair}
        before.restore()


@pytest.mark.parametrize(("state", "first", "second"), PAIRS[::PAIR_STEP])
def test_every_two_writes_end_as_one_of_them(stage: Stage, state: str, first: Racer, second: Racer) -> None:
    check_every_order(stage, state, first, second)
