"""Appeals: until when one can be lodged against a refusal, and who had a part in the case and does not hear it."""

from datetime import date, datetime

from shared.domain.application import Application
from shared.domain.calendar import day_in_beijing
from shared.domain.statutory_clock import working_days_after

WINDOW = 20
"""Working days after a refusal in which its applicant may appeal, once (domain rules, workflow)."""


def last_day(decided_at: datetime) -> date:
    """The last day for an appeal against a decision of this time, in Beijing."""
    return working_days_after(day_in_beijing(decided_at), WINDOW)


def over(refused_at: datetime, *, possible: bool, today: date) -> bool:
    """Whether a refusal of this time is final on this day: after its last day for an appeal, or after its own day.

    The latter where no appeal was possible any more, because there had been one.
    """
    return (last_day(refused_at) if possible else day_in_beijing(refused_at)) < today


def appeal_until(application: Application) -> str:
    """The last day (ISO date) for the appeal that is still possible; empty where there is none.

    Nothing else moves the time of a refused case than its refusal.
    """
    possible = application.state == "rejected" and not application.appealed_on
    return last_day(application.changed_at).isoformat() if possible else ""


def had_part(application: Application) -> frozenset[str]:
    """Everybody of the federation who had a part in the case, by whatever step."""
    one = (application.recommended_by, application.decided_by)
    return frozenset((*application.handled_by, *application.took_part, *application.reviewed_before, *one))
