"""The balance of the exchange is the sum of what stands approved, whatever happened on the way and however often it was told."""

from collections import Counter
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest

from functions.notifier.deliver import tell
from shared.actions.balance import keep_balance
from shared.domain import balance, forms
from shared.domain.balance import Amount, Subject
from shared.domain.case import Case
from shared.domain.change import record
from shared.domain.programmes import DIRECTIONS, Direction
from shared.store.table import Taken
from tests.builders import an_agreement, an_application
from tests.forms_data import complete, people
from tests.stage import Stage

NOW = datetime(2026, 11, 23, 13, tzinfo=UTC)
DAYS = {"start_date": "2027-01-22", "end_date": "2027-02-04"}


def counted(stage: Stage, case: Case, *kinds: str) -> None:
    """Hand every event of the case to the balance, or those of some kinds."""
    for event in stage.stores.cases.history(case.application.id, 0, 100):
        if not kinds or event.kind in kinds:
            keep_balance(stage.stores, stage.now(case), event)


def standing(stage: Stage, *subjects: Subject) -> Any:
    found, _ = stage.stores.balances.read(subjects, "none")
    return [
        {place: amount for place, amount in found[each].items() if amount != Amount()} for each in subjects
    ]


@pytest.mark.parametrize(
    ("values", "amount"),
    [
        ({"headcount": 12, **DAYS}, Amount(1, 12, 168)),
        ({"headcount": 1, "start_date": "2027-01-22", "end_date": "2027-01-22"}, Amount(1, 1, 1)),
        ({"headcount": 2, "start_date": "2027-12-31", "end_date": "2028-01-01"}, Amount(1, 2, 4)),
    ],
)
def test_an_exchange_counts_its_people_for_all_their_days_in_the_year_of_the_first(
    values: dict[str, Any], amount: Amount
) -> None:
    share = balance.share_of(an_application(), values)

    assert share
    assert (share.direction, share.year, share.amount) == ("going_out", 2027, amount)


@pytest.mark.parametrize(
    "values",
    [{}, {"headcount": 3}, {**DAYS}, {"headcount": 3, "start_date": "2027-02-04", "end_date": "2027-01-22"}],
)
def test_what_is_not_known_counts_nothing(values: dict[str, Any]) -> None:
    assert balance.share_of(an_application(), values) is None


@pytest.mark.parametrize(
    ("out", "back", "found"),
    [
        ((0, 0), (0, 0), False),
        ((1, 90), (0, 0), False),
        ((2, 90), (0, 0), True),
        ((1, 90), (1, 30), True),
        ((1, 89), (1, 30), False),
        ((1, 10), (1, 30), True),
    ],
)
def test_three_times_as_many_days_one_way_are_one_sided(
    out: tuple[int, int], back: tuple[int, int], *, found: bool
) -> None:
    exchanges, days = out
    others, back_days = back

    assert balance.one_sided(Amount(exchanges, 1, days), Amount(others, 1, back_days)) is found


@pytest.mark.parametrize("kind", ["cancelled", "organisation_merged"])
def test_what_was_never_counted_is_not_taken_back(stage: Stage, kind: str) -> None:
    """An approval from before the balance was counted."""
    case = stage.case("approved")
    case = stage.do("cancel", "north-signatory", case) if kind == "cancelled" else _merged(stage, case)

    counted(stage, case, kind)

    moved = [{}, {}] if kind == "cancelled" else [{}, {("going_out", 2027): Amount(1, 12, 252)}]
    assert standing(stage, Subject("organisation", "north"), Subject("organisation", "south")) == moved


def test_an_older_picture_of_a_case_does_not_undo_a_later_one(stage: Stage) -> None:
    """The delivery of an approval that was slow, and found the case cancelled and looked after meanwhile."""
    approved = stage.case("approved")
    [event] = [each for each in approved.events if each.kind == "approved"]
    cancelled = stage.do("cancel", "north-signatory", approved)
    counted(stage, cancelled, "cancelled")

    keep_balance(stage.stores, approved, event)

    assert standing(stage, Subject("organisation", "north")) == [{}]


def test_two_who_look_after_a_case_at_once_count_it_once(stage: Stage) -> None:
    case = stage.case("approved")
    share, version = balance.counted(case.application, case.values), case.application.version
    stage.stores.balances.keep(case.application.id, version, None, share)

    with pytest.raises(Taken):
        stage.stores.balances.keep(case.application.id, version, None, share)
    counted(stage, case, "approved")

    assert share
    assert standing(stage, Subject("organisation", "north")) == [{("going_out", share.year): share.amount}]


