"""Budgets that do not depend on the clock: capacity units, calls and bytes of the steps that are taken most."""

from collections.abc import Callable
from random import Random

import pytest

from shared.actions.answers import edit
from shared.actions.queries import lists
from shared.actions.queries.lists import ListQuery
from shared.domain.case import Case
from shared.domain.commands import EditCommand
from shared.domain.json_value import JsonValue
from shared.domain.patterns import LONGEST
from shared.domain.programmes import Direction
from shared.domain.questions import Field, load
from shared.store import keys
from shared.store.codec import pack, to_wire
from shared.store.table import Table
from tests.recorder import Recording, recording
from tests.stage import Stage

ONCE = 2.0
"""The item that keeps two applications of an organisation from being the same, see decision 0013."""
ITEM = 399_000
"""Bytes; DynamoDB takes 400,000 with the names and keys."""
OVER = 1.0
"""An approval moves a case within index `by-state` (a delete and a put): one unit over the budget, see decision 0001."""


def recorded(stage: Stage, act: Callable[[], object]) -> Recording:
    with recording(stage.stores.table.client) as found:
        act()
    return found


def test_submitting_a_whole_form_costs_at_most_twelve_write_units_and_two_that_keep_it_from_being_sent_twice(
    stage: Stage,
) -> None:
    case = stage.draft()

    cost = recorded(stage, lambda: stage.do("submit", "north-signatory", case))

    assert cost.written <= 12 + ONCE
    assert cost.operations == ["BatchGetItem", "TransactWriteItems"]


def test_a_review_costs_at_most_five_write_units(stage: Stage) -> None:
    case = stage.case("under_review")

    cost = recorded(stage, lambda: stage.do("review", "reviewer-1", case))

    assert cost.written <= 5
    assert cost.operations == ["Query", "TransactWriteItems"]


def test_an_approval_with_a_place_of_the_programme_costs_one_unit_more_than_eight(stage: Stage) -> None:
    case = stage.case("decision_pending")
    stage.stores.programmes.all()

    cost = recorded(stage, lambda: stage.do("approve", "approver", case))

    assert cost.written <= 8 + OVER
    assert cost.operations == ["Query", "TransactWriteItems"]


def test_a_life_cycle_costs_at_most_thirty_six_write_units_and_those_two(stage: Stage) -> None:
    draft = stage.draft()
    submission = recorded(stage, lambda: stage.do("submit", "north-signatory", draft))
    reviewed = stage.case("under_review")
    review = recorded(stage, lambda: stage.do("review", "reviewer-1", reviewed))
    pending = stage.case("decision_pending")
    approval = recorded(stage, lambda: stage.do("approve", "approver", pending))

    assert submission.written + 3 * review.written + approval.written <= 36 + ONCE


def test_saving_one_section_costs_at_most_four_write_units_whatever_the_rest_holds(stage: Stage) -> None:
    case = stage.draft()

    cost = recorded(
        stage,
        lambda: edit(stage.attempt("north-editor", "edit", case), EditCommand(values={"headcount": 12})),
    )

    assert cost.written <= 4
    assert cost.operations.count("TransactWriteItems") == 1


def test_a_list_of_twenty_five_is_one_query(stage: Stage) -> None:
    for _ in range(26):
        stage.case("submitted")
    asked = ListQuery(direction="going_out", state="submitted", limit=25)

    cost = recorded(stage, lambda: lists.cases(stage.stores, stage.people["officer"], asked))

    assert cost.operations == ["Query"]
    assert cost.read <= 1.5


def test_a_case_with_reviews_and_history_is_one_query_of_at_most_two_units(stage: Stage) -> None:
    case = stage.case("decision_pending")

    cost = recorded(stage, lambda: stage.stores.cases.load(case.application.id, consistent=False))

    assert cost.operations == ["Query"]
    assert cost.read <= 2


def test_the_header_stays_under_a_kilobyte(stage: Stage) -> None:
    case = stage.case("decision_pending")

    assert header_bytes(stage.stores.table, case) <= 1024


def header_bytes(table: Table, case: Case) -> int:
    """Names and values as DynamoDB counts them."""
    page = table.query(keys.application(case.application.id), low="HEADER", high="HEADER")
    [row] = page.rows
    return sum(
        len(name.encode()) + len(str(next(iter(value.values()))).encode())
        for name, value in to_wire(row).items()
    )


@pytest.mark.parametrize("direction", ["going_out", "inviting_in"])
def test_the_longest_application_there_can_be_fits_into_one_item(direction: Direction) -> None:
    chance = Random(1)

    def rare(field: Field) -> JsonValue:
        """As many characters as the field takes, of four bytes each and no two alike: nothing packs worse."""
        if field.kind == "table":
            return [{part.id: rare(part) for part in field.parts} for _ in range(field.maximum or 0)]
        if field.kind == "object":
            return {part.id: rare(part) for part in field.parts}
        if field.kind in ("text", "long_text"):
            return "".join(chr(chance.randint(0x20000, 0x2A6DF)) for _ in range(field.maximum or 2_000))
        return "".join(chr(chance.randint(0x21, 0x7E)) for _ in range(LONGEST.get(field.kind, 20)))

    whole = {field.id: rare(field) for field in load(direction).fields}

    assert len(pack(whole)) < ITEM
