"""The same application sent twice: one stands, whoever sends how many at once, however it is written."""

from collections import Counter
from functools import partial

import pytest

from shared.domain.case import Case
from shared.domain.refusals import Unmet
from tests.races.racing import racer
from tests.races.turns import meeting, together
from tests.stage import Stage

TITLE = "示例交流：第 1 站 A"
AT_ONCE = 8


def test_of_eight_alike_at_once_one_is_submitted(stage: Stage) -> None:
    drafts = [stage.draft(title_zh=TITLE) for _ in range(AT_ONCE)]
    around = meeting(AT_ONCE)

    told = together([partial(racer(stage, "submit", "north-signatory", each, around)) for each in drafts])

    assert Counter(type(each) for each in told)[Case] == 1
    states = Counter(stage.now(each).application.state for each in drafts)
    assert states == {"submitted": 1, "draft": AT_ONCE - 1}


@pytest.mark.parametrize(
    "title",
    [
        "示例交流：第1站A",
        "示例交流:第 1 站 A",
        "示例交流　第１站　Ａ",
        "示例交流：第 1 站 a",
        "“示例交流”第1站—A。",
    ],
)
def test_blanks_width_case_and_marks_make_no_other_title(stage: Stage, title: str) -> None:
    stage.case("submitted", title_zh=TITLE)

    with pytest.raises(Unmet) as refused:
        stage.case("submitted", title_zh=title)

    assert [each.code for each in refused.value.unmet] == ["no_open_duplicate"]


@pytest.mark.parametrize("end", ["withdrawn", "rejected"])
def test_what_has_ended_stands_in_nobodys_way(stage: Stage, end: str) -> None:
    stage.case(end, title_zh=TITLE)

    assert stage.case("submitted", title_zh=TITLE).application.state == "submitted"


def test_another_start_another_programme_and_another_organisation_are_another_exchange(stage: Stage) -> None:
    stage.case("submitted", title_zh=TITLE)
    other = stage.draft(who="south-editor", title_zh=TITLE)

    assert stage.do("submit", "south-signatory", other).application.state == "submitted"
    assert stage.case("submitted", "inviting_in", title_zh=TITLE).application.state == "submitted"
    later = stage.case("submitted", title_zh=TITLE, start_date="2027-04-02", end_date="2027-04-20")
    assert later.application.state == "submitted"


def test_hundred_drafts_later_it_is_still_known(stage: Stage) -> None:
    stage.case("submitted", title_zh=TITLE)
    for _ in range(100):
        stage.draft()

    with pytest.raises(Unmet):
        stage.case("submitted", title_zh=TITLE)
