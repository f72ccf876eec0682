"""The federation's day: terms, windows, lead times and the year of a case number are counted in it."""

import re
from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Asia/Shanghai without a time zone database: the same all year since 1991."""
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""Days outside these are mistyped."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_in_beijing(at: datetime) -> date:
    """The calendar day of an instant (which knows its zone)."""
    return at.astimezone(BEIJING).date()


def day_of(text: str) -> date | None:
    """The day that an ISO date names; None when it is written otherwise or does not exist."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