def test_an_approval_counts_once_for_places_organisation_and_agreement_and_a_cancelled_one_no_more(
    stage: Stage,
) -> None:
    case = stage.case("approved", headcount=12, agreement_ref="EX-0012 ")
    region, organisation = Subject("region", "KE"), Subject("organisation", "north")
    share = balance.share_of(case.application, {**case.values, "agreement_ref": "ex-0012"})
    assert share
    agreement = share.subjects[-1]

    for _ in range(2):
        for event in stage.stores.cases.history(case.application.id, 0, 100):
            tell(stage.stores, None, "", case.application.id, event.version, NOW)
    once = standing(stage, region, organisation, agreement)
    cancelled = stage.do("cancel", "north-signatory", case)
    tell(stage.stores, None, "", case.application.id, cancelled.application.version, NOW)

    assert agreement.kind == "agreement"
    assert once == [{("going_out", share.year): share.amount}] * 3
    assert standing(stage, region, organisation, agreement) == [{}, {}, {}]


@pytest.mark.parametrize("state", ["decision_pending", "rejected", "appeal_pending", "closed_rejected"])
def test_what_is_not_approved_counts_nothing(stage: Stage, state: str) -> None:
    case = stage.case(state)

    counted(stage, case)

    assert standing(stage, Subject("organisation", "north"), Subject("region", "KE")) == [{}, {}]


@pytest.mark.parametrize("seed", range(3))
def test_the_balance_is_the_sum_of_what_stands_approved_in_whatever_order_it_is_told(
    stage: Stage, seed: int
) -> None:
    chance = Random(seed)
    cases = [_some_case(stage, chance) for _ in range(5)]
    told = [(case, kind) for case in cases for kind in ("approved", "cancelled", "organisation_merged")] * 2
    chance.shuffle(told)

    for case, kind in told:
        counted(stage, case, kind)

    wanted: Counter[tuple[Subject, str, int]] = Counter()
    for case in map(stage.now, cases):
        share = balance.share_of(case.application, case.values)
        if case.application.state == "approved" and share:
            for subject in share.subjects:
                wanted[subject, share.direction, share.year] += share.amount.person_days
    subjects = {subject for subject, _, _ in wanted}
    subjects |= {Subject("organisation", each) for each in ("north", "south")}
    found = {
        (subject, *place): amount.person_days
        for subject, amounts in stage.stores.balances.read([*subjects], "none")[0].items()
        for place, amount in amounts.items()
        if amount.person_days
    }
    assert found == dict(wanted)


def _some_case(stage: Stage, chance: Random) -> Case:
    """Approved, cancelled or refused, and its organisation merged before or after that, or not."""
    direction: Direction = chance.choice(DIRECTIONS)
    case, merged = (
        stage.case("decision_pending", direction, **people(chance.randint(2, 30))),
        chance.randrange(3),
    )
    if merged == 1:
        case = _merged(stage, case)
    case = stage.do(chance.choice(["approve", "approve", "reject"]), "approver", case)
    if merged == 2:
        case = _merged(stage, case)
    if case.application.state == "approved" and chance.random() < 0.3:
        signatory = "south-signatory" if merged else "north-signatory"
        case = stage.do("cancel", signatory, case)
    return case


def _merged(stage: Stage, case: Case) -> Case:
    """Its organisation became part of another, as the administration moves it."""
    change = record(
        case.application,
        "organisation_merged",
        by="admin",
        by_name="Admin",
        role="config_admin",
        at=stage.at,
        data={"before": "north", "after": "south"},
        organisation_id="south",
        signed_for="north",
        came_from=("north",),
    )
    stage.stores.cases.commit(change)
    return stage.now(case)


def test_an_agreement_is_found_by_its_number_however_it_is_written() -> None:
    agreement = an_agreement(reference="EX-0012  Nairobi")

    assert balance.named([agreement], {"agreement_ref": " ex-0012 nairobi"}) == agreement
    assert balance.named([agreement], {"agreement_ref": "EX-0013"}) is None
    assert balance.named([agreement], {}) is None


def test_an_exchange_in_two_countries_counts_in_each(stage: Stage) -> None:
    rows: Any = complete("going_out", today=date(2026, 11, 23))["places"]
    values = {"places": [rows[0], {**rows[0], "country": "TZ"}]}

    assert forms.regions("going_out", values) == ("KE", "TZ")
    share = balance.share_of(an_application(), {**values, "headcount": 2, **DAYS})
    assert share
    assert [each for each in share.subjects if each.kind == "region"] == [
        Subject("region", "KE"),
        Subject("region", "TZ"),
    ]
