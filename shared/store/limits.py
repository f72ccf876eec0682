"""How often something may be done in a window of time: a counter that is raised with the thing itself, or refused."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.calendar import BEIJING
from shared.domain.refusals import TooMany
from shared.store import keys
from shared.store.table import Table, Taken, Write, update


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in each window; windows begin at midnight Beijing time."""

    kind: str
    most: int
    window: timedelta


DRAFTS = Limit("drafts", 200, timedelta(days=1))
"""Drafts that one organisation may begin in a day."""
INVITATIONS = Limit("invitations", 20, timedelta(days=1))
"""Invitations that one organisation may send in a day."""
JOIN_REQUESTS = Limit("join-requests", 5, timedelta(days=1))
"""Requests to join that may come from one address in a day."""
SIGN_INS = Limit("sign-ins", 600, timedelta(minutes=10))
"""Sign-ins that may be begun from one address: an office of hundreds behind one, not a machine."""


class Limits:
    """Counters of what was done; none outlives its window by more than a day."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def one_more(self, limit: Limit, scope: str, at: datetime) -> Write:
        """The write that counts one, refused when there were enough."""
        key = keys.limit(limit.kind, scope, _begins(limit, at).isoformat())
        until = int((_begins(limit, at) + limit.window + timedelta(days=1)).timestamp())
        write = update(
            key, "ADD done :one SET #ttl = :until", "attribute_not_exists(done) OR done < :most",
            one=1, most=limit.most, until=until,
        )  # fmt: skip
        write.arguments["ExpressionAttributeNames"] = {"#ttl": "ttl"}
        return write

    def count(self, limit: Limit, scope: str, at: datetime, *with_it: Write) -> None:
        """Count one and do what goes with it; raises TooMany with the seconds until the next window."""
        try:
            self._table.commit([self.one_more(limit, scope, at), *with_it])
        except Taken as taken:
            if taken.index == 0:
                raise too_many(limit, at) from taken
            raise


def too_many(limit: Limit, at: datetime) -> TooMany:
    return TooMany(math.ceil((_begins(limit, at) + limit.window - at).total_seconds()))


def _begins(limit: Limit, at: datetime) -> datetime:
    local = at.astimezone(BEIJING)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (local - midnight) // limit.window * limit.window
