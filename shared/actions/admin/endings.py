"""What ends soon by itself, for those who renew it."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared.actions.admin.clerk import Clerk
from shared.domain.agreements import Agreement
from shared.domain.calendar import day_in_beijing
from shared.domain.people import Person
from shared.domain.reminders import FURTHEST, MANDATE_DAYS

LOOKED_AT = 100
"""Of each, those that end first: one read, however many there are."""
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
    mandates_until, agreements_until = (
        (today + ahead).isoformat() for ahead in (timedelta(days=MANDATE_DAYS), FURTHEST)
    )
    signing = clerk.stores.people.mandates(first, mandates_until, LOOKED_AT)
    agreed = clerk.stores.agreements.ending(first, agreements_until, LOOKED_AT)
    return Endings(
        today=today,
        mandates=[each for each in signing if each.active][:SHOWN],
        agreements=[each for each in agreed if each.validity(today) == "ends_soon"][:SHOWN],
    )
