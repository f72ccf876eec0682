from datetime import UTC, date, datetime

import pytest

from shared.domain.calendar import day_in_beijing
from shared.domain.words import Language
from shared.language import formats

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("language", "text"), [("en", "23 November 2026"), ("zh", "2026年11月23日")])
def test_a_day_is_written_as_people_write_it(language: Language, text: str) -> None:
    assert formats.day("2026-11-23", language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "24 November 2026, 00:30 Beijing time"), ("zh", "北京时间2026年11月24日 00:30")],
)
def test_a_moment_is_told_in_beijing_time(language: Language, text: str) -> None:
    assert formats.moment(datetime(2026, 11, 23, 16, 30, tzinfo=UTC), language) == text


def test_a_time_counts_as_its_day_in_beijing() -> None:
    assert formats.day("2026-11-23T16:30:00Z", "en") == "24 November 2026"


@pytest.mark.parametrize(
    ("due", "english", "chinese"),
    [
        ("2026-11-27", "in 4 days", "4天后"),
        ("2026-11-24", "in 1 day", "1天后"),
        ("2026-11-23", "today", "今天"),
        ("2026-11-22", "1 day overdue", "逾期1天"),
        ("2026-11-21", "2 days overdue", "逾期2天"),
    ],
)
def test_what_is_left_of_a_deadline(due: str, english: str, chinese: str) -> None:
    assert formats.left(due, "en", today=TODAY) == english
    assert formats.left(due, "zh", today=TODAY) == chinese


def test_past_days_that_are_no_deadlines() -> None:
    assert formats.away("2026-11-21", "en", today=TODAY) == "2 days ago"
    assert formats.away("2026-11-21", "zh", today=TODAY) == "2天前"


def test_a_deadline_ends_with_its_day() -> None:
    assert not formats.late("2026-11-23", today=TODAY)
    assert formats.late("2026-11-22", today=TODAY)
    assert not formats.late(None, today=TODAY)


def test_money_comes_in_minor_units() -> None:
    assert formats.money(123450, "CNY", "en") == "CNY 1,234.50"
    assert formats.money(123450, "CNY", "zh") == "1,234.50 元"


def test_a_span_of_days() -> None:
    assert formats.span("2026-11-23", "2026-12-02", "zh") == "2026年11月23日至2026年12月2日"
    assert formats.span("2026-11-23", "2026-12-02", "en") == "23 November 2026 to 2 December 2026"


def test_the_registry_lives_in_beijing() -> None:
    assert day_in_beijing(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == TODAY
