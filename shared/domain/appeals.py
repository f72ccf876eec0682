"""Appeals: until when one can be lodged against a refusal."""

from datetime import date, datetime

from shared.domain.calendar import day_in_beijing
from shared.domain.statutory_clock import working_days_after

WINDOW = 20
"""Working days after a refusal in which its applicant may appeal, once (domain rules, workflow)."""


def last_day(decided_at: datetime) -> date:
    """The last day for an appeal against a decision of this time, in Beijing."""
    return working_days_after(day_in_beijing(decided_at), WINDOW)
