"""What ends soon by itself, for those who renew it."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared.actions.admin.clerk import Clerk
from shared.domain.agreements import Agreement
from shared.domain.calendar import day_in_beijing
from shared.domain.people import Person
from shared.domain.reminders import FURTHEST, MANDATE_DAYS

SHOWN = 25
"""More of each than fit a page are left to the lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """Mandates to sign and agreements, those that end first on top."""

    today: date
    mandates: list[Person]
    agreements: list[Agreement]


def endings(clerk: Clerk) -> Endings:
    """What an administrator should renew; raises Forbidden."""
    clerk.check("administer")
    today = day_in_beijing(clerk.at)
    first = today.isoformat()
    signing = clerk.stores.people.mandates(
        first,
        (today + timedelta(days=MANDATE_DAYS)).isoformat(),
    )
    agreed = clerk.stores.agreements.ending(first, (today + FURTHEST).isoformat())
    return Endings(
        today=today,
        mandates=[each for each in signing if each.active][:SHOWN],
        agreements=[each for each in agreed if each.validity(today) == "ends_soon"][:SHOWN],
    )
